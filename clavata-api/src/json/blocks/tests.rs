use std::io::{self, Read};

use super::{Blocks, Piece};
use crate::json::Frames;

/// Returns a few bytes at a time.
struct Drip<'a>(&'a [u8], usize);

impl Read for Drip<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let end = self.1.min(into.len()).min(self.0.len());
        let (now, later) = self.0.split_at(end);
        into[..end].copy_from_slice(now);
        self.0 = later;
        Ok(end)
    }
}

type Found = Vec<(usize, usize, String)>;

fn values(input: &[u8], place: super::Place, found: &mut Found) {
    let mut frames = Frames::new(1 << 20).inside(place);
    frames.push(input);
    while let Some(frame) = frames.finish() {
        let text = String::from_utf8_lossy(&frame.bytes).trim_end().to_owned();
        found.push((frame.place.line, frame.place.column, text));
    }
}

#[test]
fn blocks_hold_the_same_values_however_the_input_arrives() {
    for text in [
        "",
        "\n \n",
        "{}",
        "{\"a\":1}\n{\"b\":2}\n{\"c\":{\n\"d\":[\n{},\n{}\n]}}\n{\"e\":3}",
        "{\"a\":\"}\\n{\"}{\"b\":\"\\\"}\"}\n\n[1,\n{}]\n7 {}",
        "{\"a\":1}\n{\"b\":{\"c\":1}\n{\"d\":\"cut\n{\"e\":1}\n<html>\n}\n{\"g\":1}\n",
    ] {
        let mut whole = Found::new();
        values(text.as_bytes(), super::Place::default(), &mut whole);
        for size in [1, 2, 3, 5, 7, 11, 1000] {
            let mut blocks = Blocks::new(Drip(text.as_bytes(), size), 1 << 20);
            let mut found = Found::new();
            while let Some(block) = blocks.next_block().unwrap() {
                values(&block.bytes, block.place, &mut found);
                // A reused buffer leaves nothing behind.
                blocks.reuse(block.bytes);
            }
            assert_eq!(found, whole, "{text:?} in pieces of {size}");
        }
    }
}

/// The values of an input that arrives in chunks of this size.
fn of_chunks(text: &str, size: usize) -> Vec<String> {
    let mut blocks = Blocks::new(Drip(text.as_bytes(), size), 1 << 20);
    let mut found = Found::new();
    while let Some(block) = blocks.next_block().unwrap() {
        values(&block.bytes, block.place, &mut found);
    }
    found.into_iter().map(|(_, _, text)| text).collect()
}

#[test]
fn lists_between_lines_are_complete_and_only_a_list_without_its_beginning_is_not() {
    const ONE: &str = "{\"a\":[1,2]}";
    for (shape, expected) in [
        ("[E,E]\nE\nE", 4),
        ("E\n[E,E]\nE\nE\n", 5),
        ("[E]\n[E]\nE\nE", 4),
        ("[E,\nE\n]\nE\nE", 4),
        ("[[E],[E,E]]\nE\nE\nE", 6),
    ] {
        let text = shape.replace('E', ONE);
        for size in (1..50).chain([1000]) {
            assert_eq!(
                of_chunks(&text, size),
                vec![ONE; expected],
                "{size}: {shape}"
            );
            let lost = format!("{},\n{ONE}]", text.replace(['[', ']'], ""));
            let lost = lost.replace('\n', ",");
            assert_eq!(
                of_chunks(&lost, size).last().unwrap(),
                "}",
                "{size}: {lost}"
            );
        }
    }
}

