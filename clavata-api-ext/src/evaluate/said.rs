//! A property of any stream, for tests and fuzzing. The properties that need no private parts are in
//! `tests/tests/it/any_bytes/`.

use std::sync::Arc;

use bytes::Bytes;
use clavata_api::json::Frames;

use super::evaluated::Evaluated;
use super::held::Held;
use super::items::{FRAME_LIMIT, Item, Items};
use crate::readers::Readers;

/// Checks that a stream yields the same items as the careful reader finds, however it is cut into
/// chunks, including answers that are kept as bytes and rows.
///
/// # Panics
///
/// If it does not.
pub fn streamed(stream: &[u8]) {
    // Compressed data is not tested here.
    if stream.first() == Some(&0x1f) {
        return;
    }
    let expected = said_carefully(stream);
    let readers = Arc::<Readers>::default();
    for size in [1, 7, 64, stream.len()] {
        assert_eq!(
            said(stream, size, &readers),
            expected,
            "in chunks of {size}"
        );
    }
}

/// Describes a stream that arrives in chunks of this size, read by readers that may have seen its reports.
fn said(stream: &[u8], size: usize, readers: &Arc<Readers>) -> Vec<String> {
    let mut items = Items::new(u64::MAX, None, readers.clone());
    let mut said = Vec::new();
    for chunk in stream.chunks(size.max(1)) {
        let chunk = Bytes::copy_from_slice(chunk);
        items.push(chunk).expect("it is not compressed");
        said.extend(std::iter::from_fn(|| items.next()).map(line));
    }
    items.may_end();
    said.extend(std::iter::from_fn(|| items.finish()).map(line));
    said
}

/// Describes a stream, read only by the careful reader.
fn said_carefully(stream: &[u8]) -> Vec<String> {
    let mut frames = Frames::new(FRAME_LIMIT);
    frames.push(stream);
    let mut items = Items::new(u64::MAX, None, Arc::default());
    while let Some(frame) = frames.finish() {
        items.read_carefully(&frame.bytes);
    }
    std::iter::from_fn(|| items.finish()).map(line).collect()
}

fn line(item: Item) -> String {
    match item {
        Item::Answer(answer) => answer_line(answer),
        Item::Doubted(answer) => format!("doubted: {}", answer_line(answer)),
        Item::Refused(status, _) => format!("refused: {status:?}"),
        Item::Error(status) => format!("error: {status:?}"),
        Item::Unreadable(error) => format!("unreadable: {error}"),
    }
}

fn answer_line(answer: Held) -> String {
    let answer = Evaluated::of(answer);
    let result = answer.result_at(3);
    let rows: Vec<String> = result.rows().map(|row| format!("{row:?}")).collect();
    let shown = serde_json::to_string(&result.rows().collect::<Vec<_>>());
    let facts = (
        (answer.mark(), answer.job_uuid()),
        (result.content_hash(), result.metadata().len()),
        (result.verdict(), result.strict_verdict(), answer.usage()),
        (rows, shown.expect("rows can be written")),
    );
    // Last, because it decodes the bytes.
    let (facts, own) = (format!("{facts:?}"), Evaluated::clone(&answer).into_inner());
    assert_eq!(answer.answer(), &own);
    format!("{facts} {own:?}")
}

#[cfg(test)]
mod tests;
