//! Goals for bytes to rows, on one thread.

use serde_json::Value;

use super::Goal;
use super::Limit::{AtLeast, AtMost};
use crate::bench::{CLAIMED, Measured, figure, number};

/// Name, description, kind of work, and the highest ratio to validating the same bytes.
const TO_VALIDATING: [(&str, &str, &str, f64); 10] = [
    ("rows", "bytes to all rows", CLAIMED, 0.6),
    (
        "labels",
        "bytes to rows of `--level label`",
        "rows, --level label",
        0.4,
    ),
    ("verdicts", "bytes to verdicts", "verdicts", 0.4),
    (
        "rows-texts",
        "all rows, texts that always differ",
        "rows, all, other texts each time",
        0.8,
    ),
    (
        "labels-texts",
        "`--level label`, texts that always differ",
        "rows, --level label, other texts",
        0.5,
    ),
    (
        "rows-order",
        "all rows, keys in any order",
        "rows, all, keys in any order",
        1.56,
    ),
    (
        "labels-order",
        "`--level label`, keys in any order",
        "rows, --level label, any order",
        1.34,
    ),
    (
        "rows-policies",
        "all rows, six policies mixed",
        "rows, all, six policies mixed",
        1.56,
    ),
    (
        "labels-policies",
        "`--level label`, six policies mixed",
        "rows, --level label, six policies",
        1.34,
    ),
    (
        "typed",
        "decoding into the generated types",
        "typed decode",
        2.3,
    ),
];

pub(super) fn goals(measured: &Measured) -> Vec<Goal> {
    let large = measured.large();
    let ratio = |work: &str| large.map_or(f64::NAN, |one| figure(one, work, "to_floor"));
    let mut goals: Vec<Goal> = TO_VALIDATING
        .iter()
        .map(|(name, what, work, most)| {
            let what = format!("{what}, relative to validation");
            Goal::new(format!("parse.{name}"), what, AtMost(*most), ratio(work))
        })
        .collect();
    goals.push(Goal::new(
        "parse.kept",
        "stream answers stored with their rows, and dropped, relative to validation",
        AtMost(0.5),
        figure(&measured.kept, "answers kept flat, and dropped", "to_floor"),
    ));
    for (name, contender) in [
        ("sonic-rs", "sonic-rs Value"),
        ("simd-json", "simd-json tape (with a copy)"),
    ] {
        goals.push(Goal::new(
            format!("parse.ahead-of-{name}"),
            format!("speed relative to {contender}: all rows of the same bytes"),
            AtLeast(1.0),
            ratio(contender) / ratio(CLAIMED),
        ));
    }
    goals.push(Goal::new(
        "parse.spread",
        "cost of a row, most to least expensive size, 20 KB to 200 MB, alternating",
        AtMost(1.15),
        spread(&measured.spread),
    ));
    goals
}

/// How many times as much a byte costs in answers of the most expensive size as in those of the least expensive one.
fn spread(sizes: &Value) -> f64 {
    let sizes = sizes.as_array().map(Vec::as_slice).unwrap_or_default();
    let costs: Vec<f64> = sizes.iter().map(|one| number(&one["to_first"])).collect();
    let least = costs.iter().copied().fold(f64::NAN, f64::min);
    let most = costs.iter().copied().fold(f64::NAN, f64::max);
    most / least
}
