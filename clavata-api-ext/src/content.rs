//! Content to judge: one text, image or image URL.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use reqwest::Url;

use crate::api::ContentData;
use crate::error::Error;
use crate::{Metadata, image, trace};

/// A longer text is sent with a warning: 1 MiB.
const LONG_TEXT: usize = 1024 * 1024;

/// One piece of content: a text, an image or an image URL, with metadata that comes back with the
/// result.
///
/// It is checked when it is sent, or earlier with [`check`](Self::check): a text must not be empty;
/// an image must be a PNG, JPEG or WebP by its bytes (not its name) and at most 20 MiB; a URL
/// must be http or https. `Debug` shows the kind of content, never the content itself.
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
    piece: Piece,
    metadata: BTreeMap<String, String>,
    image_limit: u64,
    image_check: bool,
}

#[derive(Clone, PartialEq)]
enum Piece {
    Text(String),
    /// The bytes of the file, encoded as base64 when sent.
    Image(Bytes),
    ImageUrl(String),
}

impl Content {
    /// A text. If it is longer than 1 MiB, it is sent with a `tracing` warning.
    pub fn text(text: impl Into<String>) -> Self {
        Self::of(Piece::Text(text.into()))
    }

    /// The bytes of an image file: PNG, JPEG or WebP. Clones share the bytes.
    pub fn image(bytes: impl Into<Bytes>) -> Self {
        Self::of(Piece::Image(bytes.into()))
    }

    /// An image file, which is read and checked now.
    ///
    /// A file larger than 20 MiB is not read. For a larger file or another format, read the file yourself and
    /// use [`Content::image`] with [`with_image_limit`](Self::with_image_limit) or
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
    /// Fails if the file cannot be read, is too large, or is not a PNG, JPEG or WebP. The error names the
    /// file and what was found in it.
    ///
    /// # Panics
    ///
    /// If called outside a Tokio runtime.
    pub async fn image_file(path: impl Into<PathBuf>) -> Result<Self, Error> {
        let path = path.into();
        let read = tokio::task::spawn_blocking(move || image::read(&path, image::DEFAULT_LIMIT));
        let bytes = read.await.map_err(|error| {
            Error::not_built("the image was not read: the runtime is shutting down")
                .with_source(error)
        })??;
        Ok(Self::image(bytes))
    }

    /// An image as text: base64 (standard or URL-safe, with or without padding and line breaks), or a
    /// `data:` URL that contains the image.
    ///
    /// ```
    /// use clavata_api_ext::Content;
    ///
    /// let same = Content::image(&b"\x89PNG\r\n\x1a\n"[..]);
    /// assert_eq!(Content::image_base64("iVBO\nRw0KGgo")?, same);
    /// assert_eq!(Content::image_base64("data:image/png;base64,iVBORw0KGgo=")?, same);
    /// # Ok::<(), clavata_api_ext::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if the text is neither. The image itself is checked by [`check`](Self::check).
    pub fn image_base64(text: &str) -> Result<Self, Error> {
        match image::decode(text) {
            Some(bytes) => Ok(Self::image(bytes)),
            None => Err(Error::invalid_content(
                "the image is neither base64 nor a readable `data:` URL",
            )),
        }
    }

    /// An image that the gateway fetches itself, without credentials.
    pub fn image_url(url: impl Into<String>) -> Self {
        Self::of(Piece::ImageUrl(url.into()))
    }

    fn of(piece: Piece) -> Self {
        Self {
            piece,
            metadata: BTreeMap::new(),
            image_limit: image::DEFAULT_LIMIT,
            image_check: true,
        }
    }

    /// Attaches a key and a value that come back with the result, such as your own id: results arrive in
    /// no particular order. A key that exists gets the new value. The keys `clavata.input` and
    /// `clavata.create` are reserved.
    pub fn with_metadata(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.metadata.insert(key.into(), value.into());
        self
    }

    /// Attaches several pairs; see [`with_metadata`](Self::with_metadata).
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

    /// Sets the maximum size of an image, in bytes. Default: 20 MiB.
    pub fn with_image_limit(mut self, bytes: u64) -> Self {
        self.image_limit = bytes;
        self
    }

    /// Sends an image of any format and size, and leaves the check to the gateway.
    pub fn without_image_check(mut self) -> Self {
        self.image_check = false;
        self
    }

