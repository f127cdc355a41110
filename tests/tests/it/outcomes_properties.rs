//! Properties of the rows and the verdict of every job, however unusual.
//!
//! The oracles below read the JSON itself and share no code with what they test.

use std::collections::BTreeSet;

use crate::wild::{self, Json};
use clavata_api_ext::api::GetJobResponse;
use clavata_api_ext::{Decision, Job, Level, Row, RowKind, Verdict};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

fn decoded(job: &Json) -> Job {
    let answer = Json::object("job", job.clone()).to_string();
    let answer: GetJobResponse = clavata_api::decode(answer.as_bytes()).unwrap();
    answer.job.unwrap().into()
}

/// Rows as text, because a threshold may be NaN, which equals nothing.
fn printed<'a>(rows: impl Iterator<Item = Row<'a>>) -> Vec<String> {
    rows.map(|row| serde_json::to_string(&row).unwrap())
        .collect()
}

const UNSET: [Option<&str>; 4] = [
    None,
    Some("\"\""),
    Some("0"),
    Some("\"OUTCOME_UNSPECIFIED\""),
];
const FALSE: [&str; 3] = ["1", "\"OUTCOME_FALSE\"", "\"OUTCOME\\u005fFALSE\""];
const TRUE: [&str; 2] = ["2", "\"OUTCOME_TRUE\""];

/// The JSON of the outcome that decides a node.
fn deciding(node: &Json) -> Option<&str> {
    let review = node.get("reviewResult");
    let reviewed = review.and_then(|review| review.raw("outcome"));
    if UNSET.contains(&reviewed) {
        node.raw("result")
    } else {
        reviewed
    }
}

/// Whether the score of a review or of a rule shows that the evaluation failed.
fn has_failed(scored: &Json) -> bool {
    let number = scored.raw("score").unwrap_or("0").trim_matches('"');
    match number.strip_prefix('-') {
        Some(number) => number
            .bytes()
            .any(|byte| matches!(byte, b'1'..=b'9' | b'I')),
        None => number == "NaN" || number == "Infinity",
    }
}

fn says_no(node: &Json) -> bool {
    deciding(node).is_some_and(|said| FALSE.contains(&said))
        && !node.get("reviewResult").is_some_and(has_failed)
}

fn says_yes(node: &Json) -> bool {
    deciding(node).is_some_and(|said| TRUE.contains(&said))
}

fn is_sound(rule: &Json) -> bool {
    let said = rule.raw("result");
    let known = |said: &str| FALSE.contains(&said) || TRUE.contains(&said);
    (UNSET.contains(&said) || said.is_some_and(known)) && !has_failed(rule)
}

fn expected(result: &Json) -> &'static str {
    let Some(report) = result.get("report") else {
        return "undetermined";
    };
    let labels = report.list("sectionEvaluationReports");
    let mut rules = labels
        .iter()
        .flat_map(|label| label.list("assertionEvaluationReports"));
    if says_yes(report) || labels.iter().any(says_yes) {
        "flagged"
    } else if says_no(report) && labels.iter().all(says_no) && rules.all(is_sound) {
        "clear"
    } else {
        "undetermined"
    }
}

/// The text of a member that is set.
fn text<'a>(node: Option<&'a Json>, key: &str) -> Option<&'a str> {
    node?.raw(key).filter(|text| *text != "\"\"")
}

fn has_all_evidence(job: &Json) -> bool {
    let Some(id) = text(Some(job), "jobUuid") else {
        return false;
    };
    let (results, content) = (job.list("results"), job.list("contentData"));
    let own = |result: &Json| text(Some(result), "jobUuid").is_none_or(|named| named == id);
    let hashes = |hashes: Vec<Option<&str>>| {
        let empty = hashes.iter().filter(|hash| hash.is_none()).count();
        let different: BTreeSet<_> = hashes.into_iter().flatten().collect();
        (different.len(), empty)
    };
    let asked = content.iter().map(|one| text(Some(one), "contentHash"));
    let (asked, unnamed) = hashes(asked.collect());
    let answered = results
        .iter()
        .map(|one| text(one.get("report"), "contentHash"));
    let (answered, _) = hashes(answered.collect());
    !results.is_empty()
        && results.len() >= content.len()
        && results.iter().all(own)
        && answered.max(1) >= asked + unnamed
}

