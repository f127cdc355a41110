//! A line of `--input`. Errors do not quote the line, because it is content.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clavata_api_ext::Content;

use super::fields::{Field, repeats};

/// A line with the right shape.
#[derive(Debug, PartialEq)]
pub(super) struct Line {
    what: What,
    metadata: BTreeMap<String, String>,
}

#[derive(Debug, PartialEq)]
enum What {
    Text(String),
    /// A path, base64 or a `data:` URL.
    Image(String),
    ImageUrl(String),
}

const SHAPE: &str = "it must be an object with one of text, image and imageUrl, each a string";

impl Line {
    /// Parses a line. `None` if it is blank.
    pub(super) fn read(bytes: &[u8]) -> Result<Option<Self>, String> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Err("it is not UTF-8".to_owned());
        };
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let value: Field = serde_json::from_str(text)
            .map_err(|error| format!("not valid JSON at column {}", error.column()))?;
        let Field::Object(fields) = value else {
            return Err(SHAPE.to_owned());
        };
        if repeats(&fields) {
            return Err("it has a duplicate key: only one value would be evaluated".to_owned());
        }
        let mut what = None;
        let mut metadata = BTreeMap::new();
        for (key, value) in fields {
            let found = match (key.as_str(), value) {
                ("text", Field::Text(text)) => What::Text(text),
                ("image", Field::Text(image)) => What::Image(image),
                ("imageUrl", Field::Text(url)) => What::ImageUrl(url),
                ("text" | "image" | "imageUrl" | "metadata", Field::Null) => continue,
                ("text" | "image" | "imageUrl", _) => return Err(SHAPE.to_owned()),
                ("metadata", pairs) => {
                    metadata = read_metadata(pairs)?;
                    continue;
                }
                // Content under a misspelled key would never be evaluated.
                _ => {
                    return Err(
                        "it has a key other than text, image, imageUrl and metadata".to_owned()
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

    /// Checks the line without keeping its content. Paths are relative to `folder`.
    pub(super) fn check(self, folder: &Path) -> Result<(), String> {
        if self.file(folder).is_some() {
            return Ok(());
        }
        let content = self.in_memory()?;
        content.check().map_err(|error| error.to_string())
    }

    /// Returns the content, reading an image from its file. Paths are relative to `folder`.
    pub(super) async fn into_content(self, folder: &Path) -> Result<Content, String> {
        let content = match self.file(folder) {
            Some(file) => {
                let read = Content::image_file(file).await;
                let content = read.map_err(|error| error.to_string())?;
                content.with_metadata_map(self.metadata)
            }
            None => self.in_memory()?,
        };
        content.check().map_err(|error| error.to_string())?;
        Ok(content)
    }

    /// The file that the line names, if it exists.
    fn file(&self, folder: &Path) -> Option<PathBuf> {
        match &self.what {
            What::Image(image) => Some(folder.join(image)).filter(|file| file.is_file()),
            What::Text(_) | What::ImageUrl(_) => None,
        }
    }

    fn in_memory(self) -> Result<Content, String> {
        let content = match self.what {
            What::Text(text) => Content::text(text),
            What::ImageUrl(url) => image_url(url)?,
            What::Image(image) => Content::image_base64(&image)
                .map_err(|_| "its image is not an existing file, base64 or a data: URL")?,
        };
        Ok(content.with_metadata_map(self.metadata))
    }
}

/// An image that the gateway fetches, or one in a `data:` URL.
pub(super) fn image_url(url: String) -> Result<Content, String> {
    if is_data(&url) {
        return Content::image_base64(&url).map_err(|error| error.to_string());
    }
    Ok(Content::image_url(url))
}

/// Whether it is a `data:` URL.
pub(super) fn is_data(address: &str) -> bool {
    let scheme = address.trim_start().get(..5);
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

fn read_metadata(pairs: Field) -> Result<BTreeMap<String, String>, String> {
    let wrong = "its metadata must be an object of strings";
    let Field::Object(pairs) = pairs else {
        return Err(wrong.to_owned());
    };
    if repeats(&pairs) {
        return Err("its metadata has a duplicate key".to_owned());
    }
    let texts = pairs.into_iter().map(|(key, value)| match value {
        Field::Text(text) => Ok((key, text)),
        _ => Err(wrong.to_owned()),
    });
    texts.collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Line;

    fn refused(line: &str) -> Option<String> {
        match Line::read(line.as_bytes()) {
            Err(why) => Some(why),
            Ok(read) => read.unwrap().check(Path::new("")).err(),
        }
    }

    #[test]
    fn a_line_is_exactly_one_content() {
        for line in [
            r#"{"text": "canary"}"#,
            r#" {"imageUrl": "https://example.com/a.png", "metadata": {"id": "1"}} "#,
            r#"{"text": "canary", "image": null, "metadata": null}"#,
        ] {
            let line = Line::read(line.as_bytes()).unwrap().unwrap();
            line.check(Path::new("")).unwrap();
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
            let why = refused(line).unwrap_or_default();
            assert!(!why.is_empty() && !why.contains("canary"), "{line}: {why}");
        }
    }

    #[test]
    fn a_key_that_stands_twice_is_refused_however_it_is_written() {
        let keys = ["text", "image", "imageUrl", "metadata"];
        let values = [r#""canary""#, "null", "{}", r#"{"a":"b"}"#, "1", "[]"];
        for key in keys {
            let escaped: Vec<_> = key.bytes().map(|byte| format!("\\u{byte:04x}")).collect();
            let escaped = escaped.concat();
            for other in [key, escaped.as_str()] {
                for (first, second) in values.iter().flat_map(|a| values.map(|b| (*a, b))) {
                    for line in [
                        format!(r#"{{"{key}":{first},"{other}":{second}}}"#),
                        format!(r#"{{"{other}":{first},"text":"x","{key}":{second}}}"#),
                    ] {
                        let why = refused(&line).unwrap_or_else(|| panic!("{line} is taken"));
                        assert!(why.contains("a duplicate key"), "{line}: {why}");
                    }
                }
            }
        }
        for metadata in [
            r#"{"a":"1","a":"2"}"#,
            r#"{"a":"1","b":"x","\u0061":"1"}"#,
            r#"{"":"1","":"1"}"#,
        ] {
            let why = refused(&format!(r#"{{"text":"x","metadata":{metadata}}}"#));
            assert_eq!(why.unwrap(), "its metadata has a duplicate key");
        }
        assert_eq!(
            refused(r#"{"text":"x","metadata":{"a":"1","A":"1"}}"#),
            None
        );
    }

    #[test]
    fn an_image_may_be_an_address_that_holds_it() {
        let png = "iVBORw0KGgo=";
        for line in [
            format!(r#"{{"image":"{png}"}}"#),
            r#"{"image":"iVBO\nRw0K\r\nGgo"}"#.to_owned(),
            format!(r#"{{"image":"data:image/png;base64,{png}"}}"#),
            format!(r#"{{"imageUrl":"data:image/png;base64,{png}"}}"#),
        ] {
            assert_eq!(refused(&line), None, "{line}");
        }
        assert!(
            refused(r#"{"image":"data:text/plain,canary"}"#)
                .unwrap()
                .contains("is text")
        );
        assert!(refused(r#"{"imageUrl":"data:image/png;base64,*"}"#).is_some());
    }
}
