//! Requests and answers that the tests of the evaluate stream share.

use clavata_api_ext::{Content, Error, Evaluated, Evaluation};
use uuid::Uuid;

pub(crate) use clavata_api_ext::test_util::client;

pub(crate) const POLICY: Uuid = Uuid::from_u128(0x1111_1111_1111_4111_8111_1111_1111_1111);

pub(crate) fn contents(count: usize) -> Vec<Content> {
    (0..count)
        .map(|n| Content::text(format!("text {n}")).with_metadata("id", format!("{n}")))
        .collect()
}

/// A frame that answers `input`. Its strings contain characters that would confuse a careless framer.
pub(crate) fn frame(input: usize) -> String {
    format!(
        r#"{{"result":{{"jobUuid":"44444444-4444-4444-8444-444444444444","contentHash":"h{input}","policyEvaluationReport":{{"policyKey":"a}}\"{{\n é 🦀 \\","result":"OUTCOME_FALSE","contentMetadata":{{"id":"{input}","clavata.input":"{input}"}},"contentHash":"h{input}"}}}}}}"#
    )
}

/// Answers to `input` that do not count: from another policy, and without a mark.
pub(crate) fn uncounted(input: usize) -> [String; 2] {
    let policy = r#""policyId":"99999999-9999-4999-8999-999999999999","policyKey""#;
    let mark = format!(r#","clavata.input":"{input}""#);
    [
        frame(input).replace(r#""policyKey""#, policy),
        frame(input).replace(&mark, ""),
    ]
}

pub(crate) async fn drain(evaluation: &mut Evaluation) -> (Vec<Evaluated>, Option<Error>) {
    let mut answers = Vec::new();
    loop {
        match evaluation.next().await {
            Ok(Some(answer)) => answers.push(answer),
            Ok(None) => return (answers, None),
            Err(error) => return (answers, Some(error)),
        }
    }
}
