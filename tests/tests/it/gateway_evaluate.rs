//! Create job, evaluate and evaluate labels: what is judged, refused and rejected.

use crate::plain::{self, Plain, get, open, post};
use mock_gateway::{Answer, Dialect, Fault, MockGateway, Operation, Stage, capture};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::io::AsyncReadExt as _;

const POLICY: &str = "11111111-1111-4111-8111-111111111111";

fn request(texts: &[&str]) -> Value {
    let contents: Vec<Value> = texts
        .iter()
        .enumerate()
        .map(|(number, text)| json!({"text": text, "metadata": {"id": number.to_string()}}))
        .collect();
    json!({"contentData": contents, "policyId": POLICY})
}

async fn evaluate(gateway: &MockGateway, texts: &[&str]) -> Plain {
    post(gateway, "/v1/jobs/stream", request(texts)).await
}

/// The shape of a JSON text: its keys, brackets and spaces, with every value taken out.
fn shape(text: &str) -> String {
    let (mut shape, mut rest) = (String::new(), text);
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => {
                let value = serde_json::Deserializer::from_str(rest).into_iter::<String>();
                let mut value = value;
                value.next();
                value.byte_offset()
            }
            '0'..='9' | '-' => {
                rest.len()
                    - rest
                        .trim_start_matches(|c: char| "0123456789.-e".contains(c))
                        .len()
            }
            other => {
                shape.push(other);
                rest = &rest[other.len_utf8()..];
                continue;
            }
        };
        let is_key = rest[length..].starts_with(':');
        shape.push_str(if is_key { &rest[..length] } else { "_" });
        rest = &rest[length..];
    }
    shape
}

#[tokio::test]
async fn recorded_refusals_come_back_byte_for_byte() {
    let gateway = MockGateway::start().await;
    for name in [
        "create_refused_csam",
        "stream_refused_first",
        "create_two_contents_in_one_item",
    ] {
        let capture = capture(name);
        let request = capture.request.clone().unwrap();
        // The recording client put a space after each colon and comma, which places count.
        let body = request
            .to_string()
            .replace("\":", "\": ")
            .replace(",\"", ", \"");
        let body = body.replace(
            r#"{"imageUrl": "https://x/y.png", "text": "a"}"#,
            r#"{"text": "a", "imageUrl": "https://x/y.png"}"#,
        );
        let answer = post(&gateway, &capture.path, body).await;
        assert_eq!(answer.status, capture.status, "{name}");
        assert_eq!(answer.text(), capture.body, "{name}");
        assert_eq!(
            answer.header("transfer-encoding").is_some(),
            capture.headers.contains_key("transfer-encoding"),
            "{name}"
        );
    }
    let capture = capture("stream_unauthenticated");
    let kind = [("content-type", "application/json")];
    let body = r#"{"contentData":[{"text":"a"}],"policyId":"p"}"#;
    let answer = plain::send_bare(&gateway, "POST", &capture.path, &kind, body).await;
    assert_eq!((answer.status, answer.text()), (401, &*capture.body));
}

#[tokio::test]
async fn streams_and_jobs_have_the_recorded_shape() {
    let gateway = MockGateway::start().await;
    let recorded = &capture("stream_two_results").body;
    let answer = evaluate(&gateway, &["a", "b"]).await;
    let (first, recorded) = (answer.text().lines().next(), recorded.lines().next());
    assert_eq!(shape(first.unwrap()), shape(recorded.unwrap()));
    assert!(answer.text().ends_with('\n'));

    let recorded = &capture("stream_result_then_refused").body;
    let answer = evaluate(&gateway, &["a", "csam"]).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.text().lines().last(), recorded.lines().last());

    let created = post(&gateway, "/v1/jobs", request(&["a"])).await.json();
    let path = format!("/v1/jobs/{}", created["job"]["jobUuid"].as_str().unwrap());
    get(&gateway, &path).await;
    let done = get(&gateway, &path).await;
    let shape_of_done = shape(done.text()).replace(", \"policyId\":_}}", "}}");
    assert_eq!(shape_of_done, shape(&capture("create").body));
}

