//! Content to be judged, built so that it is exactly one thing.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use reqwest::Url;

use crate::api::ContentData;
use crate::error::Error;
use crate::{image, trace};

/// The metadata key by which evaluate tells its inputs apart. Callers never see it.
pub(crate) const RESERVED_KEY: &str = "clavata.input";

/// A text above this many bytes is sent, with a warning: 1 MiB.
const LONG_TEXT: usize = 1024 * 1024;

/// One piece of content: a text, an image, or the address of one; with metadata that comes back
/// beside its result.
///
/// It is checked when it is sent, or before that by [`check`](Self::check): a text is not empty, an
/// image is a PNG, JPEG or WebP by its bytes (not its name) of at most 20 MiB, an address is http or
/// https. `Debug` shows what kind it is, never what it says.
///
/// ```
/// use clavata_api_ext::Content;
///
/// let comment = Content::text("You are a fool.").with_metadata("id", "comment-1");
/// comment.check()?;
///
/// let error = Content::image(&b"GIF89a"[..]).check().unwrap_err();
/// assert!(error.to_string().contains("is a GIF"));
/// # Ok::<(), clavata_api_ext::Error>(())
/// ```
#[derive(Clone, PartialEq)]
#[must_use]
pub struct Content {
    kind: Kind,
    metadata: BTreeMap<String, String>,
    image_limit: u64,
    image_check: bool,
}

#[derive(Clone, PartialEq)]
enum Kind {
    Text(String),
    /// As the file has it: base64 is made where it is sent.
    Image(Bytes),
    ImageUrl(String),
}

impl Content {
    /// A text. Above 1 MiB it is sent all the same, with a warning to `tracing`.
    pub fn text(text: impl Into<String>) -> Self {
        Self::of(Kind::Text(text.into()))
    }

    /// The bytes of an image file: PNG, JPEG or WebP. They are shared, not copied.
    pub fn image(bytes: impl Into<Bytes>) -> Self {
        Self::of(Kind::Image(bytes.into()))
    }

    /// An image file, read and checked now. A file above 20 MiB is not read.
    ///
    /// For a larger one, or one of another format, read it yourself and use [`Content::image`] with
    /// [`with_image_limit`](Self::with_image_limit) or
    /// [`without_image_check`](Self::without_image_check).
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), clavata_api_ext::Error> {
    /// use clavata_api_ext::Content;
    ///
    /// let picture = Content::image_file("holiday.png").await?.with_metadata("id", "picture-1");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails where the file cannot be read, is too large, or is no PNG, JPEG or WebP, and says
    /// which file it is and what was found in it.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime.
    pub async fn image_file(path: impl Into<PathBuf>) -> Result<Self, Error> {
        let path = path.into();
        let read = tokio::task::spawn_blocking(move || image::read(&path, image::DEFAULT_LIMIT));
        let bytes = read.await.map_err(|error| {
            Error::not_built("the image was not read: the runtime is shutting down")
                .with_source(error)
        })??;
        Ok(Self::image(bytes))
    }

    /// An image that the gateway fetches itself, without credentials.
    pub fn image_url(url: impl Into<String>) -> Self {
        Self::of(Kind::ImageUrl(url.into()))
    }

    fn of(kind: Kind) -> Self {
        Self {
            kind,
            metadata: BTreeMap::new(),
            image_limit: image::DEFAULT_LIMIT,
            image_check: true,
        }
    }

    /// Attaches a pair of text that comes back beside the result: results come in no particular
    /// order. A key that is there already gets the new value. `clavata.input` is taken.
    pub fn with_metadata(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.metadata.insert(key.into(), value.into());
        self
    }

    /// Attaches many pairs, as [`with_metadata`](Self::with_metadata) does one.
    pub fn with_metadata_map<K, V>(mut self, pairs: impl IntoIterator<Item = (K, V)>) -> Self
    where
        K: Into<String>,
        V: Into<String>,
    {
        let pairs = pairs.into_iter();
        self.metadata
            .extend(pairs.map(|(key, value)| (key.into(), value.into())));
        self
    }

    /// The most bytes that an image may have. Default 20 MiB.
    pub fn with_image_limit(mut self, bytes: u64) -> Self {
        self.image_limit = bytes;
        self
    }

    /// Sends an image whatever its format and size are: the gateway will say what it thinks of it.
    pub fn without_image_check(mut self) -> Self {
        self.image_check = false;
        self
    }

    /// Checks what can be checked here, as sending does.
    ///
    /// # Errors
    ///
    /// Says what is wrong: nothing in it, an image of another format or too large, an address that
    /// is not http or https, a metadata key that is taken. Never what the content says.
    pub fn check(&self) -> Result<(), Error> {
        if self.metadata.contains_key(RESERVED_KEY) {
            return Err(Error::not_built(format!(
                "the metadata key `{RESERVED_KEY}` is taken: choose another one"
            )));
        }
        match &self.kind {
            Kind::Text(text) if text.is_empty() => Err(Error::not_built("the text is empty")),
            Kind::Text(text) => {
                if text.len() > LONG_TEXT {
                    trace::long_text(text.len());
                }
                Ok(())
            }
            // Without bytes there would be no content in the request at all.
            Kind::Image(bytes) if !self.image_check && !bytes.is_empty() => Ok(()),
            Kind::Image(bytes) => image::check("the image", bytes, self.image_limit),
            Kind::ImageUrl(url) => check_url(url),
        }
    }

    /// The message of the contract, checked.
    ///
    /// # Errors
    ///
    /// Those of [`check`](Self::check).
    pub fn try_to_data(&self) -> Result<ContentData, Error> {
        self.check()?;
        Ok(self.to_data())
    }

    /// As [`Self::try_to_data`], for content that has been checked. Each attempt makes its own: a
    /// base64 kept for a repeat that seldom comes would be a second copy.
    pub(crate) fn to_data(&self) -> ContentData {
        let mut data = ContentData {
            metadata: self.metadata.clone(),
            ..ContentData::default()
        };
        match &self.kind {
            Kind::Text(text) => data.text = Some(text.clone()),
            Kind::Image(bytes) => data.image = Some(STANDARD.encode(bytes)),
            Kind::ImageUrl(url) => data.image_url = Some(url.clone()),
        }
        data
    }
}

