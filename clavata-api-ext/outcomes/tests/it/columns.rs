//! The columns of the job and of the result, in both readers of rows.

use clavata_outcomes::api::{EvaluateLabelsResponse, GetJobResponse};
use clavata_outcomes::flatten::{FlattenError, Flattener, Found};
use clavata_outcomes::{ContentResult, Id, Job, LabelResult, Level, Record, Row};
use serde_json::{Value, json};

const TIMES: &str =
    r#""created": "2026-03-01T12:00:00Z", "updated": "2026-03-02T12:00:00.5Z", "completed": null"#;

const REPORT: &str = r#"{"labelId": "l", "result": "OUTCOME_FALSE", "sectionEvaluationReports": [
    {"name": "],\"created\"", "message": "[a-z]}", "result": "OUTCOME_FAILED"}],
    "tokenUsage": {"inputTokens": 120, "billedTokens": 60, "multiplier": 0.1}}"#;

fn value(row: &Row<'_>) -> Value {
    serde_json::to_value(row).unwrap()
}

/// The rows of consecutive jobs, from each reader. They must be the same.
fn rows(jobs: &[String]) -> Vec<Value> {
    let mut decoded = Vec::new();
    for job in jobs {
        let job: Job = match clavata_api::decode::<GetJobResponse>(job.as_bytes()) {
            Ok(GetJobResponse { job: Some(job), .. }) => job.into(),
            _ => clavata_api::decode(job.as_bytes()).unwrap(),
        };
        decoded.extend(job.rows().map(|row| value(&row)));
    }
    let mut flat = Vec::new();
    Flattener::new(Level::All)
        .flatten(jobs.concat().as_bytes(), |found| {
            if let Found::Row(row) = found {
                flat.push(value(row));
            }
            Ok::<(), FlattenError>(())
        })
        .unwrap();
    assert_eq!(flat, decoded);
    decoded
}

