//! The one rule that finds refusals of content in any data.
//!
//! A refusal is recognized by the type of a detail (`…PrecheckFailure`), by the name of its reason
//! (`PRECHECK_FAILURE_TYPE_…`), or by its match confidence, which nothing else has; never by a
//! code. A match with known child abuse material carries a legal duty, so it must be found wherever
//! it is: in a detail inside another one, in a response that broke off or is not JSON at all,
//! spelled with escapes, in UTF-16, in upper or lower case.

mod details;
mod search;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;

use serde_json::Value;

use crate::budget;
use crate::refusal_names::{names_refusal, places, resolved};
use crate::types::Status;
use search::{Search, Unread};

pub(crate) use details::whole_detail;
pub use details::{Evidence, evidence_in, refusals_in};

/// Finds refusals in arbitrary bytes, and returns them as the details of an error.
///
/// Every detail that can be read is returned. After them come raw details: the text around the places that name such a
/// refusal and cannot be read, about 1 MiB in all, and then that around other words for known child abuse material, about
/// 1 MiB as well. It takes time in proportion to the bytes, and memory of at most 16 times their size.
pub fn salvage(bytes: &[u8]) -> Option<Status> {
    let text = plain(bytes);
    let text = resolved(&text);
    if !names_refusal(&text) {
        return None;
    }
    let mut search = Search::new(&text);
    let mut unread = Unread::default();
    let (mut read, mut details) = (Vec::<Range<usize>>::new(), Vec::new());
    budget::within(text.len(), || {
        for at in places(text.as_bytes()) {
            if read.last().is_some_and(|read| at < read.end) {
                continue;
            }
            match search.detail_around(at) {
                Some((detail, range)) => {
                    read.push(range);
                    details.push(detail);
                }
                None => unread.add(at, text.len()),
            }
        }
    });
    unread.add_abuse(&text, &read);
    details.extend(
        unread
            .texts(&text)
            .map(|text| Value::String(text.to_owned())),
    );
    Some(Status {
        details,
        ..Status::default()
    })
}

/// Bytes as text, whatever they are. UTF-16 becomes ASCII by dropping its zero bytes.
fn plain(bytes: &[u8]) -> Cow<'_, str> {
    if memchr::memchr(0, bytes).is_some() {
        let rest: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
        return Cow::Owned(String::from_utf8_lossy(&rest).into_owned());
    }
    // Most input is valid UTF-8, for which this check is faster.
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}
