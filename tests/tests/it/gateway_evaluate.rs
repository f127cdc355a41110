//! Create job, evaluate and evaluate labels: what is judged, refused and rejected.

use crate::plain::{self, Plain, get, post};
use mock_gateway::{Dialect, MockGateway, Stage, capture};
use serde_json::{Value, json};

const POLICY: &str = "11111111-1111-4111-8111-111111111111";

pub(crate) fn request(texts: &[&str]) -> Value {
    let contents: Vec<Value> = texts
        .iter()
        .enumerate()
        .map(|(number, text)| json!({"text": text, "metadata": {"id": number.to_string()}}))
        .collect();
    json!({"contentData": contents, "policyId": POLICY})
}

pub(crate) async fn evaluate(gateway: &MockGateway, texts: &[&str]) -> Plain {
    post(gateway, "/v1/jobs/stream", request(texts)).await
}

/// The shape of a JSON text: its keys, brackets and spaces, without the values.
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
        // The recording client wrote a space after each colon and comma, which affects positions.
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
    let versions = ["b", "00000000-0000-4000-8000-000000000000", "a"];
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
