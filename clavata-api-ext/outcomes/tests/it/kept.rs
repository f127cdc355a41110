//! Answers that are kept as bytes and rows.

use clavata_api::Arrived;
use clavata_outcomes::api::EvaluateResponse;
use clavata_outcomes::flatten::{Flattener, Kept};
use clavata_outcomes::{ContentResult, Level, Metadata, Row};

fn keep(frame: &str) -> Result<Kept, Vec<u8>> {
    Flattener::new(Level::All).keep(frame.as_bytes().to_vec())
}

fn decoded(frame: &str) -> EvaluateResponse {
    match clavata_api::read(frame.as_bytes()).answer {
        Some(Arrived::Evaluation(answer)) => answer,
        other => panic!("{other:?}"),
    }
}

const USUAL: &str = r#"{"result":{"jobUuid":"j","contentHash":"md5::1","policyEvaluationReport":{
    "policyId":"p","policyKey":"Toxi\u0063ity","contentHash":"fnv1a128::2","threshold":0.5,
    "contentMetadata":{"b":"\n","a":"x","clavata.input":"12","a":"y"},
    "reviewResult":{"outcome":"OUTCOME_FALSE","score":0.25},
    "sectionEvaluationReports":[
        {"name":"In\"sult","message":"block","reviewResult":{"outcome":"OUTCOME_TRUE","score":0.75},
         "assertionEvaluationReports":[{"result":"OUTCOME_MAYBE","message":"\u00e9","score":-1},null],
         "exceptionEvaluationReport":{"assertionEvaluationReports":[{"result":2}]}},
        {"name":"In\"sult","result":99}],
    "exceptionEvaluationReport":{"result":"OUTCOME_FAILED"},
    "tokenUsage":{"inputTokens":120,"billed_tokens":60},"labelMatches":{"tokenUsage":0.5}}}}"#;

/// Clear, if its last rule had not failed.
const FAILED: &str = r#"{"result":{"policyEvaluationReport":{"result":2,"sectionEvaluationReports":[
    {"name":"a","result":2,"assertionEvaluationReports":[{"result":2,"score":0.1}]},
    {"name":"b","result":2,"assertionEvaluationReports":[{"result":2,"score":0.1},{"result":2,"score":-1}]}],
    "tokenUsage":{"billedTokens":"7","multiplier":2}}}}"#;

const FRAMES: [&str; 8] = [
    USUAL,
    FAILED,
    r#"{"result":{"policyEvaluationReport":{"result":2}}}"#,
    r#"{"result":{"contentHash":"md5::1","policyEvaluationReport":{"result":2,"tokenUsage":null}}}"#,
    r#"{"error":null,"result":{"policy_evaluation_report":{"token_usage":{"billedTokens":3}}}}"#,
    r#" {"result":{"policyEvaluationReport":{"sectionEvaluationReports":[{"name":""},{}]}}} "#,
    r#"{"result":{"policyEvaluationReport":{"contentMetadata":{"clavata.input":"x\ty"}},"other":[{}]}}"#,
    r#"{"result":{"policyEvaluationReport":{"policyKey":"\ud83d","sectionEvaluationReports":[{"name":"\ud800","message":"\udc00\ud800",
        "assertionEvaluationReports":[{"result":2,"message":"a\ud800\ud800b"}]}]}}}"#,
];

#[test]
fn what_is_kept_says_what_decoding_says() {
    for frame in FRAMES {
        let (kept, mut answer) = (keep(frame).unwrap(), decoded(frame));
        let (own, other) = (
            ContentResult::of_kept(7, &kept),
            ContentResult::of_evaluation(7, &answer),
        );
        let rows: Vec<Row<'_>> = own.rows().collect();
        assert_eq!(rows, other.rows().collect::<Vec<_>>(), "{frame}");
        for level in [Level::Policy, Level::Label, Level::Rule] {
            assert!(own.rows().level(level).eq(other.rows().level(level)));
            // What no row shows is read in the same way, and counts.
            let kept = Flattener::new(level).keep(frame.as_bytes().to_vec());
            let kept = kept.unwrap();
            let own = ContentResult::of_kept(7, &kept);
            assert!(own.rows().eq(other.rows().level(level)), "{level:?}");
            assert_eq!(own.verdict(), other.verdict());
            assert_eq!(own.strict_verdict(), other.strict_verdict());
            assert_eq!(own.usage(), other.usage());
        }
        assert_eq!(own.verdict(), other.verdict());
        assert_eq!(own.strict_verdict(), other.strict_verdict());
        assert_eq!(own.usage(), other.usage(), "{frame}");
        assert_eq!(own.actions(), other.actions());
        assert_eq!(own.metadata(), other.metadata());
        assert_eq!(own.content_hash(), other.content_hash());
        assert_eq!(own.job_uuid(), other.job_uuid());
        assert_eq!(kept.as_bytes(), frame.as_bytes());

        let report = answer.policy_evaluation_report.as_mut().unwrap();
        let mark = report.content_metadata.remove(Metadata::INPUT_KEY);
        assert_eq!(kept.mark(), mark.as_deref());
        assert_eq!(own.report(), Some(&*report));
        assert_eq!(kept.answer(), &answer);
        assert_eq!(kept.into_answer(), answer);
        assert_eq!(keep(frame).unwrap().into_answer(), answer);
    }
}

