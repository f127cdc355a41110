//! `clavata evaluate`: each verdict belongs to its input, and the summary adds up.

use std::collections::BTreeMap;

use crate::support::{self, POLICY, Ran, json_lines, online, run};
use mock_gateway::{Answer, MockGateway, Operation};
use serde_json::{Value, json};

fn answer(mark: Option<&str>, outcome: &str, policy: &str) -> String {
    let mut metadata = json!({"id": "x"});
    if let Some(mark) = mark {
        metadata["clavata.input"] = Value::from(mark);
    }
    let report = json!({"policyId": policy, "contentMetadata": metadata,
        "reviewResult": {"outcome": outcome, "score": 0.5}});
    json!({"result": {"policyEvaluationReport": report}}).to_string()
}

const CLEAR: &str = "OUTCOME_FALSE";
const FLAGGED: &str = "OUTCOME_TRUE";

fn own(input: usize, outcome: &str) -> String {
    answer(Some(&input.to_string()), outcome, POLICY)
}

async fn judged(format: &str, inputs: usize, lines: &[String]) -> Ran {
    judged_with(&[], format, inputs, lines).await
}

async fn judged_with(more: &[&str], format: &str, inputs: usize, lines: &[String]) -> Ran {
    let gateway = MockGateway::start().await;
    gateway.answer(Operation::Evaluate, Answer::json(200, lines.join("\n")));
    let texts: Vec<String> = (0..inputs).map(|input| format!("text {input}")).collect();
    let mut arguments = vec![
        "evaluate",
        "--policy",
        POLICY,
        "--format",
        format,
        "--exit-verdict",
    ];
    arguments.extend(more);
    for text in &texts {
        arguments.extend(["--text", text]);
    }
    let ran = run(online(&gateway, &arguments)).await;
    gateway.finish().await;
    ran
}

/// The last verdict that is printed for each input.
fn last(ran: &Ran) -> BTreeMap<u64, String> {
    let lines = json_lines(&ran.out);
    lines
        .iter()
        .map(|line| {
            let verdict = line["verdict"].as_str().unwrap().to_owned();
            (line["input"].as_u64().unwrap(), verdict)
        })
        .collect()
}

