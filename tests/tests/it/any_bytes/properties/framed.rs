//! Splitting bytes into values.

use std::io::{self, Read};

use clavata_api::Arrived;
use clavata_api::json::{Blocks, Frame, Frames, Piece};

/// Checks that a stream yields the same frames however it is cut into chunks, and that the blocks of a file
/// contain the same values, whole or in pieces.
pub(crate) fn frames(stream: &[u8]) {
    let whole = cut(stream, stream.len());
    for size in [1, 2, 3, 7, 64] {
        assert_eq!(cut(stream, size), whole, "in chunks of {size}");
    }
    let inside: usize = whole.iter().map(|frame| frame.bytes.len()).sum();
    // A list that does not end adds one byte.
    assert!(inside <= stream.len() + 1);

    let mut expected = Said::default();
    for frame in &whole {
        expected.hear(&frame.bytes);
    }
    // Each read zeroes tens of kilobytes.
    let (few, all) = (stream.len() / 16 + 1, stream.len() + 1);
    for (size, long) in [(few, 1), (few, usize::MAX), (all, 100)] {
        let said = in_blocks(stream, size, long);
        let text = || String::from_utf8_lossy(stream);
        let way = || format!("{size} bytes at once, in pieces from {long}: {}", text());
        assert_eq!(said.is_well(), expected.is_well(), "{}", way());
        if expected.is_well() {
            assert_eq!(said, expected, "{}", way());
        }
    }
}

fn cut(stream: &[u8], size: usize) -> Vec<Frame> {
    let mut frames = Frames::new(1 << 30);
    let mut found = Vec::new();
    for chunk in stream.chunks(size.max(1)) {
        frames.push(chunk);
        found.extend(std::iter::from_fn(|| frames.next_frame()));
    }
    found.extend(std::iter::from_fn(|| frames.finish()));
    found
}

/// The contents of values.
#[derive(Debug, Default, PartialEq)]
struct Said {
    answers: Vec<String>,
    objections: usize,
}

impl Said {
    fn is_well(&self) -> bool {
        self.objections == 0
    }

    fn hear(&mut self, value: &[u8]) {
        let value = clavata_api::read(value);
        self.objections += value.unreadable.len() + usize::from(value.status.is_some());
        match value.answer {
            Some(Arrived::Jobs(page)) => {
                for job in page.jobs {
                    match job {
                        Ok(job) => self.answers.push(format!("{job:?}")),
                        Err(_) => self.objections += 1,
                    }
                }
            }
            Some(Arrived::Job(job)) => self.answers.push(format!("{job:?}")),
            Some(answer) => self.answers.push(format!("{answer:?}")),
            None => {}
        }
    }
}

/// Reads a file some bytes at a time, with lists and jobs above a size in pieces.
fn in_blocks(bytes: &[u8], size: usize, long: usize) -> Said {
    let mut blocks = Blocks::new(Drip(bytes, size), 1 << 30).in_pieces(long, long);
    let (mut said, mut job) = (Said::default(), Vec::new());
    let mut hear = |bytes: &[u8], place| {
        let mut frames = Frames::new(1 << 30).inside(place);
        frames.push(bytes);
        std::iter::from_fn(|| frames.finish()).for_each(|frame| said.hear(&frame.bytes));
    };
    while let Some(block) = blocks.next_block().expect("bytes can be read") {
        match block.piece {
            Some(Piece::Job { is_end, .. }) => {
                job.extend(block.bytes);
                if is_end {
                    hear(&std::mem::take(&mut job), block.place);
                }
            }
            _ => hear(&block.bytes, block.place),
        }
    }
    assert!(job.is_empty(), "a job has no end");
    said
}

/// Returns a few bytes at a time.
struct Drip<'a>(&'a [u8], usize);

impl Read for Drip<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let size = self.1.min(into.len());
        self.0.read(&mut into[..size])
    }
}