#[tokio::test]
async fn the_words_of_a_content_decide_its_outcome() {
    let gateway = MockGateway::start().await;
    let lines = evaluate(&gateway, &["plain", "please flag me", "fail"])
        .await
        .lines();
    let outcomes: Vec<&str> = lines
        .iter()
        .map(|line| {
            let report = &line["result"]["policyEvaluationReport"];
            let label = &report["sectionEvaluationReports"][0]["reviewResult"];
            assert_eq!(report["reviewResult"], *label);
            label["outcome"].as_str().unwrap()
        })
        .collect();
    assert_eq!(
        outcomes,
        ["OUTCOME_FALSE", "OUTCOME_TRUE", "OUTCOME_FAILED"]
    );
    for (number, line) in lines.iter().enumerate() {
        let report = &line["result"]["policyEvaluationReport"];
        assert_eq!(report["contentMetadata"]["id"], number.to_string());
        assert_eq!(report["contentHash"], line["result"]["contentHash"]);
        let score = report["reviewResult"]["score"].as_f64().unwrap();
        let expected = [0.0..0.5, 0.5..1.0, -1.0..0.0];
        assert!(expected[number].contains(&score), "{score}");
    }
    let again = evaluate(&gateway, &["plain"]).await.lines();
    assert_eq!(
        again[0]["result"]["contentHash"],
        lines[0]["result"]["contentHash"]
    );
}