    /// Checks the content, as sending does.
    ///
    /// # Errors
    ///
    /// [`Error::is_invalid_content`] if the content is empty, an image has another format or is too large, a
    /// URL is not http or https, or a metadata key is reserved. The error never quotes the content.
    pub fn check(&self) -> Result<(), Error> {
        if let Some(key) = self.metadata.keys().find(|key| Metadata::is_reserved(key)) {
            return Err(Error::invalid_content(format!(
                "the metadata key `{key}` is reserved: choose another one"
            )));
        }
        match &self.piece {
            Piece::Text(text) if text.is_empty() => {
                Err(Error::invalid_content("the text is empty"))
            }
            Piece::Text(text) => {
                if text.len() > LONG_TEXT {
                    trace::long_text(text.len());
                }
                Ok(())
            }
            // Without bytes, the request would have no content at all.
            Piece::Image(bytes) if !self.image_check && !bytes.is_empty() => Ok(()),
            Piece::Image(bytes) => image::check("the image", bytes, self.image_limit),
            Piece::ImageUrl(url) => check_url(url),
        }
    }

    /// Whether two pieces of content are certainly different, so that no answer can be about both. The image at a
    /// URL is unknown.
    pub(crate) fn surely_differs(&self, other: &Self) -> bool {
        match (&self.piece, &other.piece) {
            (Piece::Text(one), Piece::Text(other)) => one != other,
            (Piece::Image(one), Piece::Image(other)) => one != other,
            _ => false,
        }
    }

    /// The kind and the bytes. `None` for a URL, because the image may change.
    pub(crate) fn bytes(&self) -> Option<(&'static str, &[u8])> {
        match &self.piece {
            Piece::Text(text) => Some(("text", text.as_bytes())),
            Piece::Image(bytes) => Some(("image", bytes)),
            Piece::ImageUrl(_) => None,
        }
    }

    pub(crate) fn metadata(&self) -> &BTreeMap<String, String> {
        &self.metadata
    }

    /// Like [`Self::check`] for all content of a request. The error says which one is wrong, counted from 1.
    pub(crate) fn check_all(contents: &[Self]) -> Result<(), Error> {
        if contents.is_empty() {
            return Err(Error::not_built("there is no content to judge"));
        }
        for (index, content) in contents.iter().enumerate() {
            content.check().map_err(|error| match contents.len() {
                1 => error,
                all => Error::invalid_content(format!("content {} of {all}: {error}", index + 1)),
            })?;
        }
        Ok(())
    }

    /// Checks the content and converts it to the generated type.
    ///
    /// # Errors
    ///
    /// The errors of [`check`](Self::check).
    pub fn try_to_data(&self) -> Result<ContentData, Error> {
        self.check()?;
        Ok(self.to_data())
    }

    /// Like [`Self::try_to_data`], for content that has been checked. Each attempt encodes it again:
    /// base64 kept for a rare retry would be a second copy.
    pub(crate) fn to_data(&self) -> ContentData {
        let data = ContentData::default().metadata(self.metadata.clone());
        match &self.piece {
            Piece::Text(text) => data.text(text.clone()),
            Piece::Image(bytes) => data.image(STANDARD.encode(bytes)),
            Piece::ImageUrl(url) => data.image_url(url.clone()),
        }
    }
}

fn check_url(url: &str) -> Result<(), Error> {
    let fail = |why: &str| {
        Error::invalid_content(format!(
            "the image URL cannot be used: {why}; it should look like https://example.com/picture.png"
        ))
    };
    let url = Url::parse(url).map_err(|error| fail(&error.to_string()))?;
    if url.scheme() == "data" {
        return Err(Error::invalid_content(
            "the image URL holds the image itself: use `Content::image_base64`",
        ));
    }
    if !matches!(url.scheme(), "http" | "https") {
        return Err(fail("its scheme must be https or http"));
    }
    Ok(())
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, bytes) = match &self.piece {
            Piece::Text(text) => ("Text", text.len()),
            Piece::Image(bytes) => ("Image", bytes.len()),
            Piece::ImageUrl(url) => ("ImageUrl", url.len()),
        };
        write!(
            f,
            "Content::{kind}({bytes} bytes hidden, {} metadata hidden)",
            self.metadata.len()
        )
    }
}
