//! Rows straight from bytes equal the rows of the decoded answer, for any answer, order of keys, level
//! and chunks.

use std::collections::VecDeque;
use std::io::{self, Read};

use crate::flatten_answers::{Answer, answer, collect, of_job, typed};
use crate::wild::{self, Json};
use clavata_api_ext::api::{self, GetJobResponse, Status};
use clavata_api_ext::flatten::{FlattenError, Flattener, Found};
use clavata_api_ext::json::{Blocks, Outline, Outlined};
use clavata_api_ext::{Arrived, Level};
use proptest::prelude::*;
use proptest::sample::{Index, select};

const REFUSAL: &str = r#"{"@type":"t/x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC"}"#;

/// Reads a job in chunks of `size` bytes. Also returns what is said next to its results.
fn in_pieces(
    bytes: &[u8],
    size: usize,
    (level, ahead): (Level, Option<&api::Job>),
    lines: &mut Vec<String>,
) -> (Result<(), FlattenError>, Vec<Status>) {
    let mut flattener = Flattener::new(level);
    let mut said = Vec::new();
    let mut kept = Vec::new();
    let mut pieces = bytes.chunks(size).peekable();
    match ahead {
        Some(job) => flattener.begin_job_with(job),
        None => flattener.begin_job(),
    }
    while let Some(piece) = pieces.next() {
        kept.extend_from_slice(piece);
        let is_end = pieces.peek().is_none();
        match flattener.flatten_piece(&kept, is_end, &mut said, collect(lines)) {
            Ok(read) => drop(kept.drain(..read)),
            Err(error) => return (Err(error), said),
        }
    }
    (Ok(()), said)
}

/// What is around the results of a job, from chunks of `size` bytes.
fn outlined(bytes: &[u8], size: usize) -> Option<api::Job> {
    let mut outline = Outline::default();
    let mut ends = bytes.chunks(size).map(|piece| outline.push(piece));
    let end = ends.find(|end| *end != Outlined::More);
    let value = clavata_api_ext::read(outline.text());
    match value.answer {
        Some(Arrived::Job(job)) if end == Some(Outlined::Ended) => {
            let is_sure = value.status.is_none() && value.unreadable.is_empty();
            is_sure.then_some(job)
        }
        _ => None,
    }
}

/// Hides the columns that rows of a job in chunks do not show.
fn hide_facts(lines: &mut [String]) {
    for line in lines {
        hide_facts_in(line);
    }
}

fn hide_facts_in(line: &mut String) {
    let (Some(from), Some(to)) = (line.find("\"job_status\""), line.find("\"result_created\""))
    else {
        return;
    };
    line.replace_range(
        from..to,
        r#""job_status":null,"job_created":null,"job_updated":null,"job_completed":null,"#,
    );
}

/// A reader that returns its input in these chunks.
struct Pieces(VecDeque<Vec<u8>>);

