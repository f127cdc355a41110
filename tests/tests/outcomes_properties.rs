//! What holds for the rows and the verdict of every job, however strange.
//!
//! The oracles below read the JSON itself and share nothing with the code that they judge.

mod wild;

use clavata_api_ext::api::GetJobResponse;
use clavata_api_ext::{Decision, Job, Level, OnUndetermined, Row, RowKind, Verdict};
use proptest::prelude::*;
use wild::Json;

fn decoded(job: &Json) -> Job {
    let answer = Json::object("job", job.clone()).to_string();
    let answer: GetJobResponse = clavata_api::decode(answer.as_bytes()).unwrap();
    answer.job.unwrap().into()
}

/// Rows as text: a threshold may be NaN, which equals nothing.
fn printed<'a>(rows: impl Iterator<Item = Row<'a>>) -> Vec<String> {
    rows.map(|row| serde_json::to_string(&row).unwrap())
        .collect()
}

/// The JSON of the outcome that decides for a node.
fn deciding(node: &Json) -> Option<&str> {
    let unset = [
        None,
        Some("\"\""),
        Some("0"),
        Some("\"OUTCOME_UNSPECIFIED\""),
    ];
    let reviewed = node
        .get("reviewResult")
        .and_then(|review| review.raw("outcome"));
    if unset.contains(&reviewed) {
        node.raw("result")
    } else {
        reviewed
    }
}

fn says_no(node: &Json) -> bool {
    matches!(
        deciding(node),
        Some("1" | "\"OUTCOME_FALSE\"" | "\"OUTCOME\\u005fFALSE\"")
    )
}

fn says_yes(node: &Json) -> bool {
    matches!(deciding(node), Some("2" | "\"OUTCOME_TRUE\""))
}

fn expected(result: &Json) -> &'static str {
    let Some(report) = result.get("report") else {
        return "undetermined";
    };
    let labels = report.list("sectionEvaluationReports");
    if says_yes(report) || labels.iter().any(says_yes) {
        "flagged"
    } else if says_no(report) && labels.iter().all(says_no) {
        "clear"
    } else {
        "undetermined"
    }
}

fn expected_of_job(job: &Json) -> &'static str {
    let results: Vec<_> = job.list("results").iter().map(expected).collect();
    let completed = matches!(job.raw("status"), Some("3" | "\"JOB_STATUS_COMPLETED\""));
    if results.contains(&"flagged") {
        "flagged"
    } else if completed
        && !results.is_empty()
        && results.len() >= job.list("contentData").len()
        && results.iter().all(|result| *result == "clear")
    {
        "clear"
    } else {
        "undetermined"
    }
}

/// How many rows a node and what is below it must yield.
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
    for (result, sent) in typed.results().zip(job.list("results")) {
        let verdict = result.verdict();
        prop_assert_eq!(verdict.as_str(), expected(sent), "{:?}", verdict);
        prop_assert_eq!(result.rows().count(), sent.get("report").map_or(0, nodes));
    }

    let allowed = verdict.decide(OnUndetermined::Block) == Decision::Allow;
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
    fn no_near_miss_is_clear(job in wild::nearly_clear_job()) {
        check(&job)?;
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
        for (result, sent) in typed.results().zip(job.list("results")) {
            let labels = sent.get("report").map_or(&[][..], |one| one.list("sectionEvaluationReports"));
            let matched: Vec<usize> = result.matches().map(|found| found.index).collect();
            let hit = |index: &usize| says_yes(&labels[*index]);
            prop_assert_eq!(matched, (0..labels.len()).filter(hit).collect::<Vec<_>>());
            prop_assert!(!result.actions().contains(&""));
        }
    }
}
