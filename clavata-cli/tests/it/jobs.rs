//! `clavata jobs`: all pages, with exactly the given filters.

use crate::support::{POLICY, online, run, verdicts};
use mock_gateway::{Answer, Fault, MockGateway, Operation, Stage};

fn put(gateway: &MockGateway, number: usize, outcome: &str) {
    let id = format!("44444444-4444-4444-8444-{number:012}");
    let job = format!(
        r#"{{"jobUuid":"{id}","status":"JOB_STATUS_COMPLETED","created":"2026-03-01T12:34:56Z","policyId":"{POLICY}",
        "results":[{{"report":{{"result":"OUTCOME_{outcome}"}}}}]}}"#
    );
    gateway.put_job(job, Stage::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_pages_are_listed_one_line_a_job() {
    let gateway = MockGateway::start().await;
    for number in 0..250 {
        put(&gateway, number, if number == 7 { "TRUE" } else { "FALSE" });
    }
    let ran = run(online(&gateway, &["jobs"])).await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 251);
    assert!(
        lines.iter().all(|line| line.chars().count() <= 80),
        "{}",
        ran.out
    );
    assert_eq!(
        lines[8],
        "44444444-4444-4444-8444-000000000007  COMPLETED  2026-03-01 12:34Z  flagged"
    );
    assert_eq!(gateway.counts(Operation::ListJobs).bodies, 3);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_asks_for_no_more_than_it_shows() {
    let gateway = MockGateway::start().await;
    for number in 0..30 {
        put(&gateway, number, "FALSE");
    }
    let ran = run(online(
        &gateway,
        &["jobs", "--limit", "12", "--format", "verdict"],
    ))
    .await;
    assert_eq!(
        verdicts(&ran.out),
        "{\"results\":[\"clear\"],\"job\":\"clear\"}\n".repeat(12)
    );
    let requests = gateway.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].query, "pageSize=12");
    let ran = run(online(&gateway, &["jobs", "--limit", "0"])).await;
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""));
    assert_eq!(gateway.requests().len(), 1);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_are_sent_under_the_names_that_the_gateway_reads() {
    let gateway = MockGateway::start().await;
    let arguments = [
        "jobs",
        "--status",
        "failed",
        "--policy",
        POLICY,
        "--created-after",
        "2026-03-01",
        "--created-before",
        "2026-03-02T00:00:00Z",
        "--updated-after",
        "2026-03-03",
        "--completed-before",
        "2026-03-04",
    ];
    let ran = run(online(&gateway, &arguments)).await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), "no jobs found\n"));
    let query = gateway.requests()[0].query.replace("%3A", ":");
    for part in [
        "query.status=JOB_STATUS_FAILED",
        &format!("query.policyId={POLICY}"),
        "query.createdTimeRange.start=2026-03-01T00:00:00",
        "query.createdTimeRange.end=2026-03-02T00:00:00",
        "query.updatedTimeRange.start=2026-03-03T00:00:00",
        "query.completedTimeRange.end=2026-03-04T00:00:00",
    ] {
        assert!(query.contains(part), "{part} is not in {query}");
    }
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_a_filter_is_refused_before_any_request() {
    let gateway = MockGateway::start().await;
    for (option, value) in [
        ("--status", "done"),
        ("--policy", "mine"),
        ("--created-after", "yesterday"),
        ("--limit", "-1"),
    ] {
        let ran = run(online(&gateway, &["jobs", option, value])).await;
        assert_eq!(ran.code, Some(2), "{}", ran.err);
    }
    let reversed = [
        "jobs",
        "--created-after",
        "2026-03-02",
        "--created-before",
        "2026-03-01",
    ];
    let ran = run(online(&gateway, &reversed)).await;
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(gateway.requests().is_empty());
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_fails_loses_none_before_it() {
    let gateway = MockGateway::start().await;
    let first =
        r#"{"jobs":[{"jobUuid":"44444444-4444-4444-8444-000000000001"}],"nextPageToken":"t"}"#;
    gateway
        .on(Operation::ListJobs)
        .next(Answer::json(200, first))
        .always(Fault::NotImplemented501);
    let ran = run(online(&gateway, &["jobs"])).await;
    assert_eq!(ran.code, Some(9), "{}", ran.err);
    assert!(
        ran.out.contains("44444444-4444-4444-8444-000000000001"),
        "{}",
        ran.out
    );
    gateway.finish().await;
}

fn listed() -> &'static str {
    r#"{"jobs":[
        {"jobUuid":"44444444-4444-4444-8444-000000000001","status":"JOB_STATUS_COMPLETED","policyId":"11111111-1111-4111-8111-111111111111",
         "policyVersionId":"22222222-2222-4222-8222-222222222222","created":"2026-03-01T12:34:56Z","updated":"2026-03-01T12:35:00.5Z",
         "completed":"2026-03-01T12:35:00Z","contentData":[{"contentHash":"a"},{"contentHash":"b"}],
         "results":[{"report":{"contentHash":"a","result":"OUTCOME_FALSE"}},{"report":{"contentHash":"b","result":"OUTCOME_TRUE"}}]},
        {"jobUuid":"job,17","status":"JOB_STATUS_RUNNING","contentData":[],"results":[]},
        {"status":99,"results":[{"report":{"result":"OUTCOME_FALSE"}}]}]}"#
}

