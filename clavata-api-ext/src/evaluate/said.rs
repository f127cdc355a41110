//! Describes the items of a stream as text, for property tests and fuzzing.

use std::sync::Arc;

use bytes::Bytes;
use clavata_api::json::Frames;

use super::evaluated::Evaluated;
use super::held::Held;
use super::items::{FRAME_LIMIT, Item, Items};
use crate::readers::Readers;

/// Describes a stream that arrives in chunks of this size, read by readers that may have seen its reports.
pub(crate) fn said(stream: &[u8], size: usize, readers: &Arc<Readers>) -> Vec<String> {
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
pub(crate) fn said_carefully(stream: &[u8]) -> Vec<String> {
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
        Item::Refused(status) => format!("refused: {status:?}"),
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
mod tests {
    use super::{Arc, Held, Item, Items};

    const ANSWER: &str = r#"{"result":{"policyEvaluationReport":{"result":2}}}"#;

    /// For each answer of the stream, whether it is kept rather than decoded.
    fn are_kept(stream: &str) -> Vec<bool> {
        let mut items = Items::new(u64::MAX, None, Arc::default());
        items.push(stream.to_owned().into()).unwrap();
        let items = std::iter::from_fn(|| items.next());
        items
            .filter_map(|item| match item {
                Item::Answer(answer) => Some(matches!(answer, Held::Kept(_))),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn answers_are_kept_in_any_layout_and_after_anything_else() {
        let odd = r#"{"result":{"jobUuid":"j"}}"#;
        for between in ["\n", "\r\n", "", ",", "\n\n"] {
            let stream =
                [ANSWER, odd, ANSWER, "{\"error\":{\"code\":3}}", ANSWER, ""].join(between);
            assert_eq!(are_kept(&stream), [true, false, true, true], "{between:?}");
        }
        let spread = ANSWER.replace(':', ":\n");
        assert_eq!(are_kept(&[&spread, ANSWER, &spread].join("\n")), [true; 3]);
    }
}
