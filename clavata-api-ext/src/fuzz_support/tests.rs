//! The properties, held to mutated fixtures.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

/// Everything that was recorded, made from the vendor's classes, or written as an example.
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

/// Something that can happen to bytes on their way.
#[derive(Clone, Debug)]
enum Damage {
    Cut(Index),
    Set(Index, u8),
    Insert(Index, u8),
    Remove(Index, u8),
    Repeat(Index, u8),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<Index>;
    // Bytes that mean something to JSON get further than others.
    let byte = || {
        prop_oneof![
            any::<u8>(),
            prop::sample::select(b"{}[]\",:0-n.eE\\\n".to_vec())
        ]
    };
    prop_oneof![
        1 => at().prop_map(Damage::Cut),
        4 => (at(), byte()).prop_map(|(at, byte)| Damage::Set(at, byte)),
        4 => (at(), byte()).prop_map(|(at, byte)| Damage::Insert(at, byte)),
        2 => (at(), any::<u8>()).prop_map(|(at, count)| Damage::Remove(at, count)),
        2 => (at(), any::<u8>()).prop_map(|(at, count)| Damage::Repeat(at, count)),
    ]
}

impl Damage {
    fn happen(&self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let length = bytes.len();
        let span = |at: &Index, count: u8| {
            let start = at.index(length);
            start..(start + usize::from(count)).min(length)
        };
        match self {
            Self::Cut(at) => bytes.truncate(at.index(length)),
            Self::Set(at, byte) => bytes[at.index(length)] = *byte,
            Self::Insert(at, byte) => bytes.insert(at.index(length), *byte),
            Self::Remove(at, count) => drop(bytes.drain(span(at, *count))),
            Self::Repeat(at, count) => {
                let piece = bytes[span(at, *count)].to_vec();
                let end = span(at, *count).end;
                bytes.splice(end..end, piece);
            }
        }
    }
}

fn pick() -> impl Strategy<Value = Vec<u8>> {
    any::<Index>().prop_map(|index| seeds()[index.index(seeds().len())].clone())
}

fn damaged() -> impl Strategy<Value = Vec<u8>> {
    (pick(), prop::collection::vec(damage(), 0..4)).prop_map(|(mut bytes, damages)| {
        for damage in &damages {
            damage.happen(&mut bytes);
        }
        bytes
    })
}

#[test]
fn every_recorded_body_keeps_every_promise() {
    assert!(seeds().len() > 100, "the fixtures are gone");
    for seed in seeds() {
        super::arrived(seed);
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
        (body, damages) in (pick(), prop::collection::vec(prop::collection::vec(damage(), 0..3), 1..4))
    ) {
        let mut inputs = body.clone();
        for damages in &damages {
            let mut damaged = body.clone();
            for damage in damages {
                damage.happen(&mut damaged);
            }
            inputs.push(0xff);
            inputs.extend(damaged);
        }
        super::replayed(&inputs);
    }

    #[test]
    fn damaged_jobs_lose_no_row_and_are_never_clear_without_cause(body in damaged()) {
        super::rows(&body);
    }

    #[test]
    fn a_refusal_in_damaged_bytes_is_said_wherever_it_stands(
        before in damaged(), at in any::<Index>(), damage in prop::collection::vec(damage(), 0..3)
    ) {
        let at = at.index(before.len() + 1);
        let mut bytes = [&before[..at], REFUSAL, &before[at..]].concat();
        for damage in &damage {
            damage.happen(&mut bytes);
        }
        super::refusals(&bytes);
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
