//! Recorded bodies, and damaged ones, for property tests. The crate `clavata-api-ext` includes this file as well.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use super::damage::Damage;

/// All bodies that were recorded, generated from the vendor's classes, or written as examples.
pub(crate) fn seeds() -> &'static [Vec<u8>] {
    static SEEDS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    SEEDS.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut seeds = Vec::new();
        for folder in [
            "openapi/examples",
            "tests/fixtures/jobs-go",
            "tests/fixtures/jobs-sparse",
        ] {
            for entry in fs::read_dir(root.join(folder)).unwrap() {
                let path = entry.unwrap().path();
                if path.extension().is_some_and(|kind| kind == "json") {
                    seeds.push(fs::read(path).unwrap());
                }
            }
        }
        let captures = fs::read_to_string(root.join("tests/fixtures/captures.jsonl")).unwrap();
        for line in captures.lines() {
            let capture: Value = serde_json::from_str(line).unwrap();
            seeds.push(capture["body"].as_str().unwrap_or_default().into());
        }
        for text in [
            "120",
            "3.5s",
            "-1s",
            "1e400s",
            "Wed, 21 Oct 2026 07:28:00 GMT",
        ] {
            seeds.push(text.into());
        }
        seeds.sort();
        seeds
    })
}

pub(crate) fn pick() -> impl Strategy<Value = Vec<u8>> {
    any::<Index>().prop_map(|index| seeds()[index.index(seeds().len())].clone())
}

/// A script of up to three changes to bytes.
pub(crate) fn script() -> impl Strategy<Value = Vec<u8>> {
    // No byte 0xff, which separates inputs in `replayed`.
    let four = prop::array::uniform4(0..0xff_u8);
    prop::collection::vec(four, 0..4).prop_map(|script| script.concat())
}

pub(crate) fn damaged() -> impl Strategy<Value = Vec<u8>> {
    (pick(), script()).prop_map(|(bytes, script)| Damage::all(&script, bytes))
}

/// Answers with the members of two kinds, and streams of two such answers.
pub(crate) fn mixed() -> impl Iterator<Item = String> {
    let refused = r#"{"code":1,"message":"precheck failed","details":[{"type":"PRECHECK_FAILURE_TYPE_NCMEC"}]}"#;
    let members = [
        format!(r#""error":{refused}"#),
        r#""error":null"#.to_owned(),
        r#""result":{"policyEvaluationReport":{"result":2}}"#.to_owned(),
        r#""result":null"#.to_owned(),
        r#""job":{"status":3}"#.to_owned(),
        r#""job":null"#.to_owned(),
        r#""jobs":[{"status":3}]"#.to_owned(),
        r#""nextPageToken":"p""#.to_owned(),
        r#""jobUuid":"j""#.to_owned(),
        r#""customerId":"c""#.to_owned(),
        r#""status":3"#.to_owned(),
        r#""contentData":[]"#.to_owned(),
        r#""results":[]"#.to_owned(),
        r#""results":[{"report":{"result":2}}]"#.to_owned(),
        r#""contentHash":"h""#.to_owned(),
        r#""policyEvaluationReport":{"result":2}"#.to_owned(),
        r#""code":3"#.to_owned(),
        r#""message":"m""#.to_owned(),
        r#""details":[]"#.to_owned(),
        r#""other":{}"#.to_owned(),
    ];
    let all = members.clone().into_iter();
    let alone = all.clone().map(|one| format!("{{{one}}}"));
    let pairs = all.flat_map(move |one| members.clone().map(|other| (one.clone(), other)));
    let pairs = pairs.flat_map(|(one, other)| {
        [
            format!("{{{one},{other}}}"),
            format!("{{{one}}}\n{{{other},{one}}}"),
        ]
    });
    pairs.chain(alone)
}
