//! The properties, tested with mutated fixtures.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use super::damage::Damage;

/// All bodies that were recorded, generated from the vendor's classes, or written as examples.
fn seeds() -> &'static [Vec<u8>] {
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

const REFUSAL: &[u8] = br#"{"@type":"type.googleapis.com/clavata.gateway.v1.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC"}"#;

fn pick() -> impl Strategy<Value = Vec<u8>> {
    any::<Index>().prop_map(|index| seeds()[index.index(seeds().len())].clone())
}

/// A script of up to three changes to bytes.
fn script() -> impl Strategy<Value = Vec<u8>> {
    // No byte 0xff, which separates inputs in `replayed`.
    let four = prop::array::uniform4(0..0xff_u8);
    prop::collection::vec(four, 0..4).prop_map(|script| script.concat())
}

fn damaged() -> impl Strategy<Value = Vec<u8>> {
    (pick(), script()).prop_map(|(bytes, script)| Damage::all(&script, bytes))
}

#[test]
fn every_recorded_body_keeps_every_promise() {
    assert!(seeds().len() > 100, "the fixtures are gone");
    for seed in seeds() {
        super::arrived(seed);
        super::replayed(seed);
        super::retry_after(seed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..Default::default() })]

    #[test]
    fn damaged_answers_decode_to_what_can_be_written_again(body in damaged()) {
        super::answers(&body);
    }

    #[test]
    fn damaged_errors_never_lose_a_refusal(body in damaged()) {
        super::error_bodies(&body);
    }

    #[test]
    fn damaged_streams_do_not_depend_on_their_chunks(body in damaged()) {
        super::frames(&body);
    }

    #[test]
    fn damaged_waits_are_bounded(body in damaged()) {
        super::retry_after(&body);
    }

    #[test]
    fn damaged_bytes_flatten_to_what_they_decode_to_in_any_chunks(body in damaged()) {
        super::flattened(&body);
    }

    #[test]
    fn damaged_streams_say_what_the_careful_reader_says(
        bodies in prop::collection::vec((damaged(), prop::sample::select(vec!["", "\n", "\r\n", ",\n"])), 1..4)
    ) {
        let stream: Vec<u8> = bodies.into_iter().flat_map(|(body, end)| [body, end.into()].concat()).collect();
        super::streamed(&stream);
    }

    #[test]
    fn a_reader_that_has_learned_reports_reads_damaged_ones_as_a_new_one(
        body in pick(), scripts in prop::collection::vec(script(), 1..4), other in pick()
    ) {
        let mut inputs = vec![body];
        inputs.extend(scripts);
        inputs.push(other);
        super::replayed(&inputs.join(&0xff));
    }

    #[test]
    fn damaged_jobs_lose_no_row_and_are_never_clear_without_cause(body in damaged()) {
        super::rows(&body);
    }

    #[test]
    fn a_refusal_in_damaged_bytes_is_said_wherever_it_stands(
        before in damaged(), at in any::<Index>(), script in script()
    ) {
        let at = at.index(before.len() + 1);
        let bytes = [&before[..at], REFUSAL, &before[at..]].concat();
        super::refusals(&Damage::all(&script, bytes));
    }
}

#[test]
fn an_answer_with_the_fields_of_another_is_read_alike_by_the_short_cut() {
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
    for one in &members {
        for other in &members {
            super::arrived(format!("{{{one},{other}}}").as_bytes());
            super::arrived(format!("{{{one}}}\n{{{other},{one}}}").as_bytes());
        }
        super::arrived(format!("{{{one}}}").as_bytes());
    }
}
