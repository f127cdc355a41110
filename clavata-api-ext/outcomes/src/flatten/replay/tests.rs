//! Which reports are read by a pattern, and which are learned. The result does not depend on it: see
//! `tests/tests/it/replay_properties.rs`.

use clavata_api::json::Cursor;

use super::{LONGEST_PAUSE, MOST, Reports};
use crate::Level;

const LEVELS: [Level; 4] = [Level::Policy, Level::Label, Level::Rule, Level::All];

/// A report with one label: its policy, the text of its rule, and a number that differs each time.
fn report(policy: &str, text: &str, number: usize) -> String {
    let outcome = ["FALSE", "TRUE", "FAILED", "UNSPECIFIED", "NEW"][number % 5];
    format!(
        r#"{{"policyId":"{policy}", "result":"OUTCOME_FALSE", "sectionEvaluationReports":[{{"name":"A",
        "assertionEvaluationReports":[{{"result":"OUTCOME_{outcome}", "message":"{text}", "score":0.{number}}}],
        "exceptionEvaluationReport":{{"result":"OUTCOME_{outcome}", "assertionEvaluationReports":[{{"score":-1}}]}},
        "reviewResult":{{"outcome":"OUTCOME_{outcome}", "score":0.{number}}}}}],
        "contentHash":"h{number}", "contentMetadata":{{"id":"{number}", "escaped":"\n{number}"}},
        "labelMatches":{{"a":0.{number}}}, "tokenUsage":{{"inputTokens":{number}, "multiplier":0.5}}}}"#
    )
}

/// Reads a report, and returns whether a pattern did it.
fn read(reports: &mut Reports, text: &str, level: Level) -> bool {
    assert!(
        reports.read(&mut Cursor::new(text), level).unwrap(),
        "{text}"
    );
    reports.is_replayed
}

#[test]
fn reports_that_differ_in_their_values_are_read_by_one_pattern() {
    for level in LEVELS {
        let mut reports = Reports::default();
        for number in 0..20 {
            let is_replayed = read(&mut reports, &report("p", "dogs", number), level);
            assert_eq!(is_replayed, number > 0, "{number} at {level:?}");
        }
        assert_eq!(reports.kept.len(), 1);
    }
}

#[test]
fn a_text_that_differs_is_a_hole_from_then_on() {
    let mut reports = Reports::default();
    for number in 0..20 {
        let text = report("p", &format!("dogs {number} \\\"{number}\\\""), number);
        assert_eq!(read(&mut reports, &text, Level::All), number > 0);
        let message = reports.current().nodes[1].message;
        let message = message.of(&text, &reports.current().unescaped);
        assert_eq!(message, format!("dogs {number} \"{number}\""));
    }
    assert_eq!(reports.kept.len(), 1);
}

#[test]
fn policies_in_turn_have_a_pattern_each() {
    let mut reports = Reports::default();
    for number in 0..100 {
        let policy = format!("p{}", number % MOST);
        let is_replayed = read(&mut reports, &report(&policy, "dogs", number), Level::All);
        assert_eq!(is_replayed, number >= MOST, "{number}");
    }
}

#[test]
fn what_never_comes_again_is_learned_ever_less_often() {
    let mut reports = Reports::default();
    let mut learned = 0;
    for number in 0..10_000 {
        assert!(!read(
            &mut reports,
            &report(&number.to_string(), "dogs", number),
            Level::All
        ));
        learned += usize::from(reports.careful.learned.is_on);
        assert!(reports.kept.len() <= MOST);
    }
    assert!((MOST..MOST + 30).contains(&learned), "{learned}");
    assert_eq!(reports.pause, LONGEST_PAUSE);
    // When the reports become similar, this is noticed.
    let mut careful = 0;
    while !read(&mut reports, &report("p", "dogs", careful), Level::All) {
        careful += 1;
    }
    assert!(careful <= LONGEST_PAUSE + 1, "{careful}");
}

#[test]
fn what_is_unfit_as_a_pattern_is_not_learned() {
    let long = "x".repeat(1 << 16);
    let metadata = |members: &str| format!("{{\"contentMetadata\":{{{members}}}}}");
    for unfit in [
        // Too long for a pattern, or with too many nodes.
        report("p", &long, 1),
        format!(
            "{{\"sectionEvaluationReports\":[null{}]}}",
            ",null".repeat(4096)
        ),
        // One value for two holes, and keys whose places do not differ.
        metadata(r#""a":"1","a":"2""#),
        metadata(r#""":"1","a":"2""#),
        // Must be checked in each answer.
        r#"{"error":{"code":8}}"#.to_owned(),
        // Nodes in another order than their bytes.
        r#"{"exceptionEvaluationReport":{},"sectionEvaluationReports":[{}]}"#.to_owned(),
    ] {
        let mut reports = Reports::default();
        for _ in 0..3 {
            assert!(!read(&mut reports, &unfit, Level::All), "{unfit:.100}");
        }
        assert!(reports.kept.is_empty());
    }
}

#[test]
fn a_text_that_differed_in_another_report_is_that_of_the_next_one() {
    let report = |key: &str, last: &str| {
        format!(
            r#"{{"policyId":"p","policyKey":"{key}","threshold":0.5,"{last}":null,"contentHash":"h"}}"#
        )
    };
    let mut reports = Reports::default();
    for (key, last, is_replayed) in [
        ("spam", "labelMatches", false),
        // It begins like the first one, with another text, and continues differently.
        ("hate speech", "tokenUsage", false),
        ("spam", "labelMatches", true),
        ("fraud", "tokenUsage", true),
        ("spam", "labelMatches", true),
    ] {
        let text = report(key, last);
        assert_eq!(read(&mut reports, &text, Level::All), is_replayed, "{text}");
        let current = reports.current();
        let read = current.header.policy_key.of(&text, &current.unescaped);
        assert_eq!(read, key, "{text}");
    }
}
