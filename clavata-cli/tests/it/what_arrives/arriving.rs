//! Changes to an answer before it arrives.
#![allow(clippy::unnecessary_wraps)] // all are of the type that a row wants

use serde_json::{Value, json};

use super::answers::{OTHER, Reader, holder, in_snake_case};
use crate::support::gzip;

pub(crate) const HTML: &str = "<html>\n<body>502 Bad Gateway</body>\n</html>";
pub(crate) const ORDINARY: &str =
    r#"{"error":{"code":14,"message":"upstream connect error","details":[]}}"#;
pub(crate) const OWN_ROW: &str = r#"{"job_uuid":"55555555-5555-4555-8555-555555555555","result_index":0,"content_hash":"fnv1a128::0","kind":"policy","label":null,"outcome":"FALSE","score":0.1}"#;

pub(crate) fn no(to: Reader) -> Value {
    to.answer("OUTCOME_FALSE", &json!(0.1))
}

pub(crate) fn clear(to: Reader) -> String {
    to.around(&no(to).to_string())
}

pub(crate) fn judged(to: Reader, outcome: &str, score: &Value) -> Option<Vec<u8>> {
    Some(to.around(&to.answer(outcome, score).to_string()).into())
}

pub(crate) fn instead(to: Reader, text: &str) -> Option<Vec<u8>> {
    Some(to.instead(text).into())
}

pub(crate) fn call(to: Reader, body: &str) -> Option<Vec<u8>> {
    to.calls().then(|| body.into())
}

/// A clear answer with one change, if it has this key.
fn changed(to: Reader, key: &str, value: Option<Value>) -> Option<Vec<u8>> {
    let mut answer = no(to);
    let fields = holder(&mut answer, key)?;
    match value {
        Some(value) => drop(fields.insert(key.to_owned(), value)),
        None => drop(fields.remove(key)),
    }
    Some(to.around(&answer.to_string()).into())
}

pub(crate) fn no_report(to: Reader) -> Option<Vec<u8>> {
    let keys = ["report", "policyEvaluationReport"];
    let key = if to == Reader::Labels {
        "evaluation"
    } else {
        keys[usize::from(to.is_stream())]
    };
    changed(to, key, Some(Value::Null))
}

pub(crate) fn no_job_id(to: Reader) -> Option<Vec<u8>> {
    to.is_of_jobs().then(|| changed(to, "jobUuid", None))?
}

pub(crate) fn other_job(to: Reader) -> Option<Vec<u8>> {
    let asks = matches!(to, Reader::Job | Reader::Webhook);
    asks.then(|| clear(to).replace("5555-4555", "0000-4555").into())
}

pub(crate) fn foreign_result(to: Reader) -> Option<Vec<u8>> {
    let mut answer = no(to);
    let results = holder(&mut answer, "results")?;
    results["results"][0]["jobUuid"] = json!(OTHER);
    Some(to.around(&answer.to_string()).into())
}

pub(crate) fn missing_result(to: Reader) -> Option<Vec<u8>> {
    let contents = json!([{ "contentHash": "fnv1a128::0" }, { "contentHash": "fnv1a128::1" }]);
    changed(to, "contentData", Some(contents))
}

pub(crate) fn foreign_policy(to: Reader) -> Option<Vec<u8>> {
    if to.is_of_jobs() {
        return None;
    }
    let mut answer = no(to);
    let report = holder(&mut answer, "sectionEvaluationReports")?;
    report.insert("policyId".to_owned(), json!(OTHER));
    report.insert("labelVersionId".to_owned(), json!(OTHER));
    Some(to.around(&answer.to_string()).into())
}

pub(crate) fn no_mark(to: Reader) -> Option<Vec<u8>> {
    (to == Reader::Evaluate).then(|| changed(to, "clavata.input", None))?
}

pub(crate) fn contradiction(to: Reader) -> Option<Vec<u8>> {
    let yes = to.answer("OUTCOME_TRUE", &json!(0.9));
    let break_ = match to {
        Reader::Jobs => return None,
        Reader::Labels => ",",
        _ => "\n",
    };
    Some(to.around(&format!("{}{break_}{yes}", no(to))).into())
}

pub(crate) fn snake_case(to: Reader) -> Option<Vec<u8>> {
    let answer = to.answer("OUTCOME_TRUE", &json!(0.9));
    Some(to.around(&in_snake_case(answer).to_string()).into())
}

