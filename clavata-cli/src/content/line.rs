//! One line of `--input`. What is wrong with it is said without quoting it: it is content.

use std::collections::BTreeMap;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clavata_api_ext::Content;
use serde_json::Value;

/// A line that has the right shape.
#[derive(Debug, PartialEq)]
pub(super) struct Line {
    what: What,
    metadata: BTreeMap<String, String>,
}

#[derive(Debug, PartialEq)]
enum What {
    Text(String),
    /// A path or base64.
    Image(String),
    ImageUrl(String),
}

const SHAPE: &str = "it must be an object with one of text, image and imageUrl, each a string";

impl Line {
    /// Reads a line; none where it is blank.
    pub(super) fn read(bytes: &[u8]) -> Result<Option<Self>, String> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Err("it is not UTF-8".to_owned());
        };
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let value: Value = serde_json::from_str(text)
            .map_err(|error| format!("it is no JSON from column {} on", error.column()))?;
        let Value::Object(object) = value else {
            return Err(SHAPE.to_owned());
        };
        let mut what = None;
        let mut metadata = BTreeMap::new();
        for (key, value) in object {
            let found = match (key.as_str(), value) {
                ("text", Value::String(text)) => What::Text(text),
                ("image", Value::String(image)) => What::Image(image),
                ("imageUrl", Value::String(url)) => What::ImageUrl(url),
                ("text" | "image" | "imageUrl" | "metadata", Value::Null) => continue,
                ("text" | "image" | "imageUrl", _) => return Err(SHAPE.to_owned()),
                ("metadata", pairs) => {
                    metadata = serde_json::from_value(pairs)
                        .map_err(|_| "its metadata must be an object of strings")?;
                    continue;
                }
                // A misspelt key would be content that nobody judges.
                _ => {
                    return Err(
                        "it has a key besides text, image, imageUrl and metadata".to_owned()
                    );
                }
            };
            if what.replace(found).is_some() {
                return Err("it has more than one of text, image and imageUrl".to_owned());
            }
        }
        let what = what.ok_or(SHAPE)?;
        Ok(Some(Self { what, metadata }))
    }

    /// Checks what can be checked without keeping it.
    pub(super) fn check(self) -> Result<(), String> {
        match &self.what {
            What::Image(image) if Path::new(image).is_file() => Ok(()),
            _ => {
                let content = self.in_memory()?;
                content.check().map_err(|error| error.to_string())
            }
        }
    }

    /// The content; an image is read from its file now.
    pub(super) async fn into_content(self) -> Result<Content, String> {
        let content = match &self.what {
            What::Image(image) if Path::new(image).is_file() => {
                let read = Content::image_file(image).await;
                let content = read.map_err(|error| error.to_string())?;
                content.with_metadata_map(self.metadata)
            }
            _ => self.in_memory()?,
        };
        content.check().map_err(|error| error.to_string())?;
        Ok(content)
    }

    fn in_memory(self) -> Result<Content, String> {
        let content = match self.what {
            What::Text(text) => Content::text(text),
            What::ImageUrl(url) => Content::image_url(url),
            What::Image(image) => match STANDARD.decode(image.trim()) {
                Ok(bytes) => Content::image(bytes),
                Err(_) => {
                    return Err("its image is neither a file that is there nor base64".to_owned());
                }
            },
        };
        Ok(content.with_metadata_map(self.metadata))
    }
}

#[cfg(test)]
mod tests {
    use super::Line;

    #[test]
    fn a_line_is_exactly_one_content() {
        for line in [
            r#"{"text": "canary"}"#,
            r#" {"imageUrl": "https://example.com/a.png", "metadata": {"id": "1"}} "#,
            r#"{"text": "canary", "image": null, "metadata": null}"#,
        ] {
            let line = Line::read(line.as_bytes()).unwrap().unwrap();
            line.check().unwrap();
        }
        assert_eq!(Line::read(b" \t\r\n"), Ok(None));
    }

    #[test]
    fn what_is_wrong_is_said_without_the_content() {
        for line in [
            r#"{"text": "canary", "imageUrl": "https://canary"}"#,
            r#"{"txt": "canary"}"#,
            r#"{"text": "canary", "canary": 1}"#,
            r#"{"text": ["canary"]}"#,
            r#"{"text": "canary", "metadata": "canary"}"#,
            r#"{"text": "canary", "metadata": {"canary": 1}}"#,
            r#"{"metadata": {"canary": "canary"}}"#,
            r#"{"text": "canary"} canary"#,
            r#"{"text": "canary"#,
            r#""canary""#,
            r#"["canary"]"#,
            r#"{"image": "no-such-canary.png"}"#,
            r#"{"image": "Y2FuYXJ5"}"#,
            r#"{"text": ""}"#,
            r#"{"imageUrl": "gopher://canary"}"#,
            r#"{"text": "x", "metadata": {"clavata.input": "canary"}}"#,
        ] {
            let read = Line::read(line.as_bytes());
            let why = match read {
                Err(why) => why,
                Ok(read) => read.unwrap().check().unwrap_err(),
            };
            assert!(!why.is_empty() && !why.contains("canary"), "{line}: {why}");
        }
    }
}
