//! Bytes to rows, compared with other work on the same bytes: on one thread, alternately.

use std::cell::RefCell;
use std::hint::black_box;
use std::time::Instant;

use clavata_api_ext::api::GetJobResponse;
use clavata_api_ext::flatten::{FlattenError, Flattener, Found};
use clavata_api_ext::{Job, Level, flatten};
use serde::de::IgnoredAny;

use crate::overhead::median;

/// One kind of work on one input.
#[derive(Debug, serde::Serialize)]
pub struct Figure {
    pub work: &'static str,
    pub milliseconds: f64,
    /// The median over all rounds of this work's time to that of `IgnoredAny` in the same round.
    pub to_floor: f64,
}

pub type Work<'a> = (&'static str, Box<dyn FnMut() + 'a>);

/// The name of the work with which all others are compared.
pub const FLOOR: &str = "serde_json IgnoredAny (validate)";

/// Measures all kinds of work on one answer.
pub fn measure(text: &str, rounds: usize) -> Vec<Figure> {
    let bytes = text.as_bytes();
    let mut copy = vec![0_u8; bytes.len()];
    let mut scratch = Vec::with_capacity(bytes.len() + 64);
    // A process that also does other things keeps memory that it once had. Here, a value above the
    // freed tree stops the allocator from returning it to the system after each round.
    let first = decode(bytes);
    let above = black_box(vec![1_u8; 64 * 1024]);
    drop(first);
    // What is kept here is dropped after the clock was read.
    let kept = RefCell::new(None);
    let mut work: Vec<Work<'_>> = vec![
        (
            FLOOR,
            Box::new(|| {
                black_box(serde_json::from_str::<IgnoredAny>(text).is_ok());
            }),
        ),
        (
            "memcpy",
            Box::new(|| {
                copy.copy_from_slice(black_box(bytes));
                black_box(&copy);
            }),
        ),
        (
            "UTF-8 check",
            Box::new(|| {
                black_box(std::str::from_utf8(black_box(bytes)).is_ok());
            }),
        ),
        ("rows, all", Box::new(|| rows(bytes, Level::All))),
        (
            "rows, --level label",
            Box::new(|| rows(bytes, Level::Label)),
        ),
        ("verdicts", Box::new(|| verdicts(bytes))),
        (
            "typed decode",
            Box::new(|| {
                kept.replace(Some(black_box(decode(bytes))));
            }),
        ),
        (
            "typed decode and drop",
            Box::new(|| {
                drop(black_box(decode(bytes)));
            }),
        ),
        (
            "typed decode, then rows",
            Box::new(|| {
                let job = decode(bytes);
                black_box(
                    job.rows()
                        .map(|row| row.message.map_or(0, str::len))
                        .sum::<usize>(),
                );
            }),
        ),
        (
            "serde_json Value",
            Box::new(|| {
                black_box(serde_json::from_str::<serde_json::Value>(text).is_ok());
            }),
        ),
        (
            "sonic-rs Value",
            Box::new(|| {
                black_box(sonic_rs::from_str::<sonic_rs::Value>(text).is_ok());
            }),
        ),
        (
            "simd-json tape (with a copy)",
            Box::new(|| {
                scratch.clear();
                scratch.extend_from_slice(bytes);
                black_box(simd_json::to_tape(&mut scratch).is_ok());
            }),
        ),
    ];
    for (_, work) in &mut work {
        work();
        kept.take();
    }
    let figures = take_turns(&mut work, rounds, || drop(kept.take()));
    drop(above);
    figures
}

/// Measures rows only, on an answer whose reports differ in more than their values.
pub fn measure_rows(text: &str, rounds: usize, names: [&'static str; 2]) -> Vec<Figure> {
    let bytes = text.as_bytes();
    let mut work: Vec<Work<'_>> = vec![
        (
            FLOOR,
            Box::new(|| {
                black_box(serde_json::from_str::<IgnoredAny>(text).is_ok());
            }),
        ),
        (names[0], Box::new(|| rows(bytes, Level::All))),
        (names[1], Box::new(|| rows(bytes, Level::Label))),
    ];
    take_turns(&mut work, rounds, || ()).split_off(1)
}

/// Does all works alternately in each round, and compares them with the first.
pub fn take_turns(work: &mut [Work<'_>], rounds: usize, after: impl Fn()) -> Vec<Figure> {
    let mut times = vec![Vec::with_capacity(rounds); work.len()];
    for _ in 0..rounds {
        for (times, (_, work)) in times.iter_mut().zip(&mut *work) {
            let start = Instant::now();
            work();
            times.push(start.elapsed().as_secs_f64());
            after();
        }
    }
    let floor = times[0].clone();
    work.iter()
        .zip(&times)
        .map(|((name, _), times)| Figure {
            work: name,
            milliseconds: median(times.iter().map(|seconds| seconds * 1e3)),
            to_floor: median(times.iter().zip(&floor).map(|(time, floor)| time / floor)),
        })
        .collect()
}

fn rows(bytes: &[u8], level: Level) {
    flatten::for_each_row(bytes, level, |row| {
        black_box(row);
    })
    .expect("rows");
}

/// Only the rows of policies, which a reader of verdicts skips.
fn verdicts(bytes: &[u8]) {
    Flattener::new(Level::Policy)
        .without_job_columns()
        .flatten(bytes, |found| {
            if let Found::Job(job) = found {
                black_box(&job.verdict);
            }
            Ok::<_, FlattenError>(())
        })
        .expect("verdicts");
}

fn decode(bytes: &[u8]) -> Job {
    let answer: GetJobResponse = clavata_api::decode(bytes).expect("an answer");
    answer.job.expect("a job").into()
}