fn job(before: &str, results: &str, behind: &str) -> String {
    format!(r#"{{"jobUuid": "j", {before}"results": [{results}]{behind}}}"#)
}

#[test]
fn rows_have_what_stands_behind_the_results_of_their_job() {
    let result = format!(r#"{{"report": {REPORT}, "created": "2026-03-01T13:00:00Z"}}"#);
    let all = format!("{result}, {result}");
    let behind = format!(r#", {TIMES}, "threshold": 0.5, "status": "JOB_STATUS_FAILED""#);
    let rows = rows(&[job("", &all, &behind)]);
    assert_eq!(rows.len(), 4);
    for row in rows {
        assert_eq!(row["job_status"], "FAILED");
        assert_eq!(row["job_created"], "2026-03-01T12:00:00Z");
        assert_eq!(row["job_updated"], "2026-03-02T12:00:00.500Z");
        assert_eq!(row["job_completed"], Value::Null);
        assert_eq!(row["result_created"], "2026-03-01T13:00:00Z");
        assert_eq!(row["label_id"], "l");
        assert_eq!(row["verdict"], "undetermined");
    }
}

#[test]
fn times_are_those_of_the_own_job_however_it_is_written() {
    let result = format!(r#"{{"report": {REPORT}}}"#);
    let list = r#"{"report": {}, "labels": [], "created": "2020-01-01T00:00:00Z"}"#;
    let nested = r#"{"report": {}, "new": {"a": [1], "updated": 1}}"#;
    let behind = format!(", {TIMES}");
    let before = format!("{TIMES}, ");
    let escaped = behind.replace("created", r"cr\u0065ated");
    let jobs = [
        job("", &result, ""), // the times of the next one follow it
        job("", &result, &behind),
        job(&before, &result, ""),
        job("", "", &behind),
        job("", &format!("{list}, {list}"), &behind),
        job("", &format!("{nested}, {nested}"), &behind),
        job("", &result, &behind.replace(", ", ",\n\t ")),
        job("", &result, r#", "created": "2026-03-01T12:00:00Z""#),
        job("", &result, r#", "new": []"#),
        job("", &result, &format!(r#", "name": "n"{behind}"#)),
        format!(r#"{{"jobUuid": "j", "results": null{behind}}}"#),
        job("", &result, &escaped),
        job(
            r#""created": "2026-03-01T12:00:00Z", "#,
            &result,
            r#", "updated": null"#,
        ),
        format!(r#"{{{TIMES}, "results": [{{"report": {REPORT}}}], "jobUuid": "j", "status": 2}}"#),
        format!(r#"{{"job": {{"jobUuid": "j", "results": [{{"report": {REPORT}}}]}}, "new": 1}}"#),
        job("", "null", r#", "policyId": "", "updated": null"#),
        job("", &result, &behind),
    ];
    for first in 0..jobs.len() {
        let times = rows(&jobs[first..])
            .iter()
            .filter(|row| row["job_created"] == "2026-03-01T12:00:00Z")
            .count();
        assert!(times > 0);
    }
}

#[test]
fn tokens_are_in_the_row_of_the_policy_alone() {
    let rows = rows(&[job("", &format!(r#"{{"report": {REPORT}}}"#), "")]);
    let tokens = |row: &Value| json!([row["input_tokens"], row["billed_tokens"]]);
    assert_eq!(tokens(&rows[0]), json!([120, 60]));
    assert_eq!(rows[0]["multiplier"], json!(0.1_f32));
    assert_eq!(tokens(&rows[1]), json!([null, null]));
    assert_eq!(rows[1]["multiplier"], Value::Null);
    let silent = r#"{"report": {"tokenUsage": {"multiplier": 1}}}, {"report": {"tokenUsage": {"inputTokens": -1}}}"#;
    for row in self::rows(&[job("", silent, "")]) {
        assert_eq!(row["billed_tokens"], Value::Null);
    }
}

#[test]
fn a_strict_verdict_is_in_the_rows_if_they_are_strict() {
    let text =
        r#"{"results": [{"report": {"result": 1, "sectionEvaluationReports": [{"result": 1}]}}]}"#;
    let job: Job = serde_json::from_str(text).unwrap();
    let words =
        |rows: clavata_outcomes::Rows<'_>| -> Vec<&str> { rows.map(|row| row.verdict()).collect() };
    assert_eq!(words(job.rows()), ["clear", "clear"]);
    assert_eq!(words(job.rows().strict()), ["undetermined", "undetermined"]);
    assert_eq!(
        job.rows().next().unwrap().doubted().verdict(),
        "undetermined"
    );
    let mut flat = Vec::new();
    Flattener::new(Level::All)
        .strict()
        .flatten(text.as_bytes(), |found| {
            if let Found::Row(row) = found {
                flat.push(row.verdict());
            }
            Ok::<(), FlattenError>(())
        })
        .unwrap();
    assert_eq!(flat, ["undetermined", "undetermined"]);
}

#[test]
fn the_answer_of_a_label_has_the_ids_of_the_label_and_one_verdict() {
    let answer = json!({"results": [{"labelId": "l", "labelVersionId": "v",
        "evaluation": {"outcome": "OUTCOME_TRUE", "score": 0.9, "report": serde_json::from_str::<Value>(REPORT).unwrap()}},
        {"error": "not found"}]});
    let answer: EvaluateLabelsResponse =
        clavata_api::decode(answer.to_string().as_bytes()).unwrap();
    let results: Vec<_> = LabelResult::all(&answer).collect();
    let rows: Vec<_> = results[0].rows().collect();
    assert_eq!(rows[0].label_id().unwrap(), &Id::from("l"));
    assert_eq!(rows[0].label_version_id().unwrap(), &Id::from("v"));
    assert!(rows.iter().all(|row| row.verdict() == "flagged"));
    assert_eq!(rows[0].input_tokens(), None);
    assert_eq!(rows[1].input_tokens(), Some(120));
    assert_eq!(results[1].rows().next().unwrap().verdict(), "undetermined");
}

#[test]
fn a_kept_answer_has_the_columns_of_a_decoded_one() {
    let text = format!(r#"{{"result": {{"jobUuid": "j", "policyEvaluationReport": {REPORT}}}}}"#);
    let kept = Flattener::new(Level::All).keep(text.into_bytes()).unwrap();
    let decoded = ContentResult::of_evaluation(3, kept.answer());
    let both = |result: ContentResult<'_>| -> Vec<Value> {
        result.rows().map(|row| value(&row)).collect()
    };
    let rows = both(ContentResult::of_kept(3, &kept));
    assert_eq!(rows, both(decoded));
    assert_eq!(rows[0]["billed_tokens"], 60);
    assert_eq!(rows[0]["label_id"], "l");
    assert_eq!(rows[0]["job_status"], Value::Null);
}

#[test]
fn rows_name_the_line_in_which_their_value_begins() {
    let text = "\n{\"jobUuid\": \"j\",\n\"results\": [{\"report\": {}}]}\n\n{\"results\": [{\"report\": {}}]}";
    let mut flattener = Flattener::new(Level::All);
    flattener.read_from("jobs.json", 10);
    let mut places = Vec::new();
    flattener
        .flatten(text.as_bytes(), |found| {
            if let Found::Row(row) = found {
                places.push((row.source_file.map(str::to_owned), row.source_line));
            }
            Ok::<(), FlattenError>(())
        })
        .unwrap();
    let file = Some("jobs.json".to_owned());
    assert_eq!(places, [(file.clone(), Some(11)), (file, Some(14))]);
}

#[test]
fn a_column_is_found_by_its_name() {
    for (at, name) in Row::COLUMNS.iter().enumerate() {
        assert_eq!(Row::column(name), Some(at));
        assert_eq!(Row::FIELDS[at].name, *name);
    }
    assert_eq!(Row::column("Label"), None);
}

/// Checks that the rows of each report share its columns, and returns how many rows there are.
fn share_what_is_of_the_report(rows: &[Value]) -> usize {
    let shared = Row::FIELDS.iter().filter(|field| field.is_of_report);
    for field in shared {
        let name = field.name;
        for row in rows.iter().skip(1) {
            let first = if field.is_of_policy {
                &Value::Null
            } else {
                &rows[0][name]
            };
            assert_eq!(row[name], *first, "{name}");
        }
    }
    rows.len()
}

#[test]
fn rows_of_a_report_share_what_is_of_the_report() {
    let label = r#"{"name": "a", "message": "m", "result": 2, "assertionEvaluationReports": [{"message": "r", "score": 1}]}"#;
    let report = |hash: &str| {
        REPORT
            .replacen('{', &format!(r#"{{"contentHash": "{hash}", "#), 1)
            .replace("}],", &format!("}}, {label}, {label}],"))
    };
    let result = |hash: &str| {
        let report = report(hash);
        format!(r#"{{"report": {report}, "created": "2026-03-0{hash}T13:00:00Z"}}"#)
    };
    let results = [result("1"), "{}".to_owned(), result("2"), result("3")].join(", ");
    let jobs = job("", &results, &format!(", {TIMES}")).repeat(2);
    let frame = |hash: &str| {
        format!(
            r#"{{"result": {{"policyEvaluationReport": {}}}}}"#,
            report(hash)
        )
    };
    let answers = jobs + &frame("4") + &frame("5");

    let (mut rows, mut counts) = (Vec::new(), Vec::new());
    Flattener::new(Level::All)
        .flatten(answers.as_bytes(), |found| {
            match found {
                Found::Row(row) => rows.push(value(row)),
                _ => counts.push(share_what_is_of_the_report(&std::mem::take(&mut rows))),
            }
            Ok::<(), FlattenError>(())
        })
        .unwrap();
    assert_eq!(counts, [6, 0, 6, 6, 0, 6, 0, 6, 6, 0, 6, 6]);

    let kept = Flattener::new(Level::All)
        .keep(frame("6").into_bytes())
        .unwrap();
    let decoded: Job = clavata_api::decode(job("", &results, "").as_bytes()).unwrap();
    let results = decoded.content_results();
    for result in results.chain([ContentResult::of_kept(0, &kept)]) {
        let rows: Vec<Value> = result.rows().map(|row| value(&row)).collect();
        assert!([0, 6].contains(&share_what_is_of_the_report(&rows)));
    }
    let fields = Row::FIELDS.iter();
    let own: Vec<&str> = fields
        .filter(|field| !field.is_of_report)
        .map(|field| field.name)
        .collect();
    assert_eq!(
        own,
        [
            "kind", "label", "index", "message", "outcome", "score", "matched"
        ]
    );
    let of_policy = Row::FIELDS.iter().filter(|field| field.is_of_policy);
    assert!(of_policy.clone().all(|field| field.is_of_report));
    let of_policy: Vec<&str> = of_policy.map(|field| field.name).collect();
    assert_eq!(of_policy, ["input_tokens", "billed_tokens", "multiplier"]);
}