fn expected_of_job(job: &Json) -> &'static str {
    let results: Vec<_> = job.list("results").iter().map(expected).collect();
    let completed = matches!(job.raw("status"), Some("3" | "\"JOB_STATUS_COMPLETED\""));
    if results.contains(&"flagged") {
        "flagged"
    } else if completed && has_all_evidence(job) && results.iter().all(|result| *result == "clear")
    {
        "clear"
    } else {
        "undetermined"
    }
}

/// The number of rows that a node and its children must yield.
fn nodes(node: &Json) -> usize {
    let labels = node.list("sectionEvaluationReports").iter().map(nodes);
    let rules = node.list("assertionEvaluationReports").len();
    let exception = node.get("exceptionEvaluationReport").map_or(0, nodes);
    1 + labels.sum::<usize>() + rules + exception
}

fn nodes_of_job(job: &Json) -> usize {
    let reports = job.list("results").iter();
    reports
        .filter_map(|result| result.get("report"))
        .map(nodes)
        .sum()
}

fn check(job: &Json) -> Result<(), TestCaseError> {
    let typed = decoded(job);
    prop_assert_eq!(typed.rows().count(), nodes_of_job(job));

    let verdict = typed.verdict();
    prop_assert_eq!(verdict.as_str(), expected_of_job(job), "{:?}", verdict);
    for (result, sent) in typed.content_results().zip(job.list("results")) {
        let verdict = result.verdict();
        prop_assert_eq!(verdict.as_str(), expected(sent), "{:?}", verdict);
        prop_assert_eq!(result.rows().count(), sent.get("report").map_or(0, nodes));
    }

    // A strict verdict only withdraws clear.
    let strict = typed.strict_verdict().as_str();
    let less = verdict == Verdict::Clear && strict == "undetermined";
    prop_assert!(
        strict == verdict.as_str() || less,
        "{}: {}",
        strict,
        verdict
    );
    let allowed = verdict.decide_or(Decision::Block) == Decision::Allow;
    prop_assert_eq!(allowed, verdict == Verdict::Clear);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_wild_job_is_clear_or_flagged_without_cause_and_none_loses_a_row(job in wild::job()) {
        check(&job)?;
    }

    #[test]
    fn no_near_miss_is_clear(jobs in proptest::collection::vec(wild::nearly_clear_job(), 20)) {
        for job in jobs {
            check(&job)?;
        }
    }

    #[test]
    fn a_level_leaves_out_what_is_deeper_and_nothing_else(job in wild::job()) {
        let job = decoded(&job);
        let depth = |kind| match kind {
            RowKind::Policy => 0,
            RowKind::Label => 1,
            RowKind::Rule => 2,
            _ => 3,
        };
        let levels = [Level::Policy, Level::Label, Level::Rule, Level::All];
        for (deepest, level) in levels.into_iter().enumerate() {
            let kept = job.rows().filter(|row| depth(row.kind) <= deepest);
            prop_assert_eq!(printed(job.rows().level(level)), printed(kept));
        }
    }

    #[test]
    fn matches_are_the_true_labels_in_order(job in wild::job()) {
        let typed = decoded(&job);
        for (result, sent) in typed.content_results().zip(job.list("results")) {
            let labels = sent.get("report").map_or(&[][..], |one| one.list("sectionEvaluationReports"));
            let matched: Vec<usize> = result.matches().map(|found| found.index).collect();
            let hit = |index: &usize| says_yes(&labels[*index]);
            prop_assert_eq!(matched, (0..labels.len()).filter(hit).collect::<Vec<_>>());
            prop_assert!(!result.actions().contains(&""));
        }
    }
}

#[test]
fn near_misses_miss_in_every_way() {
    let mut runner = TestRunner::deterministic();
    let verdicts: Vec<String> = (0..3_000)
        .map(|_| {
            let job = wild::nearly_clear_job().new_tree(&mut runner);
            decoded(&job.unwrap().current()).verdict().to_string()
        })
        .collect();
    for way in [
        "clear",
        "flagged",
        "has no id",
        "has no status",
        "belongs to another job",
        "different pieces of content",
        "the policy: the score says",
        "label \"\": the score says",
        "label \"\", rule 0: the score says",
        "label \"\", rule 0: the evaluation failed",
        "label \"\", rule 0: unknown outcome",
    ] {
        let times = verdicts
            .iter()
            .filter(|verdict| verdict.contains(way))
            .count();
        assert!(times > 0, "{way}");
    }
}