#[test]
fn all_else_is_given_back() {
    for other in [
        "",
        "{}",
        "null",
        r#"{"result":null}"#,
        r#"{"result":{}}"#,
        r#"{"result":{"policyEvaluationReport":null}}"#,
        r#"{"result":{"policyEvaluationReport":{"result":2}}"#,
        r#"{"result":{"policyEvaluationReport":{"result":2}}}}"#,
        r#"{"result":{"policyEvaluationReport":{"result":2}}}{}"#,
        r#"{"result":{"policyEvaluationReport":{"result":2,"result":2}}}"#,
        r#"{"result":{"policyEvaluationReport":{"result":true}}}"#,
        r#"{"result":{"policyEvaluationReport":{"tokenUsage":{"billedTokens":"x"}}}}"#,
        r#"{"result":{"policyEvaluationReport":{"tokenUsage":[1,2]}}}"#,
        r#"{"result":{"policyEvaluationReport":{"result":2},"error":{"code":3}}}"#,
        r#"{"result":{"policyEvaluationReport":{"result":2}},"error":{"code":3}}"#,
        r#"{"result":{"policyEvaluationReport":{"result":2}},"job":{}}"#,
        r#"{"error":{"code":3}}"#,
        r#"{"job":{"results":[{"report":{"result":2}}]}}"#,
        r#"{"policyEvaluationReport":{"result":2}}"#,
        r#"[{"result":{"policyEvaluationReport":{"result":2}}}]"#,
    ] {
        assert_eq!(keep(other).unwrap_err(), other.as_bytes(), "{other}");
    }
    let mut bytes = FRAMES[2].as_bytes().to_vec();
    bytes.insert(2, 0xff);
    let given_back = Flattener::new(Level::All).keep(bytes.clone());
    assert_eq!(given_back.unwrap_err(), bytes);
}

#[test]
fn no_more_is_kept_than_surely_decodes() {
    let frame = |labels: usize, label: &str| {
        let labels = vec![label; labels].join(",");
        format!(
            r#"{{"result":{{"policyEvaluationReport":{{"sectionEvaluationReports":[{labels}]}}}}}}"#
        )
    };
    for (label, most) in [
        ("{}", 2047),
        (r#"{"exceptionEvaluationReport":{}}"#, 1023),
        (r#"{"assertionEvaluationReports":[{}]}"#, 1023),
    ] {
        let kept = keep(&frame(most, label)).unwrap();
        let report = kept.answer().policy_evaluation_report.as_ref().unwrap();
        assert_eq!(report.section_evaluation_reports.len(), most);
        assert!(keep(&frame(most + 1, label)).is_err(), "{label}");
    }
}

#[test]
fn one_flattener_keeps_one_answer_after_the_other() {
    let mut flattener = Flattener::new(Level::All);
    let passed = FAILED.replace("-1", "1").replace(r#""7""#, "8");
    let frames = FRAMES.into_iter().chain(["{}", &passed, FAILED, USUAL]);
    for frame in frames.chain(FRAMES) {
        if let Ok(kept) = flattener.keep(frame.as_bytes().to_vec()) {
            let (own, answer) = (ContentResult::of_kept(0, &kept), decoded(frame));
            let other = ContentResult::of_evaluation(0, &answer);
            assert!(own.rows().eq(other.rows()));
            assert_eq!(own.verdict(), other.verdict(), "{frame}");
            assert_eq!(own.usage(), other.usage(), "{frame}");
            assert_eq!(kept.mark(), keep(frame).unwrap().mark());
        }
    }
}

#[test]
fn debug_shows_no_content() {
    let shown = format!("{:?}", keep(USUAL).unwrap());
    assert_eq!(shown, "Kept { job_uuid: Some(\"j\"), rows: 8, .. }");
}

/// An answer that differs from similar ones only in its values.
fn answer(number: usize, pairs: &str, outcome: &str, message: &str) -> String {
    format!(
        r#"{{"result":{{"contentHash":"md5::\u0061{number}","policyEvaluationReport":{{"policyId":"p","policyKey":"k",
        "contentMetadata":{{{pairs}}},"result":"OUTCOME_FALSE","sectionEvaluationReports":[
        {{"name":"la\"bel","result":"OUTCOME_{outcome}","message":"block","assertionEvaluationReports":[
        {{"result":"OUTCOME_FALSE","message":"{message}","score":0.{number}}}],
        "reviewResult":{{"outcome":"OUTCOME_{outcome}","score":0.{number}}}}}]}}}}}}"#
    )
}

#[test]
fn what_is_kept_stays_as_it_is_while_others_like_it_come_and_go() {
    let pairs = [
        r#""a":"1","clavata.input":"0","#,
        r#""a":"\n","clavata.input":"1","#,
        r#""a":"1","b":"2","c":"3","clavata.input":"4","d":"\u00e9","#,
    ];
    let pairs = pairs.map(|pairs| pairs.trim_end_matches(','));
    let mut frames = Vec::new();
    for number in 0..40 {
        let outcome = ["FALSE", "TRUE", "FAILED", "NEW"][number % 4];
        let message = ["insults", "insults", "in\\nsults", "other"][number / 2 % 4];
        frames.push(answer(number, pairs[number / 4 % 3], outcome, message));
    }
    let mut flattener = Flattener::new(Level::All);
    let mut keep = |frame: &String| flattener.keep(frame.clone().into_bytes()).unwrap();
    let kept: Vec<Kept> = frames.iter().map(&mut keep).collect();
    // They share texts, which must outlive the flattener that read them.
    drop(flattener);
    for (frame, kept) in frames.iter().zip(&kept) {
        let answer = decoded(frame);
        let own = ContentResult::of_kept(0, kept);
        let other = ContentResult::of_evaluation(0, &answer);
        assert!(own.rows().eq(other.rows()), "{frame}");
        assert_eq!(own.metadata(), other.metadata(), "{frame}");
        assert_eq!(own.content_hash(), other.content_hash(), "{frame}");
        assert_eq!(own.verdict(), other.verdict(), "{frame}");
        assert_eq!(kept.mark().is_some(), frame.contains("clavata.input"));
    }
}
