use serde_json::{Value, json};

use super::{Secrets, content_type, path, retry_after, sent};

fn secrets(texts: &[&str]) -> Secrets {
    let mut secrets = Secrets::default();
    let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    secrets.add(&texts);
    secrets
}

#[test]
fn what_the_contract_knows_stays() {
    let id = "11111111-1111-4111-8111-111111111111";
    let answer = json!({"job": {"jobUuid": id, "status": "JOB_STATUS_COMPLETED", "created": "2024-01-02T03:04:05Z",
        "results": [{"report": {"policy_id": id, "contentHash": "md5::00000000000000000000000000000001",
            "result": "RESULT_TRUE", "reviewResult": {"outcome": "OUTCOME_TRUE", "score": 0.9}, "threshold": "0.5",
            "sectionEvaluationReports": [{"name": "Hate Speech", "message": "block, review"}],
            "labelMatches": {"Hate Speech": 0.9}, "tokenUsage": {"billedTokens": 12}}}]}});
    let secrets = secrets(&["some content that is true and completed"]);
    assert_eq!(secrets.scrubbed(answer.clone()), answer);
}

#[test]
fn what_belongs_to_the_caller_goes() {
    let scrub = |value: Value| secrets(&["abcdef", "42"]).scrubbed(value);
    assert_eq!(
        scrub(
            json!({"contentData": [{"text": "x", "image": 5, "metadata": {"id": "7", "clavata.input": "3"}}],
            "options": {"a": "b"}, "imageUrl": "https://x", "nextPageToken": "t"})
        ),
        json!({"contentData": [{"text": "scrubbed", "image": 0, "metadata": {"clavata.input": "3"}}],
            "options": {}, "imageUrl": "scrubbed", "nextPageToken": "scrubbed"})
    );
    // A new field keeps its name, unless a request said it, but never its text or number.
    assert_eq!(
        scrub(
            json!({"newField": {"deep": ["x", 9, true, null]}, "abcdef": 1, "xabcdefx": 1, "a b": 1})
        ),
        json!({"newField": {"deep": ["scrubbed", 0, true, null]}})
    );
    // Nothing is known of what is within it.
    assert_eq!(
        scrub(
            json!({"job": {"newContext": {"name": "John Smith", "message": "x y", "at": {"status": "new"}}}})
        ),
        json!({"job": {"newContext": {"name": "scrubbed", "message": "scrubbed", "at": {"status": "scrubbed"}}}})
    );
    assert_eq!(
        scrub(json!({"batchJobs": [{"errorMessage": "line seven is odd"}]})),
        json!({"batchJobs": [{"errorMessage": "scrubbed"}]})
    );
    // A known field does not keep what it should not hold, either.
    assert_eq!(
        scrub(
            json!({"jobUuid": "abc", "status": "abcdef", "created": "today", "score": "42", "contentHash": "md5::x",
            "metadata": "x", "contentMetadata": {"clavata.input": "abcdef"}, "labelMatches": {"abcdef": 1}})
        ),
        json!({"jobUuid": "scrubbed", "status": "scrubbed", "created": "scrubbed", "score": "scrubbed",
            "contentHash": "scrubbed", "metadata": "scrubbed", "contentMetadata": {}, "labelMatches": {"…": 1}})
    );
}

#[test]
fn messages_keep_plain_words_that_no_request_had() {
    let secrets = secrets(&["Kill the lights", "zebra-4f00ba", "opaque"]);
    for (said, kept) in [
        ("quota exceeded, try again", "quota exceeded, try again"),
        ("you sent: Kill THE lights", "you sent: …"),
        ("a zebra is here (zebra-4f00ba)", "… is here (…-…)"),
        ("%6b%69%6c%6c 6b696c6c \\u006b", "… "),
        ("S2lsbCB0aGUgbGlnaHRz", "…"),
        ("opa paque OPAQUES", "opa …"),
        ("été 12345 aBcD k i l l", "…"),
        ("", ""),
    ] {
        assert_eq!(secrets.words(said).trim_end(), kept.trim_end(), "{said}");
    }
}

#[test]
fn everything_that_a_request_says_is_a_secret() {
    let mut headers = http::HeaderMap::new();
    headers.insert("authorization", "Bearer test-key".parse().unwrap());
    headers.insert("x-tenant", "blue".parse().unwrap());
    headers.insert("accept", "application/json".parse().unwrap());
    let body = json!({"policyId": "11111111-1111-4111-8111-111111111111", "contentData": [
        {"text": "hello", "metadata": {"my key": "my value", "clavata.input": "0"}}], "newField": {"x": 7}});
    let said = sent(
        &headers,
        Some("pageToken=tok%20en"),
        body.to_string().as_bytes(),
    );
    let expected = [
        "blue", "hello", "my key", "my value", "newField", "test-key", "tok en", "x", "7",
    ];
    let mut said: Vec<&str> = said.iter().map(String::as_str).collect();
    let mut expected = expected.to_vec();
    said.sort_unstable();
    expected.sort_unstable();
    assert_eq!(said, expected);
    assert_eq!(sent(&http::HeaderMap::new(), None, b"no json"), ["no json"]);
}

#[test]
fn paths_and_headers_hold_nothing_else() {
    let id = "/v1/jobs/11111111-1111-4111-8111-111111111111";
    assert_eq!(path(id), id);
    assert_eq!(
        path("/v1/batch-jobs/my%20name/cancel"),
        "/v1/batch-jobs/scrubbed/cancel"
    );
    assert_eq!(
        content_type(Some("application/json; charset=x")),
        "application/json"
    );
    assert_eq!(
        content_type(Some("hello/world")),
        "application/octet-stream"
    );
    assert_eq!(retry_after("17").as_deref(), Some("17"));
    assert_eq!(
        retry_after("Sun, 06 Nov 1994 08:49:47 GMT").as_deref(),
        Some("Sun, 06 Nov 1994 08:49:47 GMT")
    );
    assert_eq!(retry_after("hello"), None);
}