#[test]
fn a_value_that_is_too_long_comes_in_parts_and_costs_no_other() {
    let long = format!("{{\"x\":\"{}\"}}", "{}\\n".repeat(3000));
    for between in ["", "\n", ",\n ", "\n{\"cut\":\n"] {
        let text = format!("{{\"a\":1}}\n{long}{between}{{\"b\":2}}\n{{\"c\":3}}");
        for size in [7, 500, 5000] {
            let mut blocks = Blocks::new(Drip(text.as_bytes(), size), 2048);
            let (mut found, mut parts) = (Found::new(), Vec::new());
            while let Some(block) = blocks.next_block().unwrap() {
                assert!(block.bytes.len() <= 2048 + super::LARGEST);
                if block.is_part {
                    parts.push(block.bytes);
                } else {
                    values(&block.bytes, block.place, &mut found);
                }
            }
            let whole: Vec<&str> = found.iter().map(|(_, _, text)| text.as_str()).collect();
            for value in ["{\"a\":1}", "{\"b\":2}", "{\"c\":3}"] {
                assert!(whole.contains(&value), "{size} {between:?}: {whole:?}");
            }
            assert!(parts.len() > 1 || size > 2048, "{size}: {}", parts.len());
            let mut joined = parts[0].clone();
            for part in &parts[1..] {
                joined.extend_from_slice(&part[super::OVERLAP.min(part.len())..]);
            }
            assert_eq!(String::from_utf8(joined).unwrap(), long, "{size}");
        }
    }
}

/// Fails instead of ending.
struct Breaks<'a>(&'a [u8]);

impl Read for Breaks<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.0.read(into)? {
            0 => Err(io::Error::other("broke")),
            read => Ok(read),
        }
    }
}

#[test]
fn what_came_before_an_error_is_given_out_before_it() {
    let mut blocks = Blocks::new(Breaks(b"{\"a\":1}\n{\"error\":{"), 1 << 20);
    let mut given = Vec::new();
    let error = loop {
        match blocks.next_block() {
            Ok(block) => given.extend(block.unwrap().bytes),
            Err(error) => break error,
        }
    };
    assert_eq!(given, b"{\"a\":1}\n{\"error\":{");
    assert_eq!(error.to_string(), "broke");
}

#[test]
fn a_whole_value_is_given_out_before_the_next_one_begins() {
    let text = b"{\"a\":1}\n{\"b\":2}\n";
    let mut blocks = Blocks::new(Drip(text, 9), 1 << 20);
    assert_eq!(
        blocks.next_block().unwrap().unwrap().bytes,
        b"{\"a\":1}\n{"[..8].to_vec()
    );
}

/// Bodies with lists and jobs, some of them broken.
const LONG: [&str; 16] = [
    r#"{"jobs":[{"jobUuid":"a"},{"jobUuid":"b"}, {"jobUuid":"c"}],"nextPageToken":"t"}"#,
    "{ \"jobs\" : [\n  {\"jobUuid\":\"a\"},\n  {\"jobUuid\":\"b\"}\n]}\n{\"jobUuid\":\"c\"}\n{\"jobUuid\":\"d\"}",
    r#"[{"jobs":[{"jobUuid":"a"},{"jobUuid":"b"}]},{"jobs":[{"jobUuid":"c"},{"jobUuid":"d"}]}]"#,
    r#"{"jobs":[{"jobUuid":"a"},{"jobUuid":"b"},{"jobUuid":"c"}],"jobs":[{}]}"#,
    r#"{"jobs":[{"jobUuid":"a"},{"jobUuid":"b"},]}"#,
    r#"{"jobs":[{"jobUuid":"a"},{"jobUuid":"b"} {"jobUuid":"c"},{}]}"#,
    "{\"jobs\":[{\"jobUuid\":\"a\"},{\"jobUuid\":\"b\"}\n{\"jobUuid\":\"c\"}]}\n{\"jobUuid\":\"d\"}",
    r#"{"jobs":[{"jobUuid":"a"},null,{"jobUuid":"b"},{"jobUuid":"c"}]}"#,
    r#"{"jobs":[{"jobUuid":"a"},{"jobUuid":"b"},{"jobUuid":7},{"jobUuid":"d"}],"nextPageToken":5}"#,
    r#"{"jobs":[{"jobUuid":"a"},{"jobUuid":"b"},{"jobUuid":"#,
    r#"{"jobs":[{"jobUuid":"a"},{"jobUuid":"b"}"#,
    r#"{"jobs":[{"jobUuid":"a"},{"jobUuid":"b"}],"error":{"code":3,"message":"m"}}"#,
    r#"{"jobs":[{"jobUuid":"a"},{"job":{"jobUuid":"b"}},{"jobUuid":"c"},{"result":{}}]}"#,
    r#"{"jobs":[]}{"jobs":[{"jobUuid":"a"}]}{"jobs":5}"#,
    "{\"jobs\":[{\"jobUuid\":\"a\"},{\"jobUuid\":\"b\n{\"jobUuid\":\"c\"}",
    r#"{"jobs":[{"jobUuid":"a]},{"},{"jobUuid":"\"},{\""},{"jobUuid":"c"}]} {"jobs":[{"jobUuid":"d"}]}"#,
];

