//! The fields of a line in the format `verdict`.

use std::io;

use clavata_api_ext::{Id, Metadata, Reason, Verdict};
use memchr::memmem;
use serde::Serialize;

/// Adds the fields of one object to another.
pub(super) fn join(object: &mut Vec<u8>, more: &impl Serialize) -> io::Result<()> {
    object.pop();
    let brace = object.len();
    serde_json::to_writer(&mut *object, more)?;
    object[brace] = b',';
    Ok(())
}

/// The fields of every line.
#[derive(Serialize)]
pub(super) struct Line<'a> {
    /// From 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) input: Option<usize>,
    pub(super) job_uuid: Option<&'a Id>,
    #[serde(flatten)]
    pub(super) content: OfContent<'a>,
    #[serde(flatten)]
    pub(super) verdict: OfVerdict,
}

/// A line that is not about a whole job. It has all the keys that readers of answers expect.
#[derive(Serialize)]
pub(super) struct OfAnswer<'a> {
    #[serde(flatten)]
    line: Line<'a>,
    results: (),
    job: (),
    contents: (),
}

impl<'a> From<Line<'a>> for OfAnswer<'a> {
    fn from(line: Line<'a>) -> Self {
        Self {
            line,
            results: (),
            job: (),
            contents: (),
        }
    }
}

/// The content that a line is about. `None` if the line is not about one piece of content.
#[derive(Serialize)]
pub(super) struct OfContent<'a> {
    result_index: Option<usize>,
    content_hash: Option<&'a str>,
    content_metadata: Option<Metadata<'a>>,
}

impl<'a> OfContent<'a> {
    pub(super) fn of(result_index: usize, content_hash: &'a str, metadata: Metadata<'a>) -> Self {
        Self {
            result_index: Some(result_index),
            content_hash: Some(content_hash),
            content_metadata: Some(metadata),
        }
    }

    pub(super) fn without(result_index: Option<usize>) -> Self {
        Self {
            result_index,
            content_hash: None,
            content_metadata: None,
        }
    }
}

#[derive(Serialize)]
pub(super) struct OfVerdict {
    pub(super) verdict: &'static str,
    /// Why the verdict is undetermined.
    pub(super) reason: Option<String>,
}

impl OfVerdict {
    pub(super) fn of(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Undetermined(reason) => Self::undetermined(&reason.to_string()),
            Verdict::Clear | Verdict::Flagged => Self {
                verdict: verdict.as_str(),
                reason: None,
            },
        }
    }

    pub(super) fn undetermined(why: &str) -> Self {
        Self {
            verdict: "undetermined",
            reason: Some(why.to_owned()),
        }
    }
}

/// Rewrites lines for answers that came with an error: none of them is clear.
pub(super) fn doubted(lines: &[u8]) -> Vec<u8> {
    let reason = serde_json::Value::from(Reason::BesideError.to_string());
    let doubt = format!("\"verdict\":\"undetermined\",\"reason\":{reason}");
    let mut all = Vec::with_capacity(lines.len());
    for line in lines.split_inclusive(|byte| *byte == b'\n') {
        // Quotes within text are escaped, and metadata values are never null, so only the line's own fields match.
        let line = replaced(
            line,
            b"\"verdict\":\"clear\",\"reason\":null",
            doubt.as_bytes(),
        );
        let results = memmem::find(&line, b",\"results\":[").unwrap_or(0);
        let end = memmem::find(&line[results..], b",\"contents\":").unwrap_or(0);
        let (before, rest) = line.split_at(results);
        let (words, contents) = rest.split_at(end);
        all.extend_from_slice(before);
        all.extend(replaced(words, b"\"clear\"", b"\"undetermined\""));
        all.extend_from_slice(contents);
    }
    all
}

fn replaced(text: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut made = Vec::with_capacity(text.len());
    let mut copied = 0;
    for at in memmem::find_iter(text, from) {
        made.extend_from_slice(&text[copied..at]);
        made.extend_from_slice(to);
        copied = at + from.len();
    }
    made.extend_from_slice(&text[copied..]);
    made
}
