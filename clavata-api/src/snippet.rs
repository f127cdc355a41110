//! What arrived in place of a readable response: its kind, its size, and its first bytes on request.

use std::fmt;

use bytes::Bytes;
use reqwest::header::HeaderValue;

/// How many bytes of a body are available as text.
const KEPT: usize = 1024;

/// The media types that are shown by name.
const TYPES: [&str; 12] = [
    "application/grpc",
    "application/grpc-web",
    "application/json",
    "application/octet-stream",
    "application/problem+json",
    "application/xml",
    "application/x-ndjson",
    "image/png",
    "text/css",
    "text/html",
    "text/plain",
    "text/xml",
];

/// A body that could not be read.
///
/// `Display` and `Debug` show what kind of body arrived and how large it is, never its text: a
/// body may repeat the content of the request. [`Snippet::text`] returns its first 1,024 bytes.
#[derive(Clone)]
pub struct Snippet {
    kind: String,
    body: Bytes,
}

impl Snippet {
    /// Makes the snippet of a body.
    pub(crate) fn of(body: &Bytes, content_type: Option<&HeaderValue>) -> Self {
        Self {
            kind: kind(body, content_type),
            body: body.clone(),
        }
    }

    /// The first bytes as text, with invalid characters replaced. It may hold content of the request.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body[..self.body.len().min(KEPT)]).into_owned()
    }

    /// The size of the whole body, in bytes.
    pub fn size(&self) -> usize {
        self.body.len()
    }

    /// The whole body, to be parsed in another way. It may hold content of the request.
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Display for Snippet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.size() {
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
    // The header may hold anything, so it is shown only if it is a well-known type.
    let said = content_type.and_then(|value| value.to_str().ok());
    let said = said.map(|said| said.split(';').next().unwrap_or_default().trim());
    match said.map(|said| TYPES.iter().find(|known| known.eq_ignore_ascii_case(said))) {
        Some(Some(known)) => format!("{looks} ({known})"),
        Some(None) => format!("{looks} (of another type)"),
        None => looks.to_owned(),
    }
}
