//! `clavata flatten` reports every refusal, and nothing else as one.

use crate::support::{flatten, verdicts};

#[test]
fn an_error_behind_results_loses_none_of_them() {
    let result = r#"{"result":{"policyEvaluationReport":{"result":"OUTCOME_FALSE"}}}"#;
    let refused = r#"{"error":{"code":1,"message":"precheck","details":[{"@type":"t/x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC","details":"md5::abc"}]}}"#;
    let ran = flatten(
        &["--format", "verdict"],
        format!("{result}\n{result}\n{refused}\n").as_bytes(),
    );
    let undetermined = "{\"verdict\":\"undetermined\"}\n";
    let clear = "{\"verdict\":\"clear\"}\n";
    assert_eq!(verdicts(&ran.out), format!("{clear}{clear}{undetermined}"));
    assert_eq!(ran.code, Some(6), "{}", ran.err);
    assert!(
        ran.err.contains("refused: PRECHECK_FAILURE_TYPE_NCMEC"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("md5::abc"), "{}", ran.err);

    let broke = r#"{"error":{"code":13,"message":"boom"}}"#;
    let ran = flatten(
        &["--format", "verdict"],
        format!("{result}{broke}").as_bytes(),
    );
    assert_eq!(verdicts(&ran.out), format!("{clear}{undetermined}"));
    assert_eq!(ran.code, Some(8), "{}", ran.err);
}

#[test]
fn a_hit_in_an_error_that_broke_off_is_a_refusal() {
    let answer = r#"{"result":{"policyEvaluationReport":{"result":"OUTCOME_FALSE"}}}"#;
    let broken = r#"{"error":{"code":1,"details":[{"@type":"t/x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC""#;
    let ran = flatten(
        &["--format", "jsonl"],
        format!("{answer}\n{broken}").as_bytes(),
    );
    assert_eq!(ran.out.lines().count(), 1);
    assert_eq!(ran.code, Some(6), "{}", ran.err);
    assert!(ran.err.contains("child abuse"), "{}", ran.err);
}

#[test]
fn a_detail_that_stands_alone_is_a_refusal() {
    let hit =
        r#"{"@type":"t/x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC","details":HASH}"#;
    for hash in [
        r#""md5::abc""#,
        r#"["md5::abc"]"#,
        r#"{"md5":"abc"}"#,
        "null",
    ] {
        let alone = hit.replace("HASH", hash);
        let labels = r#"{"contentHash":"h","results":[{"labelVersionId":"v","error":"SAID"}]}"#;
        for text in [
            alone.clone(),
            format!(r#"{{"error":{alone}}}"#),
            format!(r#"{{"job":null,{}"#, &alone[1..]),
            labels.replace("SAID", &alone.replace('"', "\\\"")),
        ] {
            let ran = flatten(&["--format", "verdict", "--exit-verdict"], text.as_bytes());
            assert_eq!(ran.code, Some(6), "{text}\n{}", ran.err);
            let refused = ran.err.find("the gateway refused content");
            let other = ran.err.find("cannot read").unwrap_or(usize::MAX);
            assert!(refused.is_some_and(|at| at < other), "{text}\n{}", ran.err);
        }
    }
}

#[test]
fn words_in_the_known_texts_of_an_answer_are_no_refusal() {
    let job = r#"{"jobUuid":"j","status":3,"contentData":[{"contentHash":"a","text":"WORDS","metadata":{"type":"WORDS"}}],
        "results":[{"report":{"contentMetadata":{"error":"WORDS","WORDS":"1"},"policyKey":"WORDS","contentHash":"a",
        "reviewResult":{"outcome":1},"sectionEvaluationReports":[{"name":"WORDS","message":"WORDS","reviewResult":{"outcome":1}}]}}]}"#;
    for words in [
        "PrecheckFailure",
        "PRECHECK_FAILURE_TYPE_NCMEC",
        "precheck failure",
        "\\u0050recheckFailure",
        "matchConfidence",
    ] {
        let job = job.replace("WORDS", words);
        let ran = flatten(&["--format", "verdict", "--exit-verdict"], job.as_bytes());
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{words}");
    }
}

#[test]
fn a_refusal_beside_a_long_list_or_job_is_seen_before_its_rows_whatever_holds_it() {
    let id = r#""jobUuid":"55555555-5555-4555-8555-555555555555","status":"JOB_STATUS_COMPLETED""#;
    let result = r#"{"report":{"result":"OUTCOME_FALSE"}}"#;
    let job = format!(r#"{{{id},"results":[{result}]}}"#);
    let list = vec![job; 20_000].join(",");
    let results = vec![result; 60_000].join(",");
    let hit = r#"[{"@type":"x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC"}]"#;
    for beside in ["results", "jobs", "contentData"] {
        for long in [
            format!(r#"{{"jobs":[{list}],"notice":{{"{beside}":{hit}}}}}"#),
            format!(r#"{{"job":{{{id},"results":[{results}]}},"notice":{{"{beside}":{hit}}}}}"#),
        ] {
            let ran = flatten(
                &["--format", "jsonl", "--columns", "verdict"],
                long.as_bytes(),
            );
            assert_eq!(ran.code, Some(6), "{}", ran.err);
            assert!(ran.out.lines().count() >= 20_000, "{}", ran.err);
            assert!(!ran.out.contains("clear"), "{beside} {}", &long[..40]);
        }
    }
}

#[test]
fn an_error_that_only_a_refusal_has_is_a_refusal_as_it_is_in_a_call() {
    for error in [r#"{"error":{"code":1}}"#, r#"{"code":1,"details":[]}"#] {
        let ran = flatten(&[], error.as_bytes());
        assert_eq!(ran.code, Some(6), "{error}: {}", ran.err);
        let said = "the gateway refused content: it sent no details\n";
        assert!(ran.err.contains(said), "{}", ran.err);
    }
    let detailed = r#"{"error":{"code":1,"details":[{"@type":"x.PrecheckFailure","type":1}]}}"#;
    let ran = flatten(&[], detailed.as_bytes());
    assert_eq!(ran.code, Some(6), "{}", ran.err);
    assert!(
        ran.err.contains("the gateway refused content\n"),
        "{}",
        ran.err
    );
    let canceled = br#"{"error":{"code":1,"message":"context canceled"}}"#;
    let ran = flatten(&[], canceled);
    assert_eq!(ran.code, Some(8), "{}", ran.err);
}