fn check_url(url: &str) -> Result<(), Error> {
    let fail = |why: &str| {
        Error::not_built(format!(
            "the image's address cannot be used: {why}; it looks like https://example.com/picture.png"
        ))
    };
    let url = Url::parse(url).map_err(|error| fail(&error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(fail("its scheme must be https or http"));
    }
    Ok(())
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, bytes) = match &self.kind {
            Kind::Text(text) => ("Text", text.len()),
            Kind::Image(bytes) => ("Image", bytes.len()),
            Kind::ImageUrl(url) => ("ImageUrl", url.len()),
        };
        write!(
            f,
            "Content::{kind}({bytes} bytes hidden, {} metadata hidden)",
            self.metadata.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, RESERVED_KEY};

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

    #[test]
    fn content_is_exactly_one_thing_in_the_message() {
        let set = |content: Content| {
            let data = content.try_to_data().unwrap();
            [
                data.text.is_some(),
                data.image.is_some(),
                data.image_url.is_some(),
            ]
        };
        assert_eq!(set(Content::text("a fool")), [true, false, false]);
        assert_eq!(set(Content::image(PNG)), [false, true, false]);
        let url = Content::image_url("https://images.example.com/p.png");
        assert_eq!(set(url), [false, false, true]);
    }

    #[test]
    fn an_image_goes_out_as_base64() {
        let bytes = bytes::Bytes::from_static(b"\xff\xd8\xff\xfb\xff");
        let data = Content::image(bytes).to_data();
        assert_eq!(data.image.as_deref(), Some("/9j/+/8="));
    }

    #[test]
    fn debug_shows_neither_content_nor_metadata() {
        let content = Content::text("you fool").with_metadata("user", "jane");
        let shown = format!("{content:?} {:?}", content.to_data());
        for secret in ["fool", "jane", "user"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }

    #[test]
    fn what_cannot_be_judged_is_refused_with_a_reason_that_tells_no_content() {
        let why = |content: Content| content.check().unwrap_err().to_string();
        assert_eq!(why(Content::text("")), "the text is empty");
        assert_eq!(why(Content::image("")), "the image is empty");
        let ftp = why(Content::image_url("ftp://secret.example.com/p.png"));
        assert!(ftp.contains("scheme must be https or http"), "{ftp}");
        assert!(!ftp.contains("secret"), "{ftp}");
        let relative = why(Content::image_url("/p.png"));
        assert!(relative.contains("cannot be used"), "{relative}");
        let taken = why(Content::text("x").with_metadata(RESERVED_KEY, "7"));
        assert!(taken.contains("`clavata.input` is taken"), "{taken}");
    }

    #[test]
    fn the_checks_of_images_give_way_but_an_empty_one_is_never_sent() {
        let gif = Content::image("GIF89a");
        assert!(gif.check().is_err());
        assert!(gif.without_image_check().check().is_ok());
        let small = Content::image(PNG).with_image_limit(10);
        let error = small.check().unwrap_err().to_string();
        assert!(
            error.contains("18 bytes, more than the limit of 10"),
            "{error}"
        );
        assert!(small.with_image_limit(18).check().is_ok());
        assert!(Content::image("").without_image_check().check().is_err());
    }

    #[test]
    fn a_text_above_one_mebibyte_is_sent() {
        let long = "a".repeat(super::LONG_TEXT + 1);
        let data = Content::text(long.clone()).try_to_data().unwrap();
        assert_eq!(data.text, Some(long));
    }
}
