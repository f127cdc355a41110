//! `clavata evaluate`: rows as they arrive, and a result for every input.

use std::io::{BufRead, BufReader};
use std::time::Duration;

use crate::support::lines::{evaluate, verdicts};
use crate::support::{POLICY, json_lines, online, run, run_with};
use mock_gateway::{Answer, Fault, MockGateway, Operation, sample};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_few_inputs_are_one_stream() {
    let gateway = MockGateway::start().await;
    let arguments = evaluate(&[
        "--text",
        "flag",
        "--text",
        "fine",
        "--text",
        "fail",
        "--exit-verdict",
    ]);
    let ran = run(online(&gateway, &arguments)).await;
    assert_eq!(ran.code, Some(20), "{}", ran.err);
    assert_eq!(verdicts(&ran), ["flagged", "clear", "undetermined"]);
    assert_eq!(ran.err, "3 inputs: 3 answered, 0 refused, 0 unanswered\n");
    assert_eq!(gateway.counts(Operation::Evaluate).bodies, 1);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_line_says_what_was_billed() {
    let gateway = MockGateway::start().await;
    let lines = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(lines.path(), "{\"text\":\"fine\"}\n").unwrap();
    let lines = lines.path().to_str().unwrap();
    for input in [["--text", "fine"], ["--input", lines]] {
        let answer = sample::evaluated().clear("Spam", 0.1).billed(1234);
        gateway.on(Operation::Evaluate).next(answer);
        let ran = run(online(&gateway, &evaluate(&input))).await;
        let err = "1 input: 1 answered, 0 refused, 0 unanswered\nbilled: 1,234 tokens\n";
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), err));
    }
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_billed_is_not_all_if_an_input_has_no_answer() {
    let gateway = MockGateway::start().await;
    let report = serde_json::json!({"contentMetadata": {"clavata.input": "0"},
        "reviewResult": {"outcome": "OUTCOME_FALSE", "score": 0.1},
        "tokenUsage": {"inputTokens": 12, "billedTokens": 12}});
    let frame = serde_json::json!({"result": {"policyEvaluationReport": report}}).to_string();
    let answer = Answer::stream([frame], Duration::ZERO);
    gateway.on(Operation::Evaluate).next(answer);
    let texts = ["--text", "fine", "--text", "also fine"];
    let ran = run(online(&gateway, &evaluate(&texts))).await;
    let caveat = "billed: 12 tokens; unanswered inputs may also have been billed\n";
    assert!(ran.err.contains(caveat), "{}", ran.err);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_say_which_input_they_are_about() {
    let gateway = MockGateway::builder().shuffle(true).start().await;
    let texts: Vec<String> = (0..6)
        .map(|n| format!("{} {n}", if n == 4 { "flag" } else { "fine" }))
        .collect();
    let mut arguments = vec![
        "evaluate", "--policy", POLICY, "--format", "jsonl", "--level", "policy",
    ];
    for text in &texts {
        arguments.extend(["--text", text]);
    }
    let ran = run(online(&gateway, &arguments)).await;
    let mut outcomes = vec![String::new(); 6];
    for row in json_lines(&ran.out) {
        let index = usize::try_from(row["result_index"].as_u64().unwrap()).unwrap();
        outcomes[index] = row["outcome"].as_str().unwrap().to_owned();
    }
    assert_eq!(
        outcomes,
        ["FALSE", "FALSE", "FALSE", "FALSE", "TRUE", "FALSE"]
    );
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_breaks_off_loses_nothing_and_names_the_rest() {
    for (fault, code) in [(Fault::EndAfter(2), 8), (Fault::ErrorAfter(2), 9)] {
        let gateway = MockGateway::start().await;
        gateway.on(Operation::Evaluate).always(fault);
        let texts = [
            "--text", "flag", "--text", "b", "--text", "c", "--text", "d", "--text", "e",
        ];
        let ran = run(online(&gateway, &evaluate(&texts))).await;
        assert_eq!(ran.code, Some(code), "{fault:?}: {}", ran.err);
        assert_eq!(
            verdicts(&ran),
            [
                "flagged",
                "clear",
                "undetermined",
                "undetermined",
                "undetermined"
            ]
        );
        assert!(
            ran.err
                .contains("5 inputs: 2 answered, 0 refused, 3 unanswered"),
            "{}",
            ran.err
        );
        assert!(
            ran.err.contains("unanswered: input 2 (--text)"),
            "{}",
            ran.err
        );
        gateway.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn garbage_in_the_stream_is_told_and_loses_no_answer() {
    let gateway = MockGateway::start().await;
    gateway
        .on(Operation::Evaluate)
        .always(Fault::GarbageAfter(2));
    let texts = ["--text", "a", "--text", "b", "--text", "flag"];
    let ran = run(online(&gateway, &evaluate(&texts))).await;
    assert_eq!(ran.code, Some(8), "{}", ran.err);
    // It may have been about any input, so clear answers no longer count.
    let lines = json_lines(&ran.out);
    let told: Vec<_> = lines
        .iter()
        .map(|line| {
            (
                line["input"].as_u64().unwrap(),
                line["verdict"].as_str().unwrap(),
            )
        })
        .collect();
    let [clear, flagged, open] = ["clear", "flagged", "undetermined"];
    assert_eq!(
        told,
        [(0, clear), (1, clear), (2, flagged), (0, open), (1, open)]
    );
    let summary = "3 inputs: 1 answered, 0 refused, 2 unanswered";
    assert!(ran.err.contains(summary), "{}", ran.err);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_in_the_stream_is_code_6_and_tells_the_hash() {
    let gateway = MockGateway::start().await;
    let ran = run(online(
        &gateway,
        &evaluate(&["--text", "fine", "--text", "csam"]),
    ))
    .await;
    assert_eq!(ran.code, Some(6), "{}", ran.err);
    assert!(
        ran.err
            .contains("refused: PRECHECK_FAILURE_TYPE_NCMEC, content md5::abc"),
        "{}",
        ran.err
    );
    assert_eq!(verdicts(&ran), ["clear", "undetermined"]);
    assert!(ran.err.contains("refused: input 1 (--text)"), "{}", ran.err);
    assert!(!ran.err.contains("unanswered: "), "{}", ran.err);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_flushed_as_they_arrive() {
    let gateway = MockGateway::builder()
        .frame_gap(Duration::from_millis(700))
        .start()
        .await;
    let mut child = online(
        &gateway,
        &evaluate(&["--text", "a", "--text", "b", "--text", "c"]),
    )
    .spawn()
    .unwrap();
    let begun = std::time::Instant::now();
    let first = tokio::task::spawn_blocking(move || {
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let elapsed = begun.elapsed();
        child.wait().unwrap();
        elapsed
    });
    let first = first.await.unwrap();
    assert!(first < Duration::from_millis(1900), "{first:?}");
    gateway.allow_unexpected();
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_of_each_rule_is_asked_for_only_with_its_option() {
    let gateway = MockGateway::start().await;
    let input = ["--input", "-"];
    for (more, sent) in [
        (&["--text", "a"][..], Value::Null),
        (&["--text", "a", "--include-report"], true.into()),
        (&[&input[..], &["--include-report"]].concat(), true.into()),
    ] {
        let command = online(&gateway, &evaluate(more));
        let ran = run_with(command, b"{\"text\":\"a\"}\n");
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let request = gateway.requests().pop().unwrap().json();
        assert_eq!(request["includeEvaluationReport"], sent);
    }
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_without_details_is_told_beside_one_that_can_be_read() {
    let gateway = MockGateway::start().await;
    let image =
        json!({"@type": "x.PrecheckFailure", "type": "PRECHECK_FAILURE_TYPE_INVALID_IMAGE"});
    let image = json!({"error": {"code": 1, "details": [image]}});
    let body = format!("{image}\n{{\"error\":{{\"code\":1}}}}");
    gateway.answer(Operation::Evaluate, Answer::json(200, body));
    let ran = run(online(&gateway, &evaluate(&["--text", "a", "--text", "b"]))).await;
    assert_eq!(ran.code, Some(6), "{}", ran.err);
    for said in [
        "refused: PRECHECK_FAILURE_TYPE_INVALID_IMAGE",
        "refused: a refusal without details; it may be about known child abuse material",
        "do not publish the content",
    ] {
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
    gateway.finish().await;
}
