//! Verdicts, decisions and reasons have one word each, which is the same in JSON.

use clavata_outcomes::api::Outcome;
use clavata_outcomes::{Decision, Doubt, Place, Reason, Verdict};
use serde_json::{json, to_value};

#[test]
fn a_verdict_is_written_as_its_word() {
    let undetermined = Verdict::Undetermined(Reason::NoResults);
    for verdict in [Verdict::Clear, Verdict::Flagged, undetermined] {
        assert_eq!(to_value(&verdict).unwrap(), json!(verdict.as_str()));
        assert!(verdict.to_string().starts_with(verdict.as_str()));
    }
}

#[test]
fn a_decision_is_written_as_its_word() {
    for (decision, word) in [
        (Decision::Block, "block"),
        (Decision::Allow, "allow"),
        (Decision::Review, "review"),
    ] {
        assert_eq!(decision.as_str(), word);
        assert_eq!(format!("{decision:>7}"), format!("{word:>7}"));
        assert_eq!(to_value(decision).unwrap(), json!(word));
    }
}

#[test]
fn a_reason_is_written_in_its_words_and_named_without_content() {
    let error = "hush-hush".to_owned();
    let doubt = Doubt::NotEvaluated { error };
    assert_eq!(to_value(&doubt).unwrap(), json!(doubt.to_string()));
    let reason = Reason::Result { index: 2, doubt };
    let text = "result 2: not evaluated: hush-hush";
    assert_eq!(to_value(&reason).unwrap(), json!(text));
    assert_eq!(reason.as_str(), "not_evaluated");
}

#[test]
fn a_doubt_names_an_unknown_outcome_as_it_was_received() {
    for sent in ["TRUE", "False", "match", "OUTCOME_NEWER", "99"] {
        let doubt = Doubt::Outcome {
            at: Place::Policy,
            outcome: Outcome::Unknown(sent.to_owned()),
        };
        assert_eq!(
            doubt.to_string(),
            format!("the policy: unknown outcome {sent}")
        );
    }
}
