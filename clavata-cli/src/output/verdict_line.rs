//! What a line of the format `verdict` consists of.

use std::io;

use clavata_api_ext::{Id, Metadata, Verdict};
use serde::Serialize;

/// Adds the fields of an object to another.
pub(super) fn join(object: &mut Vec<u8>, more: &impl Serialize) -> io::Result<()> {
    object.pop();
    let brace = object.len();
    serde_json::to_writer(&mut *object, more)?;
    object[brace] = b',';
    Ok(())
}

/// What all lines have.
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

/// A line that is not about a whole job. It has the keys all the same, by which readers of answers know it.
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

/// `None` if the line is not about one piece of content.
#[derive(Serialize)]
pub(super) struct OfContent<'a> {
    pub(super) result_index: Option<usize>,
    pub(super) content_hash: Option<&'a str>,
    pub(super) content_metadata: Option<Metadata<'a>>,
}

impl OfContent<'_> {
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
    /// Why it is undetermined.
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