#[tokio::test]
async fn a_shuffled_stream_answers_every_content_in_an_order_that_the_seed_decides() {
    let order = |seed| async move {
        let gateway = MockGateway::builder()
            .shuffle(true)
            .seed(seed)
            .start()
            .await;
        let lines = evaluate(&gateway, &["a", "b", "c", "d", "e", "f"])
            .await
            .lines();
        let report = |line: &Value| line["result"]["policyEvaluationReport"].clone();
        let ids = lines
            .iter()
            .map(|line| report(line)["contentMetadata"]["id"].clone());
        ids.map(|id| id.as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let first = order(3).await;
    assert_eq!(first, order(3).await);
    let mut sorted = first.clone();
    sorted.sort();
    assert_eq!(sorted, ["0", "1", "2", "3", "4", "5"]);
    assert_ne!(first, sorted);
}

#[tokio::test]
async fn every_refused_item_has_its_detail() {
    let gateway = MockGateway::start().await;
    let texts = ["fine", "badimage", "csam-low", "unsupported"];
    let answer = post(&gateway, "/v1/jobs", request(&texts)).await;
    assert_eq!(answer.status, 499);
    let body = answer.json();
    let types: Vec<&str> = (body["details"].as_array().unwrap().iter())
        .map(|detail| detail["type"].as_str().unwrap())
        .collect();
    assert_eq!(
        types,
        [
            "PRECHECK_FAILURE_TYPE_INVALID_IMAGE",
            "PRECHECK_FAILURE_TYPE_NCMEC",
            "PRECHECK_FAILURE_TYPE_UNSUPPORTED_IMAGE_FORMAT"
        ]
    );
    let confidence = &body["details"][1]["matchConfidence"];
    assert_eq!(*confidence, "PRECHECK_MATCH_CONFIDENCE_LOW");
    let answer = post(&gateway, "/v1/jobs", request(&["badimage"])).await;
    assert_eq!((answer.status, &answer.json()["code"]), (400, &json!(9)));
}

#[tokio::test]
async fn images_are_judged_by_their_bytes_and_urls_by_their_text() {
    let gateway = MockGateway::start().await;
    let body = json!({"policyId": POLICY, "contentData": [
        {"image": "ZmxhZw=="}, {"imageUrl": "https://x/flag.png"}, {"image": "aGk"},
    ]});
    let lines = post(&gateway, "/v1/jobs/stream", body).await.lines();
    let outcome =
        |line: &Value| line["result"]["policyEvaluationReport"]["reviewResult"]["outcome"].clone();
    assert_eq!(
        lines.iter().map(outcome).collect::<Vec<_>>(),
        ["OUTCOME_TRUE", "OUTCOME_TRUE", "OUTCOME_FALSE"]
    );
}

#[tokio::test]
async fn requests_are_checked_before_anything_is_judged() {
    let gateway = MockGateway::start().await;
    let text = json!([{"text": "a"}]);
    for (path, body, message) in [
        (
            "/v1/jobs",
            json!({"contentData": text}),
            "policy_id is required",
        ),
        (
            "/v1/jobs",
            json!({"policyId": "p"}),
            "content_data is required",
        ),
        (
            "/v1/jobs",
            json!({"policyId": "p", "contentData": [{"metadata": {}}]}),
            "content is required",
        ),
        (
            "/v1/jobs/stream",
            json!({"policyId": "p", "contentData": text, "threshold": 1.5}),
            "threshold must be between 0 and 1",
        ),
        (
            "/v1/jobs/stream",
            json!({"policyId": "p", "contentData": text, "webhook": {}}),
            r#"proto: (line 1:46): unknown field "webhook""#,
        ),
        (
            "/v1/jobs",
            json!({"policyId": "p", "contentData": text, "webhook": {"url": "http://x"}}),
            "webhook url must use https",
        ),
        (
            "/v1/labels/evaluate",
            json!({"labelVersionIds": ["a"]}),
            "content_data is required",
        ),
        (
            "/v1/labels/evaluate",
            json!({"contentData": {"text": "a"}}),
            "at least one label version id is required",
        ),
        (
            "/v1/labels/evaluate",
            json!({"contentData": {"text": "a"}, "labelVersionIds": vec!["a"; 11]}),
            "at most 10 label version ids are allowed",
        ),
    ] {
        let answer = post(&gateway, path, body).await;
        assert_eq!(answer.status, 400, "{message}");
        let body = answer.json();
        let error = if path.ends_with("stream") {
            &body["error"]
        } else {
            &body
        };
        assert_eq!(
            (&error["code"], &error["message"]),
            (&json!(3), &json!(message))
        );
    }
}

#[tokio::test]
async fn a_created_job_is_pending_then_running_then_done_and_listed() {
    for dialect in [Dialect::Go, Dialect::Sparse] {
        let gateway = MockGateway::builder().dialect(dialect).start().await;
        let created = post(&gateway, "/v1/jobs", request(&["flag", "b"])).await;
        assert_eq!(created.json()["job"]["status"], "JOB_STATUS_PENDING");
        let id = created.json()["job"]["jobUuid"]
            .as_str()
            .unwrap()
            .to_owned();
        let path = format!("/v1/jobs/{id}");
        let running = get(&gateway, &path).await.json();
        assert_eq!(running["job"]["status"], "JOB_STATUS_RUNNING");
        let done = get(&gateway, &path).await.json();
        assert_eq!(done["job"]["status"], "JOB_STATUS_COMPLETED");
        assert_eq!(done["job"]["results"].as_array().unwrap().len(), 2);
        let list = get(&gateway, "/v1/jobs").await.json();
        assert_eq!(list["jobs"], json!([done["job"]]));
    }
    let gateway = MockGateway::builder()
        .created_jobs(Stage::Failed)
        .start()
        .await;
    let created = post(&gateway, "/v1/jobs", request(&["a"])).await.json();
    let path = format!("/v1/jobs/{}", created["job"]["jobUuid"].as_str().unwrap());
    assert_eq!(
        get(&gateway, &path).await.json()["job"]["status"],
        "JOB_STATUS_FAILED"
    );
}

#[tokio::test]
async fn labels_are_answered_in_the_order_that_they_were_asked_in() {
    let gateway = MockGateway::start().await;
    let versions = ["b", "00000000-0000-0000-0000-000000000000", "a"];
    let body = json!({"contentData": {"text": "flag"}, "labelVersionIds": versions,
        "labelEvalOptions": {"bundleSize": "8"}});
    let answer = post(&gateway, "/v1/labels/evaluate", body).await.json();
    let results = answer["results"].as_array().unwrap();
    let answered: Vec<&str> = results
        .iter()
        .map(|r| r["labelVersionId"].as_str().unwrap())
        .collect();
    assert_eq!(answered, versions);
    assert_eq!(results[0]["evaluation"]["outcome"], "OUTCOME_TRUE");
    assert_eq!(results[1]["error"], "label version is not published");
    assert!(results[1].get("evaluation").is_none());
    let refused = json!({"contentData": {"text": "csam"}, "labelVersionIds": ["a"]});
    assert_eq!(
        post(&gateway, "/v1/labels/evaluate", refused).await.status,
        499
    );
}

#[tokio::test]
async fn a_stream_can_break_off_anywhere() {
    let gateway = MockGateway::start().await;
    let texts = ["a", "b", "c"];
    let whole = evaluate(&gateway, &texts).await.body.len();
    let stream = || gateway.on(Operation::Evaluate);

    stream().next(Fault::EndAfter(2));
    assert_eq!(evaluate(&gateway, &texts).await.lines().len(), 2);
    stream().next(Fault::ErrorAfter(2));
    assert_eq!(
        evaluate(&gateway, &texts).await.lines()[2]["error"]["code"],
        13
    );
    stream().next(Fault::GarbageAfter(2));
    let garbage = evaluate(&gateway, &texts).await;
    assert!(garbage.text().lines().nth(2).unwrap().starts_with("%%%"));
    assert_eq!(garbage.text().lines().count(), 4);
    for at in [0, 1, whole / 2, whole - 1, whole] {
        stream().next(Fault::CutAt(at));
        assert_eq!(evaluate(&gateway, &texts).await.body.len(), at);
        stream().next(Fault::CloseAt(at));
        let answer = evaluate(&gateway, &texts).await;
        assert_eq!(answer.body.len(), at);
        assert!(!answer.bytes.ends_with(b"0\r\n\r\n"));
    }
    stream().next(Answer::stream(["{\"result\":{}}\n"], Duration::ZERO));
    assert_eq!(
        evaluate(&gateway, &texts).await.lines(),
        [json!({"result": {}})]
    );
}

#[tokio::test]
async fn chunks_can_cut_through_lines_and_characters() {
    let gateway = MockGateway::builder().chunk_bytes(1).start().await;
    let answer = evaluate(&gateway, &["a"]).await;
    assert!(
        answer
            .bytes
            .windows(5)
            .filter(|w| w == b"1\r\n\xc3\r")
            .count()
            > 0
    );
    assert_eq!(answer.lines().len(), 1);
}

#[tokio::test]
async fn an_abandoned_stream_is_seen_within_50_ms() {
    let gateway = MockGateway::builder()
        .frame_gap(Duration::from_millis(30))
        .start()
        .await;
    let key = [
        ("authorization", "Bearer test-key"),
        ("content-type", "application/json"),
    ];
    let body = request(&["a"; 1000]).to_string();
    let mut stream = open(&gateway, "POST", "/v1/jobs/stream", &key, &body).await;
    stream.read_exact(&mut [0; 100]).await.unwrap();
    drop(stream);
    let left = tokio::time::Instant::now();
    while gateway.departures().is_empty() {
        assert!(left.elapsed() < Duration::from_secs(30), "never seen");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert!(gateway.departures()[0].at - left < Duration::from_millis(50));
}

#[tokio::test]
async fn a_deadline_that_the_client_tells_is_kept() {
    let gateway = MockGateway::builder()
        .latency(Duration::from_secs(30))
        .start()
        .await;
    let headers = [("grpc-timeout", "20m")];
    let answer = plain::send(&gateway, "GET", "/v1/jobs", &headers, "").await;
    assert_eq!((answer.status, &answer.json()["code"]), (504, &json!(4)));
    assert!(gateway.unexpected().is_empty());
    let headers = [("grpc-timeout", "20ms")];
    let path = "/v1/jobs/x";
    let slow = plain::send(&gateway, "GET", path, &headers, "");
    let _ = tokio::time::timeout(Duration::from_millis(100), slow).await;
    assert!(
        gateway
            .unexpected()
            .iter()
            .any(|u| u.reason.contains("20ms"))
    );
    gateway.allow_unexpected();
}