/// The four numbers of the summary.
fn summary(ran: &Ran) -> [usize; 4] {
    let line = ran.err.lines().find(|line| line.contains(" answered, "));
    let line = line.unwrap_or_else(|| panic!("no summary in {}", ran.err));
    let numbers = line.split(|c: char| !c.is_ascii_digit());
    let numbers: Vec<usize> = numbers.filter_map(|number| number.parse().ok()).collect();
    numbers.try_into().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn verdicts_come_in_the_order_of_the_inputs_whatever_that_of_the_answers() {
    let lines = [own(2, CLEAR), own(0, FLAGGED), own(1, CLEAR)];
    let ran = judged("verdict", 3, &lines).await;
    assert_eq!(
        support::verdicts(&ran.out),
        "{\"input\":0,\"verdict\":\"flagged\"}\n{\"input\":1,\"verdict\":\"clear\"}\n{\"input\":2,\"verdict\":\"clear\"}\n"
    );
    assert_eq!(ran.code, Some(20));
    for format in ["jsonl", "csv", "json", "table"] {
        let ran = judged(format, 3, &lines).await;
        let flagged = ["TRUE", "OUTCOME_TRUE", ",match,"].map(|word| ran.out.find(word));
        let at = flagged.into_iter().flatten().min().unwrap();
        let first = match format {
            "jsonl" => "\"result_index\":0",
            "csv" => ",0,",
            "json" => "\"input\":0",
            _ => "result 0",
        };
        let line = ran.out[..at].rfind(first).expect(format);
        let next = ran.out[line..at].contains(&first.replace('0', "1"));
        assert!(!next, "{format}: {}", ran.out);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_printed_as_json_is_read_again() {
    let ran = judged("json", 2, &[own(1, CLEAR), own(0, FLAGGED)]).await;
    let again = support::flatten(&["--format", "jsonl"], ran.out.as_bytes());
    assert_eq!(again.code, Some(0), "{}", again.err);
    assert_eq!(again.out.lines().count(), 2, "{}", again.out);
    assert!(again.out.lines().next().unwrap().contains("TRUE"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_cannot_be_matched_says_so_and_counts_for_nobody() {
    for (stray, verdict) in [(FLAGGED, "flagged"), (CLEAR, "clear")] {
        for mark in [None, Some("2"), Some("x")] {
            let lines = [answer(mark, stray, POLICY), own(0, CLEAR)];
            let ran = judged("verdict", 2, &lines).await;
            assert_eq!(ran.code, Some(8), "{}", ran.err);
            let said = format!("counts for none: {verdict}");
            assert!(
                ran.err.contains("unmatched: ") && ran.err.contains(&said),
                "{}",
                ran.err
            );
            let last = last(&ran);
            assert_eq!(last.len(), 2, "{}", ran.out);
            assert_eq!(last[&1], "undetermined");
            // An answer that is not clear may belong to the other input.
            let (first, answered) = if stray == CLEAR {
                ("clear", 1)
            } else {
                ("undetermined", 0)
            };
            assert_eq!(last[&0], first, "{}", ran.out);
            assert_eq!(summary(&ran), [2, answered, 0, 2 - answered], "{}", ran.err);
            assert!(
                ran.err.contains("unanswered: input 1 (--text)"),
                "{}",
                ran.err
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_comes_twice_is_printed_and_counted_once() {
    let lines = [own(1, CLEAR), own(0, CLEAR), own(1, CLEAR), own(0, CLEAR)];
    let ran = judged("verdict", 2, &lines).await;
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
    assert_eq!(ran.err, "2 inputs: 2 answered, 0 refused, 0 unanswered\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_to_another_question_is_printed_and_is_no_answer() {
    const OTHER: &str = "99999999-9999-4999-8999-999999999999";
    let ran = judged(
        "verdict",
        2,
        &[own(1, CLEAR), answer(Some("0"), CLEAR, OTHER)],
    )
    .await;
    assert_eq!(ran.code, Some(8), "{}", ran.err);
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
    assert_eq!(last(&ran)[&0], "undetermined");
    assert_eq!(summary(&ran), [2, 1, 0, 1]);
    assert!(ran.err.contains("it has a different policy"), "{}", ran.err);
    let ran = judged("verdict", 1, &[answer(Some("0"), FLAGGED, OTHER)]).await;
    assert_eq!(
        (ran.code, &*last(&ran)[&0]),
        (Some(20), "flagged"),
        "{}",
        ran.err
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_comes_the_summary_adds_up_and_nothing_that_is_not_clear_ends_as_clear() {
    let mut random = fastrand::Rng::with_seed(3);
    let hit = r#"{"error":{"code":1,"message":"m","details":[{"@type":"x/clavata.gateway.v1.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC","details":"md5::abc"}]}}"#;
    for case in 0..60 {
        let inputs = random.usize(1..5);
        let mut lines: Vec<String> = (0..inputs).map(|input| own(input, CLEAR)).collect();
        let (mut is_clear, mut is_refused) = (true, false);
        for _ in 0..random.usize(0..3) {
            let at = random.usize(0..=lines.len());
            match random.u8(0..7) {
                0 => lines.insert(at, own(random.usize(0..inputs), FLAGGED)),
                1 => lines.insert(at, answer(None, FLAGGED, POLICY)),
                2 => lines.insert(at, "<html>".to_owned()),
                3 => lines.insert(at, r#"{"error":{"code":13}}"#.to_owned()),
                4 => {
                    is_refused = true;
                    lines.insert(at, hit.to_owned());
                }
                5 if at < lines.len() => drop(lines.remove(at)),
                _ => lines.insert(at, answer(Some("7"), "OUTCOME_FAILED", POLICY)),
            }
            is_clear = false;
        }
        let ran = judged("verdict", inputs, &lines).await;
        let [all, answered, refused, unanswered] = summary(&ran);
        assert_eq!(all, inputs, "case {case}: {lines:#?} {}", ran.err);
        assert_eq!(answered + refused + unanswered, inputs, "{}", ran.err);
        let named = ran.err.contains("unanswered: input");
        assert!(!named || unanswered > 0, "case {case}: {}", ran.err);
        assert_eq!(
            last(&ran).len(),
            inputs,
            "case {case}: {} {}",
            ran.out,
            ran.err
        );
        let undetermined = last(&ran)
            .values()
            .filter(|last| *last == "undetermined")
            .count();
        assert_eq!(
            undetermined,
            refused + unanswered,
            "case {case}: {lines:#?} {}",
            ran.out
        );
        assert_eq!(
            ran.code == Some(0),
            is_clear,
            "case {case}: {lines:#?} {}",
            ran.err
        );
        assert!(
            !is_refused || ran.code == Some(6),
            "case {case}: {}",
            ran.err
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn strict_holds_for_what_is_printed_and_for_the_exit_code_alike() {
    let report = json!({"policyId": POLICY, "contentMetadata": {"clavata.input": "0"},
        "result": "OUTCOME_FALSE"});
    let lines = [json!({"result": {"policyEvaluationReport": report}}).to_string()];
    for (format, usual, strict) in [
        ("verdict", "\"clear\"", "\"undetermined\""),
        ("table", "verdict: clear", "verdict: undetermined"),
    ] {
        let ran = judged(format, 1, &lines).await;
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert!(ran.out.contains(usual), "{}", ran.out);
        let ran = judged_with(&["--strict"], format, 1, &lines).await;
        assert_eq!(ran.code, Some(21), "{}", ran.err);
        assert!(ran.out.contains(strict), "{}", ran.out);
    }
    for format in ["jsonl", "csv", "json"] {
        let ran = judged_with(&["--strict"], format, 1, &lines).await;
        assert_eq!(ran.code, Some(21), "{format}");
    }
}
