//! An answer whose two hashes belong to different contents is never clear, in any reader.

use clavata_outcomes::api::EvaluateResponse;
use clavata_outcomes::flatten::{FlattenError, Flattener, Found, for_each_row};
use clavata_outcomes::{ContentResult, Doubt, Level, Verdict};

fn evaluation(beside: &str, reported: &str, outcome: &str) -> String {
    format!(
        r#"{{"contentHash": "{beside}", "policyEvaluationReport":
            {{"contentHash": "{reported}", "result": "OUTCOME_{outcome}"}}}}"#
    )
}

fn decoded(beside: &str, reported: &str, outcome: &str) -> Verdict {
    let answer: EvaluateResponse =
        serde_json::from_str(&evaluation(beside, reported, outcome)).unwrap();
    ContentResult::of_evaluation(0, &answer).verdict()
}

fn flattened(line: &str) -> Result<Verdict, FlattenError> {
    let mut verdicts = Vec::new();
    Flattener::new(Level::All).flatten(line.as_bytes(), |found| {
        if let Found::Evaluation { verdict, .. } = found {
            verdicts.push(verdict);
        }
        Ok::<_, FlattenError>(())
    })?;
    Ok(verdicts.pop().unwrap())
}

#[test]
fn two_hashes_of_one_algorithm_that_differ_are_in_doubt() {
    for (beside, reported) in [("md5::a", "md5::b"), ("md5::a", "md5::"), ("x::", "x::a")] {
        let verdict = decoded(beside, reported, "FALSE");
        let Verdict::Undetermined(reason) = verdict else {
            panic!("{beside} {reported}: {verdict:?}");
        };
        assert_eq!(reason.as_str(), Doubt::TwoContents.as_str());
        assert_eq!(decoded(beside, reported, "TRUE"), Verdict::Flagged);
        for outcome in ["FALSE", "TRUE"] {
            let line = format!(r#"{{"result": {}}}"#, evaluation(beside, reported, outcome));
            let error = flattened(&line).unwrap_err();
            assert!(error.to_string().contains("two contents"), "{error}");
            for_each_row(line.as_bytes(), Level::All, |_| {}).unwrap_err();
            Flattener::new(Level::All)
                .keep(line.into_bytes())
                .unwrap_err();
        }
    }
}

#[test]
fn only_your_own_doubt_can_be_removed() {
    let line = evaluation("md5::a", "md5::b", "FALSE");
    let answer: EvaluateResponse = serde_json::from_str(&line).unwrap();
    let result = ContentResult::of_evaluation(0, &answer);
    let own = Doubt::BesideError;
    let doubted = result.doubted(Some(&own));
    assert_eq!(doubted.doubt(), Some(&own));
    assert_eq!(result.doubted(None).doubt(), Some(&Doubt::TwoContents));
    assert_ne!(result.doubted(None).verdict(), Verdict::Clear);
}

#[test]
fn hashes_that_prove_nothing_leave_a_verdict_alone() {
    for (beside, reported) in [
        ("md5::a", "md5::a"),
        ("md5::a", "sha1::b"),
        ("a", "b"),
        ("", "md5::a"),
        ("md5::a", ""),
        ("md5::a", r"m\u0064\u0035::a"),
    ] {
        assert_eq!(decoded(beside, reported, "FALSE"), Verdict::Clear);
        let line = format!(r#"{{"result": {}}}"#, evaluation(beside, reported, "FALSE"));
        assert_eq!(flattened(&line).unwrap(), Verdict::Clear, "{line}");
        assert!(Flattener::new(Level::All).keep(line.into_bytes()).is_ok());
    }
}
