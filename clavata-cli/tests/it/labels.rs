//! `clavata labels`: one answer for each label version, in the order of the arguments.

use crate::support::{json_lines, online, run, verdicts};
use mock_gateway::{Answer, Fault, MockGateway, Operation, fixtures_dir};

const ONE: &str = "11111111-1111-4111-8111-111111111111";
const TWO: &str = "22222222-2222-4222-8222-222222222222";
const UNPUBLISHED: &str = "00000000-0000-4000-8000-000000000000";

#[tokio::test(flavor = "multi_thread")]
async fn each_label_version_has_its_answer() {
    let gateway = MockGateway::start().await;
    let arguments = [
        "labels",
        "--version",
        ONE,
        TWO,
        "--text",
        "flag",
        "--format",
        "verdict",
        "--exit-verdict",
    ];
    let ran = run(online(&gateway, &arguments)).await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(20), ""));
    assert_eq!(verdicts(&ran.out), "{\"verdict\":\"flagged\"}\n".repeat(2));
    assert_eq!(
        gateway.requests()[0].json()["labelVersionIds"],
        serde_json::json!([ONE, TWO])
    );
    let ran = run(online(
        &gateway,
        &[
            "labels",
            "--version",
            ONE,
            "--version",
            TWO,
            "--text",
            "x",
            "--include-report",
        ],
    ))
    .await;
    let asked = |call: usize| gateway.requests()[call].json()["includeEvaluationReport"].clone();
    assert_eq!((asked(0), asked(1)), (serde_json::Value::Null, true.into()));
    let places: Vec<_> = [ONE, TWO]
        .iter()
        .map(|id| ran.out.find(&format!("label version {id}")))
        .collect();
    assert!(places[0].is_some() && places.is_sorted(), "{}", ran.out);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_that_was_not_evaluated_is_never_passed_over() {
    let gateway = MockGateway::start().await;
    let arguments = [
        "labels",
        "--version",
        ONE,
        UNPUBLISHED,
        "--text",
        "x",
        "--format",
        "verdict",
    ];
    let ran = run(online(&gateway, &arguments)).await;
    assert_eq!(ran.code, Some(8), "{}", ran.err);
    assert_eq!(
        verdicts(&ran.out),
        "{\"verdict\":\"clear\"}\n{\"verdict\":\"undetermined\"}\n"
    );
    assert!(ran.err.contains(UNPUBLISHED), "{}", ran.err);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_one_content_and_no_label_twice() {
    let gateway = MockGateway::start().await;
    for arguments in [
        &["labels", "--version", ONE, "--text", "a", "--text", "b"][..],
        &["labels", "--version", ONE, ONE, "--text", "a"],
        &["labels", "--version", ONE],
        &["labels", "--text", "a"],
        &["labels", "--version", "one", "--text", "a"],
    ] {
        let ran = run(online(&gateway, arguments)).await;
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.err);
    }
    assert!(gateway.requests().is_empty());
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_content_is_code_6() {
    let gateway = MockGateway::start().await;
    gateway
        .on(Operation::EvaluateLabels)
        .always(Fault::RefusedThree);
    let ran = run(online(
        &gateway,
        &["labels", "--version", ONE, "--text", "x"],
    ))
    .await;
    assert_eq!(ran.code, Some(6), "{}", ran.err);
    assert!(
        ran.err.contains("refused: PRECHECK_FAILURE_TYPE_NCMEC"),
        "{}",
        ran.err
    );
    gateway.finish().await;
}

const FAILED: &str = "33333333-3333-4333-8333-000000000001";

/// Answers of labels without a report: true, false, and not evaluated.
fn without_reports() -> String {
    format!(
        r#"{{"contentHash":"h","results":[
            {{"labelVersionId":"{ONE}","evaluation":{{"outcome":"OUTCOME_TRUE","score":0.875,"threshold":0.5}}}},
            {{"labelVersionId":"{TWO}","labelId":"{UNPUBLISHED}","evaluation":{{"outcome":"OUTCOME_FALSE","score":0.25,"threshold":0.75}}}},
            {{"labelVersionId":"{FAILED}","error":"not published"}}]}}"#
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_of_a_label_is_a_row_in_every_format() {
    let gateway = MockGateway::start().await;
    gateway
        .on(Operation::EvaluateLabels)
        .always(Answer::json(200, without_reports()));
    for level in ["policy", "label", "all"] {
        let show = async |format| {
            let versions = [
                "labels",
                "--text",
                "x",
                "--version",
                ONE,
                TWO,
                FAILED,
                "--level",
                level,
                "--format",
                format,
            ];
            let ran = run(online(&gateway, &versions)).await;
            assert_eq!(ran.code, Some(8), "{}", ran.err);
            ran.out
        };
        let jsonl = show("jsonl").await;
        let rows = json_lines(&jsonl);
        let said: Vec<_> = rows
            .iter()
            .map(|row| {
                [
                    "result_index",
                    "policy_version_id",
                    "kind",
                    "outcome",
                    "score",
                    "threshold",
                ]
                .map(|column| row[column].to_string())
                .join(" ")
            })
            .collect();
        assert_eq!(
            said,
            [
                format!("0 \"{ONE}\" \"label\" \"TRUE\" 0.875 0.5"),
                format!("1 \"{TWO}\" \"label\" \"FALSE\" 0.25 0.75"),
                format!("2 \"{FAILED}\" \"label\" \"UNSPECIFIED\" null 0.0"),
            ]
        );
        assert_eq!(rows[1]["policy_id"], UNPUBLISHED);
        let csv = show("csv").await;
        assert!(
            csv.contains(&format!(
                ",h,{{}},,{ONE},,0.5,label,,,,match,0.875,true,flagged,,,,,,,{ONE},,,,,\r\n"
            )),
            "{csv}"
        );
        let table = show("table").await;
        for row in ["label  11111111", "label  22222222", "label  33333333"] {
            assert_eq!(table.matches(row).count(), 1, "{row} in {table}");
        }
        assert!(table.contains("TRUE") && table.contains("0.875"), "{table}");
    }
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_of_a_label_comes_behind_its_answer() {
    let gateway = MockGateway::start().await;
    let answer = format!(
        r#"{{"results":[{{"labelVersionId":"{ONE}","evaluation":{{"outcome":1,"report":{{"result":1,
            "sectionEvaluationReports":[{{"name":"Spam","result":1,"assertionEvaluationReports":[{{"result":1}}]}}]}}}}}}]}}"#
    );
    gateway
        .on(Operation::EvaluateLabels)
        .always(Answer::json(200, answer));
    for (level, kinds) in [
        ("policy", &["label", "policy"][..]),
        ("label", &["label", "policy", "label"]),
        ("all", &["label", "policy", "label", "rule"]),
    ] {
        let arguments = [
            "labels",
            "--text",
            "x",
            "--version",
            ONE,
            "--level",
            level,
            "--format",
            "jsonl",
        ];
        let ran = run(online(&gateway, &arguments)).await;
        let rows = json_lines(&ran.out);
        let said: Vec<_> = rows.iter().map(|row| &row["kind"]).collect();
        assert_eq!(said, kinds);
    }
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_whose_evaluation_failed_is_undetermined_in_every_format() {
    let gateway = MockGateway::start().await;
    let failed = std::fs::read_to_string(fixtures_dir().join("faults/labels_neg.json")).unwrap();
    gateway
        .on(Operation::EvaluateLabels)
        .always(Answer::json(200, failed));
    for format in ["table", "jsonl", "json", "csv", "verdict"] {
        let arguments = [
            "labels",
            "--text",
            "x",
            "--version",
            FAILED,
            "--format",
            format,
            "--exit-verdict",
        ];
        let ran = run(online(&gateway, &arguments)).await;
        assert_eq!(ran.code, Some(21), "{format}: {}", ran.err);
    }
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_flags_is_named_only_if_it_has_a_name() {
    let gateway = MockGateway::start().await;
    let evaluation = r#"{"score":0.9,"outcome":"OUTCOME_TRUE","threshold":0.5}"#;
    let body = format!(r#"{{"results":[{{"labelVersionId":"{ONE}","evaluation":{evaluation}}}]}}"#);
    gateway.answer(Operation::EvaluateLabels, Answer::json(200, body));
    let ran = run(online(
        &gateway,
        &["labels", "--version", ONE, "--text", "x"],
    ))
    .await;
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("verdict: flagged\n"), "{}", ran.out);
    gateway.finish().await;
}
