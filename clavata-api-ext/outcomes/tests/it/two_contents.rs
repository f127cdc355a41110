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
            assert!(
                error.to_string().contains("two pieces of content"),
                "{error}"
            );
            for_each_row(line.as_bytes(), Level::All, |_| {}).unwrap_err();
            Flattener::new(Level::All)
                .keep(line.into_bytes())
                .unwrap_err();
        }
    }
}

/// In any order, and whoever adds them: a doubt that is there stays, so the result is never clear.
#[test]
fn no_doubt_removes_another() {
    let yours = Doubt::BesideError;
    for (beside, own) in [("md5::b", Some(&Doubt::TwoContents)), ("md5::a", None)] {
        let line = evaluation(beside, "md5::a", "FALSE");
        let answer: EvaluateResponse = serde_json::from_str(&line).unwrap();
        for added in 0..3_u32.pow(3) {
            let mut result = ContentResult::of_evaluation(0, &answer);
            let mut first = own;
            for place in 0..3 {
                let doubt = match added / 3_u32.pow(place) % 3 {
                    0 => None,
                    1 => Some(&yours),
                    _ => Some(&Doubt::NoReport),
                };
                first = first.or(doubt);
                result = result.doubted(doubt);
            }
            assert_eq!(result.doubt(), first, "{added}");
            assert_eq!(result.verdict() == Verdict::Clear, first.is_none());
        }
    }
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