#[tokio::test(flavor = "multi_thread")]
async fn every_job_is_a_row_in_csv_and_jsonl() {
    let gateway = MockGateway::start().await;
    gateway
        .on(Operation::ListJobs)
        .always(Answer::json(200, listed()));
    let csv = run(online(&gateway, &["jobs", "--format", "csv"])).await;
    assert_eq!((csv.code, csv.err.as_str()), (Some(0), ""));
    assert_eq!(
        csv.out.split("\r\n").collect::<Vec<_>>(),
        [
            "job_uuid,status,policy_id,policy_version_id,created,updated,completed,content,results,verdict,\
             reason,failed_results,job_type,customer_id,label_id,label_version_id,threshold,source_file,source_line,\
             input_tokens,billed_tokens,silent_results",
            "44444444-4444-4444-8444-000000000001,COMPLETED,11111111-1111-4111-8111-111111111111,\
             22222222-2222-4222-8222-222222222222,2026-03-01T12:34:56Z,2026-03-01T12:35:00.500Z,\
             2026-03-01T12:35:00Z,2,2,flagged,,0,UNSPECIFIED,,,,0.0,,,,,2",
            "\"job,17\",RUNNING,,,,,,0,0,undetermined,the job is still running,0,UNSPECIFIED,,,,0.0,,,,,0",
            ",99,,,,,,0,1,undetermined,the job has the unknown status 99,0,UNSPECIFIED,,,,0.0,,,,,1",
            "",
        ]
    );
    let jsonl = run(online(&gateway, &["jobs", "--format", "jsonl"])).await;
    assert_eq!((jsonl.code, jsonl.err.as_str()), (Some(0), ""));
    let lines: Vec<&str> = jsonl.out.lines().collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(
        lines[1],
        r#"{"job_uuid":"job,17","status":"RUNNING","policy_id":null,"policy_version_id":null,"created":null,"updated":null,"completed":null,"content":0,"results":0,"verdict":"undetermined","reason":"the job is still running","failed_results":0,"job_type":"UNSPECIFIED","customer_id":null,"label_id":null,"label_version_id":null,"threshold":0.0,"source_file":null,"source_line":null,"input_tokens":null,"billed_tokens":null,"silent_results":0}"#
    );
    assert!(
        lines[0].contains(r#""content":2,"results":2,"verdict":"flagged","reason":null,"#),
        "{}",
        lines[0]
    );
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_level_asks_for_the_rows_of_the_reports() {
    let gateway = MockGateway::start().await;
    gateway
        .on(Operation::ListJobs)
        .always(Answer::json(200, listed()));
    let arguments = ["jobs", "--format", "csv", "--level", "policy"];
    let ran = run(online(&gateway, &arguments)).await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert!(ran.out.starts_with("job_uuid,result_index,"), "{}", ran.out);
    assert_eq!(ran.out.lines().count(), 1 + 3);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_list_is_said_unless_a_summary_is_not_wanted() {
    let gateway = MockGateway::start().await;
    for (arguments, said) in [
        (&["jobs"][..], "no jobs found\n"),
        (&["jobs", "--format", "csv"], "no jobs found\n"),
        (&["jobs", "--status", "failed"], "no jobs found\n"),
        (
            &["jobs", "--created-after", "2026-03-01"],
            "no jobs found\n",
        ),
        (&["jobs", "--limit", "0"], ""),
        (&["jobs", "--quiet"], ""),
        (&["batch", "list"], "no batch jobs found\n"),
        (
            &["batch", "list", "--format", "json"],
            "no batch jobs found\n",
        ),
        (
            &["batch", "list", "--state", "completed"],
            "no batch jobs found\n",
        ),
        (&["batch", "list", "--quiet"], ""),
    ] {
        let ran = run(online(&gateway, arguments)).await;
        assert_eq!(
            (ran.code, ran.err.as_str()),
            (Some(0), said),
            "{arguments:?}"
        );
    }
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_without_a_status_is_told_in_whole_words() {
    let gateway = MockGateway::start().await;
    let jobs = r#"{"jobs":[{"jobUuid":"44444444-4444-4444-8444-444444444444"}]}"#;
    let answer = Answer::json(200, jobs);
    gateway.on(Operation::ListJobs).always(answer);
    let ran = run(online(&gateway, &["jobs"])).await;
    let line = "44444444-4444-4444-8444-444444444444  no status                     undetermined\n";
    assert!(ran.out.ends_with(line), "{}", ran.out);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_jobs_are_a_header_in_csv_and_nothing_in_jsonl() {
    let gateway = MockGateway::start().await;
    gateway
        .on(Operation::ListJobs)
        .always(Answer::json(200, r#"{"jobs":[]}"#));
    let csv = run(online(&gateway, &["jobs", "--format", "csv"])).await;
    assert!(csv.out.starts_with("job_uuid,status,"), "{}", csv.out);
    assert_eq!(csv.out.lines().count(), 1);
    let jsonl = run(online(&gateway, &["jobs", "--format", "jsonl"])).await;
    assert_eq!(
        (csv.code, jsonl.code, jsonl.out.as_str()),
        (Some(0), Some(0), "")
    );
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_cannot_be_read_is_named_and_hides_neither_its_page_nor_the_next() {
    let job = |number: usize, more: &str| {
        format!(r#"{{"jobUuid":"44444444-4444-4444-8444-{number:012}","status":3{more}}}"#)
    };
    let bad = job(2, r#","created":"yesterday""#);
    let gateway = MockGateway::start().await;
    let jobs = [job(1, ""), bad, job(3, "")].join(",");
    let first = format!(r#"{{"jobs":[{jobs},7],"nextPageToken":"more"}}"#);
    let second = format!(r#"{{"jobs":[{}],"nextPageToken":""}}"#, job(4, ""));
    gateway
        .on(Operation::ListJobs)
        .times(1, Answer::json(200, first))
        .always(Answer::json(200, second));
    let ran = run(online(&gateway, &["jobs", "--format", "jsonl"])).await;
    assert_eq!(ran.code, Some(8), "{}", ran.err);
    assert_eq!(ran.out.lines().count(), 3, "{}\n{}", ran.out, ran.err);
    for place in ["jobs[1].created", "jobs[3]"] {
        assert!(ran.err.contains(place), "{place}\n{}", ran.err);
    }
    gateway.finish().await;
}