pub(crate) fn both_spellings(to: Reader) -> Option<Vec<u8>> {
    let mut answer = no(to);
    let report = holder(&mut answer, "sectionEvaluationReports")?;
    report.insert(
        "review_result".to_owned(),
        json!({ "outcome": "OUTCOME_TRUE" }),
    );
    Some(to.around(&answer.to_string()).into())
}

pub(crate) fn lone_surrogate(to: Reader) -> Option<Vec<u8>> {
    Some(
        to.around(&no(to).to_string().replace("Spam", "Spam \\ud83d"))
            .into(),
    )
}

pub(crate) fn bad_field(to: Reader) -> Option<Vec<u8>> {
    changed(to, "reviewResult", Some(json!(7)))
}

pub(crate) fn cut(to: Reader) -> Option<Vec<u8>> {
    let answer = no(to).to_string();
    let half = &answer[..answer.len() / 2];
    Some(match to {
        Reader::Evaluate | Reader::Flatten => to.instead(half).into(),
        _ => {
            let whole = to.around(&answer);
            let start = whole.rfind(&answer)?;
            whole[..start + half.len()].into()
        }
    })
}

pub(crate) fn in_two_members(to: Reader, text: &str) -> Option<Vec<u8>> {
    let is_unpacked = !matches!(to, Reader::Webhook | Reader::Rows);
    let (start, end) = text.as_bytes().split_at(text.len() / 2);
    is_unpacked.then(|| [gzip(start), gzip(end)].concat())
}

pub(crate) fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

pub(crate) fn array(to: Reader, end: &str) -> String {
    format!("[{}{end}", clear(to).trim_end().replace('\n', ","))
}

pub(crate) fn other_answer(to: Reader) -> Option<Vec<u8>> {
    let other = match to {
        Reader::Flatten | Reader::Rows => return None,
        Reader::Evaluate | Reader::EvaluateAll => no(Reader::Job),
        _ => no(Reader::EvaluateAll),
    };
    instead(to, &other.to_string())
}

pub(crate) fn detail() -> Value {
    json!({
        "@type": "type.googleapis.com/clavata.gateway.v1.PrecheckFailure",
        "type": "PRECHECK_FAILURE_TYPE_NCMEC",
        "message": "match",
        "details": "md5::0123456789abcdef",
    })
}

pub(crate) fn status(detail: &Value) -> Value {
    json!({ "code": 1, "message": "precheck failed", "details": [detail] })
}

pub(crate) fn bare() -> String {
    status(&detail()).to_string()
}

pub(crate) fn wrapped(detail: &Value) -> String {
    json!({ "error": status(detail) }).to_string()
}

pub(crate) fn without_type() -> Value {
    let mut detail = detail();
    detail.as_object_mut().unwrap().remove("@type");
    detail
}

pub(crate) fn within() -> Value {
    json!({ "@type": "type.googleapis.com/google.protobuf.Any", "value": detail() })
}

pub(crate) fn escaped() -> String {
    wrapped(&detail())
        .chars()
        .fold(String::new(), |text, letter| {
            if letter.is_ascii_alphabetic() {
                format!("{text}\\u{:04x}", u32::from(letter))
            } else {
                format!("{text}{letter}")
            }
        })
}

pub(crate) fn bad_code() -> String {
    let mut status = status(&detail());
    status["code"] = json!("one");
    json!({ "error": status }).to_string()
}

pub(crate) fn refused_beside(to: Reader) -> Option<Vec<u8>> {
    let error = format!(r#","error":{}}}"#, bare());
    let beside = |text: &str| format!("{}{error}", text.strip_suffix('}').unwrap());
    Some(match to {
        Reader::Evaluate | Reader::Flatten => to.instead(&beside(&no(to).to_string())).into(),
        _ => beside(&clear(to)).into(),
    })
}

pub(crate) fn refused_cut(to: Reader) -> Option<Vec<u8>> {
    let text = wrapped(&detail());
    let end = text.find("NCMEC")? + "NCMEC".len();
    instead(to, &text[..end])
}

pub(crate) fn refused_long(to: Reader) -> Option<Vec<u8>> {
    let text = wrapped(&detail());
    let (start, end) = text.split_at(text.len() - "}]}}".len());
    let filling = format!(r#","filling":"{}""#, "x".repeat(17 << 20));
    instead(to, &[start, &filling, end].concat())
}