impl Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let Some(piece) = self.0.pop_front() else {
            return Ok(0);
        };
        into[..piece.len()].copy_from_slice(&piece);
        Ok(piece.len())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn rows_from_bytes_are_those_of_the_decoded_answers(
        answers in proptest::collection::vec((answer(), select(vec!["", "\n", " \r\n\n\t"])), 1..5),
        level in select(vec![Level::Policy, Level::Label, Level::Rule, Level::All]),
        cuts in proptest::collection::vec(any::<Index>(), 0..6),
    ) {
        let text: String = answers.iter().map(|(answer, space)| answer.text() + space).collect();
        let answers: Vec<Answer> = answers.into_iter().map(|(answer, _)| answer).collect();
        let expected = typed(&answers, level);

        let mut flattener = Flattener::new(level);
        let mut whole = Vec::new();
        flattener.flatten(text.as_bytes(), collect(&mut whole)).unwrap();
        prop_assert_eq!(&whole, &expected);

        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(text.len())).collect();
        cuts.extend([0, text.len()]);
        cuts.sort_unstable();
        let pieces = cuts.windows(2).map(|cut| text.as_bytes()[cut[0]..cut[1]].to_vec());
        let mut blocks = Blocks::new(Pieces(pieces.filter(|piece| !piece.is_empty()).collect()), 1 << 30);
        let mut in_blocks = Vec::new();
        let mut each = collect(&mut in_blocks);
        let mut flattener = Flattener::new(level);
        while let Some(block) = blocks.next_block().unwrap() {
            let text = std::str::from_utf8(&block.bytes).unwrap();
            let mut at = 0;
            while let Some(end) = flattener.flatten_next(text, at, &mut each).unwrap() {
                at = end;
            }
        }
        drop(each);
        prop_assert_eq!(&in_blocks, &expected);

        let mut hidden = Vec::new();
        let mut flattener = Flattener::new(level).without_job_columns();
        flattener.flatten(text.as_bytes(), collect(&mut hidden)).unwrap();
        hide_facts(&mut in_blocks);
        prop_assert_eq!(hidden, in_blocks);
    }

    #[test]
    fn a_job_that_arrives_in_pieces_is_read_like_a_whole_one(
        job in prop_oneof![wild::job(), wild::nearly_clear_job(), wild::full_job()],
        around in select(vec![None, Some("job"), Some("jobless")]),
        level in select(vec![Level::Policy, Level::Label, Level::Rule, Level::All]),
        size in 1..300_usize,
        looks_ahead in any::<bool>(),
        change in proptest::option::of((any::<Index>(), select(b"{}[]\",:\\0n\x01e-7".to_vec()))),
        refused in proptest::option::of(any::<Index>()),
    ) {
        let mut job = job;
        if let Some(at) = refused {
            let at = at.index(job.size());
            if let Some(Json::Object(members)) = job.at(at) {
                members.push(("notice".to_owned(), Json::Raw(REFUSAL.to_owned())));
            }
        }
        let text = match around {
            Some(key) => Json::object(key, job).to_string(),
            None => job.to_string(),
        };
        let mut bytes = text.into_bytes();
        if let Some((at, byte)) = change {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let (mut whole, mut pieces) = (Vec::new(), Vec::new());
        let wanted = Flattener::new(level).flatten(&bytes, collect(&mut whole));
        let ahead = if looks_ahead { outlined(&bytes, size) } else { None };
        let (read, said) = in_pieces(&bytes, size, (level, ahead.as_ref()), &mut pieces);
        match (wanted, read) {
            (Ok(()), Ok(())) => {
                prop_assert!(said.is_empty());
                prop_assert_eq!(ahead.is_some(), looks_ahead);
                if !looks_ahead {
                    hide_facts(&mut whole);
                }
                prop_assert_eq!(pieces, whole);
            }
            // Rows after such an error are doubted only in chunks.
            (Err(_), Err(_)) if !said.is_empty() => {}
            (Err(_), Err(_)) => {
                hide_facts(&mut whole);
                hide_facts(&mut pieces);
                prop_assert!(whole.starts_with(&pieces) || pieces.starts_with(&whole));
            }
            // Only a job that begins with its id is ever read in chunks.
            (Ok(()), Err(error)) => {
                let why = error.to_string();
                let known = ["the results come before", "expected an object", "something else beside"];
                prop_assert!(known.iter().any(|known| why.contains(known)), "only in pieces: {}", why);
            }
            (Err(error), Ok(())) => {
                prop_assert!(!said.is_empty(), "only as a whole: {}", error);
                let job = pieces.last().unwrap();
                prop_assert!(!job.ends_with(" clear"), "{}", job);
            }
        }
    }

    #[test]
    fn a_job_cut_short_is_an_error_and_has_no_verdict(job in wild::job(), cut in any::<Index>()) {
        let text = Json::object("job", job).to_string();
        let cut = cut.index(text.len());
        let mut found = false;
        let outcome = Flattener::new(Level::All).flatten(&text.as_bytes()[..cut], |one| {
            found |= matches!(one, Found::Job(_));
            Ok::<(), FlattenError>(())
        });
        prop_assert!(outcome.is_err());
        prop_assert!(!found);
    }

    #[test]
    fn a_value_of_the_wrong_type_is_refused_by_both_or_by_neither(
        job in prop_oneof![wild::full_job(), wild::job()],
        place in any::<Index>(),
        wrong in select(vec![
            "7", "-1", "0.5", "true", "\"x\"", "\"\"", "null", "[]", "{}", "[7]", "[null]",
            "{\"a\": \"b\"}", "{\"a\": 1}", "\"2023-02-30T00:00:00Z\"", "\"2023-02-29T00:00:00Z\"",
            "\"2024-02-29T23:59:59.5+01:00\"", "\"\\u0041\"", "99999999999",
        ]),
        level in select(vec![Level::Policy, Level::Label, Level::Rule, Level::All]),
    ) {
        let mut job = job;
        let place = place.index(job.size());
        *job.at(place).unwrap() = Json::Raw(wrong.to_owned());
        let text = Json::object("job", job).to_string();
        let decoded = clavata_api::decode::<GetJobResponse>(text.as_bytes());
        let mut lines = Vec::new();
        let flattened = Flattener::new(level).flatten(text.as_bytes(), collect(&mut lines));
        match (decoded, flattened) {
            (Ok(GetJobResponse { job: Some(job), .. }), Ok(())) => {
                let mut expected = Vec::new();
                of_job(&job.into(), level, &mut expected);
                prop_assert_eq!(lines, expected);
            }
            (Err(_) | Ok(GetJobResponse { job: None, .. }), Err(_)) => {}
            (decoded, flattened) => prop_assert!(false, "{:?}, but {:?}", decoded.err(), flattened),
        }
    }

    #[test]
    fn what_decoding_refuses_is_refused_here_as_well(
        job in wild::job(),
        at in any::<Index>(),
        byte in select(b"{}[]\",:\\0n\x01e-".to_vec()),
    ) {
        let text = Json::object("job", job).to_string();
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let decoded = clavata_api::decode::<GetJobResponse>(&bytes);
        let mut lines = Vec::new();
        let flattened = Flattener::new(Level::All).flatten(&bytes, collect(&mut lines));
        match (decoded, flattened) {
            (Ok(GetJobResponse { job: Some(job), .. }), Ok(())) => {
                let mut expected = Vec::new();
                of_job(&job.into(), Level::All, &mut expected);
                prop_assert_eq!(lines, expected);
            }
            (Ok(GetJobResponse { job: Some(_), .. }), Err(error)) => {
                prop_assert!(false, "refused only here: {}", error);
            }
            (Err(error), Ok(())) => {
                prop_assert!(false, "refused only there: {}", error);
            }
            _ => {}
        }
    }
}