/// The jobs of values, and whether everything can be read.
fn jobs(values: &Found) -> (Vec<String>, bool) {
    let (mut jobs, mut is_well) = (Vec::new(), true);
    for (_, _, text) in values {
        let value = crate::read(text.as_bytes());
        is_well &= value.unreadable.is_empty() && value.status.is_none();
        let found = match value.answer {
            Some(crate::Arrived::Job(job)) => vec![Ok(job)],
            Some(crate::Arrived::Jobs(page)) => page.jobs,
            _ => Vec::new(),
        };
        is_well &= found.iter().all(Result::is_ok);
        jobs.extend(found.into_iter().map(|job| match job {
            Ok(job) => format!("{job:?}"),
            Err(_) => "unreadable".to_owned(),
        }));
    }
    (jobs, is_well)
}

#[test]
fn the_pieces_of_a_list_hold_its_jobs_and_what_is_wrong_with_it() {
    for text in LONG {
        let mut whole = Found::new();
        values(text.as_bytes(), super::Place::default(), &mut whole);
        let (whole, is_well) = jobs(&whole);
        for size in [1, 2, 3, 7, 20, 33, 1000] {
            for long in [1, 30, 60] {
                let mut blocks =
                    Blocks::new(Drip(text.as_bytes(), size), 1 << 20).in_pieces(long, long);
                let (mut found, mut first, mut job) = (Found::new(), 0, Vec::new());
                while let Some(block) = blocks.next_block().unwrap() {
                    match block.piece {
                        Some(Piece::Jobs {
                            first: before,
                            is_end,
                        }) => {
                            assert_eq!(before, first, "{text}");
                            let mut these = Found::new();
                            values(&block.bytes, block.place, &mut these);
                            first += jobs(&these).0.len();
                            found.extend(these);
                            if is_end {
                                first = 0;
                            }
                        }
                        Some(Piece::Job { is_first, is_end }) => {
                            assert_eq!(is_first, job.is_empty(), "{text}");
                            job.extend(block.bytes);
                            if is_end {
                                values(&std::mem::take(&mut job), block.place, &mut found);
                            }
                        }
                        None => values(&block.bytes, block.place, &mut found),
                    }
                }
                assert!(job.is_empty(), "{text}");
                let (found, is_still_well) = jobs(&found);
                assert_eq!(is_still_well, is_well, "{text} in {size} from {long}");
                if is_well {
                    assert_eq!(found, whole, "{text} in {size} from {long}");
                }
            }
        }
    }
}

#[test]
fn a_list_in_pieces_needs_the_memory_of_a_piece() {
    let job = format!(r#"{{"jobUuid":"{}"}}"#, "a".repeat(1000));
    let text = format!(r#"{{"jobs":[{}]}}"#, vec![job; 1000].join(", "));
    let mut blocks = Blocks::new(Drip(text.as_bytes(), 5000), 10_000).in_pieces(8000, usize::MAX);
    let (mut total, mut last) = (0, 0);
    while let Some(block) = blocks.next_block().unwrap() {
        assert!(block.bytes.len() < 20_000, "{}", block.bytes.len());
        let Some(Piece::Jobs { first, .. }) = block.piece else {
            panic!("{block:?}");
        };
        assert_eq!(first, total);
        total += block
            .bytes
            .windows(7)
            .filter(|word| word == b"jobUuid")
            .count();
        last = first;
    }
    assert_eq!(total, 1000);
    assert!(last > 900, "{last}");
}
