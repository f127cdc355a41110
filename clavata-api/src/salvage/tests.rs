use proptest::prelude::*;
use proptest::sample::Index;

use super::{Evidence, refusals_in, salvage};

const DETAIL: &str = r#"{"@type":"type.googleapis.com/clavata.gateway.v1.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC","message":"m","details":"md5::abc"}"#;

fn hashes(bytes: &[u8]) -> Vec<String> {
    let Some(status) = salvage(bytes) else {
        return Vec::new();
    };
    let found = refusals_in(&status);
    assert!(!found.is_empty(), "found and lost again: {status:?}");
    let hash = |one: Evidence<'_>| match one {
        Evidence::Detail(fields) => fields["details"].as_str().unwrap_or("?").to_owned(),
        Evidence::Text(_) => "raw".to_owned(),
    };
    found.into_iter().map(hash).collect()
}

#[test]
fn details_are_read_out_of_anything() {
    for text in [
        DETAIL.to_owned(),
        format!(r#"{{"error":{{"code":1,"details":[{DETAIL}]}}}}"#),
        format!("<html>{DETAIL}</html>"),
        format!(r#"{{"error":{{"code":1,"details":[{{"@type":"x","broken":}},{DETAIL}"#),
        format!("data: [[[{DETAIL}, 7"),
        format!("{}{DETAIL}", "x".repeat(1 << 20)),
        DETAIL.replace("PrecheckFailure", "\\u0050recheckF\\u0061ilure"),
        DETAIL.replace("PrecheckFailure", "precheckfailure"),
        DETAIL.replace("PrecheckFailure", "precheck_failure/"),
    ] {
        assert_eq!(hashes(text.as_bytes()), ["md5::abc"], "{text:.80}");
    }
    let utf16: Vec<u8> = DETAIL.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(hashes(&utf16), ["md5::abc"]);
}

#[test]
fn a_detail_is_read_whatever_stands_before_or_within_it() {
    let long = "x".repeat(5000);
    let named = format!(r#""cause":{{"note":"precheck failure {long}"}},"@type""#);
    let open = r#"{"a":"#.repeat(6);
    let notes = r#"{"note":"precheck failure"},"#.repeat(1000);
    for text in [
        DETAIL.replace("\"@type\"", &named),
        format!("{open}[{notes}{DETAIL}"),
        format!("{} {DETAIL}", "PrecheckFailure {{{{{{{{".repeat(10_000)),
    ] {
        let found = hashes(text.as_bytes());
        assert!(found.contains(&"md5::abc".to_owned()), "{text:.80}");
    }
    // In a string within a string, even the escape is escaped.
    let detail = r#"{"@type":"Precheck\u0046ailure"}"#;
    let quoted = serde_json::Value::from(detail).to_string();
    for text in [detail, &quoted] {
        assert!(salvage(text.as_bytes()).is_some(), "{text}");
    }
}

#[test]
fn a_word_for_abuse_material_is_kept_wherever_it_stands() {
    let far = "x".repeat(20_000);
    let cut = r#"{"@type":"…PrecheckFailure","message":""#;
    let quoted = serde_json::Value::from(DETAIL).to_string();
    for (text, words) in [
        (format!("{cut}{far}\",\"type\":\"NCMEC\""), 1),
        (
            format!("{{\"type\":\"NCMEC\",\"message\":\"{far}\",\"matchConfidence\":1"),
            1,
        ),
        (
            format!("{cut}{}", format!("{far}{far} {quoted} ").repeat(50)),
            50,
        ),
        (
            format!("{DETAIL} {cut}{}", format!("{far}CSAM").repeat(50)),
            51,
        ),
    ] {
        let details = salvage(text.as_bytes()).unwrap().details;
        let kept: String = details.iter().map(ToString::to_string).collect();
        let found = kept.matches("NCMEC").count() + kept.matches("CSAM").count();
        assert!(found >= words, "{found} of {words}: {text:.80}");
    }
}

#[test]
fn each_of_many_is_found() {
    let text = (0..50).map(|n| DETAIL.replace("abc", &n.to_string()));
    assert_eq!(
        hashes(text.collect::<Vec<_>>().join(",").as_bytes()).len(),
        50
    );
}

#[test]
fn what_is_cut_anywhere_after_its_name_is_still_a_refusal() {
    let name = DETAIL.find("PrecheckFailure").unwrap() + "PrecheckFailure".len();
    for end in name..DETAIL.len() {
        assert_eq!(hashes(&DETAIL.as_bytes()[..end]), ["raw"], "{end}");
    }
    assert!(salvage(&DETAIL.as_bytes()[..name - 1]).is_none());
    assert!(salvage(b"precheck failed").is_none());
}

#[test]
fn a_detail_is_known_by_whatever_part_of_it_is_left() {
    let url = "type.googleapis.com/clavata.gateway.v1.PrecheckFailure";
    for detail in [
        r#"{"type":1,"message":"m"}"#.to_owned(),
        r#"{"type":"1","details":"md5::abc"}"#.to_owned(),
        r#"{"type":"NCMEC","matchConfidence":1}"#.to_owned(),
        r#"{"type":1,"match_confidence":"PRECHECK_MATCH_CONFIDENCE_LOW"}"#.to_owned(),
        r#"{"type":"precheck_failure_type_ncmec"}"#.to_owned(),
        r#"{"reason":"precheck_failure","metadata":{}}"#.to_owned(),
        r#"{"precheckFailure":{"type":1}}"#.to_owned(),
        format!(r#"{{"{url}":{{"type":1}}}}"#),
        format!(r#"{{"@type":"{}","type":1}}"#, url.to_lowercase()),
        format!(r#"{{"@type":"{}","type":1}}"#, url.to_uppercase()),
        format!(r#"{{"@type":"{url}?v=2","type":1}}"#),
    ] {
        let text = format!(r#"{{"code":1,"details":[{detail}]}}"#);
        let status: crate::types::Status = crate::decode(text.as_bytes()).unwrap();
        assert!(!refusals_in(&status).is_empty(), "{detail}");
    }
    for detail in [
        r#"{"type":1,"message":"m","subject":"s"}"#,
        r#"{"type":"TOS","message":"m"}"#,
        r#"{"message":"the precheck failed"}"#,
    ] {
        let text = format!(r#"{{"code":9,"details":[{detail}]}}"#);
        let status: crate::types::Status = crate::decode(text.as_bytes()).unwrap();
        assert!(refusals_in(&status).is_empty(), "{detail}");
    }
}

/// The details of images that were refused, the one at `ncmec` as known abuse material.
fn refused(count: usize, ncmec: usize) -> Vec<String> {
    let detail = |n: usize| {
        let reason = if n == ncmec { "NCMEC" } else { "INVALID_IMAGE" };
        let detail = DETAIL.replace("NCMEC", reason);
        detail.replace("abc", &n.to_string())
    };
    (0..count).map(detail).collect()
}

/// Whether the details of an error name known abuse material.
fn names_abuse(bytes: &[u8]) -> bool {
    let details = salvage(bytes).map(|status| status.details);
    let mut details = details.into_iter().flatten();
    details.any(|detail| detail.to_string().contains("NCMEC"))
}

proptest! {
    /// Wherever the one match is among many refusals, it is found wherever the body is cut after it, also if the
    /// whole body is quoted, so that no detail can be read.
    #[test]
    fn a_match_among_many_refusals_is_found_wherever_the_body_is_cut(
        count in 1_usize..2000, ncmec in any::<Index>(), cut in any::<Index>(), is_quoted: bool,
        named in prop_oneof![Just(0), Just(1), Just(300)],
    ) {
        let ncmec = ncmec.index(count);
        let message = "precheck failure ".repeat(named);
        let body = format!(
            r#"{{"code":1,"message":"{message}","details":[{}]}}"#,
            refused(count, ncmec).join(",")
        );
        let body = if is_quoted { serde_json::Value::from(body).to_string() } else { body };
        let needed = body.find("NCMEC").unwrap() + "NCMEC".len();
        let end = needed + cut.index(body.len() + 1 - needed);
        prop_assert!(names_abuse(&body.as_bytes()[..end]));
        if !is_quoted {
            let whole = body[..end].matches("\"}").count();
            let read = salvage(&body.as_bytes()[..end]).unwrap().details;
            let read = read.iter().filter(|detail| detail.is_object()).count();
            prop_assert!(read >= whole, "{read} of {whole}");
        }
    }
}

#[test]
fn a_match_beyond_all_that_is_kept_is_found() {
    let (names, filler) = ("precheck failure ", "x".repeat(20_000));
    let body = format!(
        "{}{}NCMEC",
        format!("{names}{filler}").repeat(200),
        names.repeat(200_000)
    );
    assert!(names_abuse(body.as_bytes()));
    let kept = salvage(body.as_bytes()).unwrap().details;
    assert!(
        kept.iter()
            .map(|text| text.to_string().len())
            .sum::<usize>()
            < 1_200_000
    );
}

/// Brackets without partners, names without details, and objects within objects. In quadratic time, each would take
/// minutes.
#[test]
fn no_text_is_read_again_and_again() {
    let many = 100_000;
    let nested = |inner: &str| format!("{}{inner}", r#"{"PrecheckFailure":"#.repeat(many));
    for (name, text) in [
        ("names", "PrecheckFailure ".repeat(many)),
        (
            "members",
            format!("{{{}", r#""PrecheckFailure":0,"#.repeat(many)),
        ),
        (
            "texts",
            format!(r#"{{"a":[{}0]}}"#, r#""PrecheckFailure","#.repeat(many)),
        ),
        ("open", nested("")),
        ("closed", nested(&format!("0{}", "}".repeat(many)))),
        ("quoted", r#"{"a":"PrecheckFailure{\"#.repeat(many)),
        ("deep", r#"[{"PrecheckFailure":0,"b":{"c":["#.repeat(many)),
        ("small", r#"{"type":"PrecheckFailure"},"#.repeat(many)),
        (
            "cut",
            format!(
                "{}{}",
                r#"{"a":{"b":{"c":["#,
                r#"{"d":"PrecheckFailure"},"#.repeat(many)
            ),
        ),
    ] {
        assert!(salvage(text.as_bytes()).is_some(), "{name}");
    }
}
