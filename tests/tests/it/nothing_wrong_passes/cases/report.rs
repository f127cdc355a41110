//! Reports, and what is wrong with them.

use super::json::{Json, object, vital};

/// Why an answer is not clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wrong {
    /// Nothing: it is clear.
    Nothing,
    // Flagged.
    PolicyAndLabelTrue,
    PolicyTrue,
    LabelTrue,
    LegacyTrue,
    TrueThatFailed,
    // A report that does not judge.
    PolicyFailed,
    LabelFailed,
    RuleFailed,
    RuleUnknown,
    PolicyScoreFailed,
    LabelScoreFailed,
    RuleScoreFailed,
    ScoreNotANumber,
    ScoreInfinite,
    LegacyScoreFailed,
    OutcomeUnknown,
    NoOutcome,
    NoReport,
    // A job that is not complete.
    Running,
    JobFailed,
    ResultMissing,
    NoResults,
    ResultOfAnotherJob,
    ResultTwice,
    NoId,
    // A label that was not evaluated.
    LabelError,
    // The gateway refused the content.
    Refused,
}

pub(crate) const FLAGGED: [Wrong; 5] = [
    Wrong::PolicyAndLabelTrue,
    Wrong::PolicyTrue,
    Wrong::LabelTrue,
    Wrong::LegacyTrue,
    Wrong::TrueThatFailed,
];

pub(crate) const REPORT_FAILED: [Wrong; 13] = [
    Wrong::PolicyFailed,
    Wrong::LabelFailed,
    Wrong::RuleFailed,
    Wrong::RuleUnknown,
    Wrong::PolicyScoreFailed,
    Wrong::LabelScoreFailed,
    Wrong::RuleScoreFailed,
    Wrong::ScoreNotANumber,
    Wrong::ScoreInfinite,
    Wrong::LegacyScoreFailed,
    Wrong::OutcomeUnknown,
    Wrong::NoOutcome,
    Wrong::NoReport,
];

pub(crate) const JOB_FAILED: [Wrong; 7] = [
    Wrong::Running,
    Wrong::JobFailed,
    Wrong::ResultMissing,
    Wrong::NoResults,
    Wrong::ResultOfAnotherJob,
    Wrong::ResultTwice,
    Wrong::NoId,
];

const UNSPECIFIED: Json = Json::Enum("OUTCOME_UNSPECIFIED", 0);
const FALSE: Json = Json::Enum("OUTCOME_FALSE", 1);
const TRUE: Json = Json::Enum("OUTCOME_TRUE", 2);
const FAILED: Json = Json::Enum("OUTCOME_FAILED", 3);
const UNKNOWN: Json = Json::Enum("OUTCOME_MAYBE", 99);

fn review(outcome: Json, score: Json) -> Json {
    object([("outcome", outcome), ("score", score)])
}

/// A label, with the key of its vital part.
fn label(wrong: Wrong) -> Json {
    let no = || review(FALSE, Json::Number("0.1"));
    let outcome = |outcome| vital(review(outcome, Json::Number("0.9")), &["outcome"]);
    let score = |score| vital(review(FALSE, score), &["score"]);
    let review = match wrong {
        Wrong::LabelTrue => outcome(TRUE),
        Wrong::PolicyAndLabelTrue => review(TRUE, Json::Number("0.9")),
        Wrong::LabelFailed => outcome(FAILED),
        Wrong::LabelScoreFailed => score(Json::Number("-1")),
        Wrong::ScoreNotANumber => score(Json::text("NaN")),
        _ => no(),
    };
    let rule = match wrong {
        Wrong::RuleFailed => vital(rule(FAILED, "0.1"), &["result"]),
        Wrong::RuleUnknown => vital(rule(UNKNOWN, "0.1"), &["result"]),
        Wrong::RuleScoreFailed => vital(rule(FALSE, "-1"), &["score"]),
        _ => rule(FALSE, "0.1"),
    };
    let label = object([
        ("name", Json::text("Spam é😀")),
        ("message", Json::text("")),
        ("reviewResult", review),
        (
            "assertionEvaluationReports",
            Json::List(vec![self::rule(FALSE, "0.2"), rule]),
        ),
    ]);
    match wrong {
        Wrong::LabelTrue | Wrong::LabelFailed => vital(label, &["reviewResult"]),
        Wrong::RuleFailed | Wrong::RuleUnknown | Wrong::RuleScoreFailed => {
            vital(label, &["assertionEvaluationReports"])
        }
        _ => label,
    }
}

fn rule(result: Json, score: &'static str) -> Json {
    object([
        ("message", Json::text("a rule")),
        ("result", result),
        ("score", Json::Number(score)),
    ])
}

/// A report of a policy.
pub(crate) fn report(wrong: Wrong, hash: &str) -> Json {
    let no = || review(FALSE, Json::Number("0.1"));
    let outcome = |outcome, score| vital(review(outcome, Json::Number(score)), &["outcome"]);
    let score = |outcome, score| vital(review(outcome, score), &["score"]);
    let review = match wrong {
        Wrong::PolicyAndLabelTrue => review(TRUE, Json::Number("0.9")),
        Wrong::PolicyTrue => outcome(TRUE, "0.9"),
        Wrong::TrueThatFailed => outcome(TRUE, "-1"),
        Wrong::PolicyFailed => outcome(FAILED, "0"),
        Wrong::OutcomeUnknown => outcome(UNKNOWN, "0"),
        Wrong::LegacyTrue | Wrong::NoOutcome => outcome(UNSPECIFIED, "0"),
        Wrong::PolicyScoreFailed => score(FALSE, Json::Number("-1")),
        Wrong::LegacyScoreFailed => score(UNSPECIFIED, Json::Number("-1")),
        Wrong::ScoreInfinite => score(FALSE, Json::text("Infinity")),
        _ => no(),
    };
    let labels = Json::List(vec![label(Wrong::Nothing), label(wrong)]);
    let mut report = object([
        (
            "policyId",
            Json::text("11111111-1111-4111-8111-111111111111"),
        ),
        ("policyKey", Json::text("Toxicity ünïcode")),
        ("contentHash", Json::text(hash)),
        (
            "contentMetadata",
            object([("id", Json::text("a1")), ("title", Json::text("a title"))]),
        ),
        ("threshold", Json::Number("0.5")),
        ("reviewResult", review),
        ("sectionEvaluationReports", labels),
    ]);
    let legacy = match wrong {
        Wrong::LegacyTrue => Some(TRUE),
        Wrong::LegacyScoreFailed => Some(FALSE),
        _ => None,
    };
    if let Some(legacy) = legacy {
        report
            .members()
            .append(object([("result", legacy)]).members());
    }
    match wrong {
        Wrong::LegacyTrue => vital(report, &["result"]),
        Wrong::LabelTrue
        | Wrong::LabelFailed
        | Wrong::LabelScoreFailed
        | Wrong::ScoreNotANumber
        | Wrong::RuleFailed
        | Wrong::RuleUnknown
        | Wrong::RuleScoreFailed => vital(report, &["sectionEvaluationReports"]),
        Wrong::LegacyScoreFailed => vital(report, &["reviewResult"]),
        Wrong::ResultTwice => vital(report, &["contentHash"]),
        _ => report,
    }
}
