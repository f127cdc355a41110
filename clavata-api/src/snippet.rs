//! What came instead of an answer: a word for it, its size, and its first bytes for who asks.

use std::fmt;

use bytes::Bytes;
use reqwest::header::HeaderValue;

/// The most bytes of a body that an error keeps.
const KEPT: usize = 1024;

/// The beginning of a body that could not be read.
///
/// `Display` and `Debug` say what kind of thing came and how large it was, never what it says: a
/// body may repeat the content of the request. [`Snippet::text`] has its first 1,024 bytes.
#[derive(Clone)]
pub struct Snippet {
    kind: String,
    size: usize,
    start: Bytes,
}

impl Snippet {
    /// The snippet of a body.
    pub(crate) fn of(body: &Bytes, content_type: Option<&HeaderValue>) -> Self {
        Self {
            kind: kind(body, content_type),
            size: body.len(),
            // A copy: a slice would keep the whole body alive.
            start: Bytes::copy_from_slice(&body[..body.len().min(KEPT)]),
        }
    }

    /// The first bytes as text, broken characters replaced. It may hold content of the request.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.start).into_owned()
    }

    /// The size of the whole body, in bytes.
    pub fn size(&self) -> usize {
        self.size
    }
}

impl fmt::Display for Snippet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.size {
            0 => f.write_str("an empty body"),
            size => write!(f, "{} of {size} bytes", self.kind),
        }
    }
}

impl fmt::Debug for Snippet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Snippet({self})")
    }
}

fn kind(body: &[u8], content_type: Option<&HeaderValue>) -> String {
    let start = String::from_utf8_lossy(&body[..body.len().min(KEPT)]);
    let start = start.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    let looks = if start.starts_with(['{', '[']) {
        "JSON"
    } else if start.starts_with('<') {
        "an HTML or XML page"
    } else if std::str::from_utf8(body).is_ok() {
        "text"
    } else {
        "bytes that are not text"
    };
    // Of the header only the plain characters of a media type: it may be anything.
    match content_type.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()) {
        Some(said) => {
            let said: String = said
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "/+-.".contains(*c))
                .take(60)
                .collect();
            format!("{looks} ({said})")
        }
        None => looks.to_owned(),
    }
}
