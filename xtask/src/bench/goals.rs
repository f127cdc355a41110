//! The numbers to reach, and whether the client reaches them.

use std::fmt::Write;

use serde_json::Value;

use super::Measured;
use super::page::number;

const ROWS: &str = "rows, all";
const LABELS: &str = "rows, --level label";
const TYPED: &str = "typed decode";

/// The bound of a number.
enum Limit {
    AtMost(f64),
    AtLeast(f64),
}

use Limit::{AtLeast, AtMost};

/// The table of all numbers to reach.
pub(super) fn write(page: &mut String, measured: &Measured) {
    page.push_str("On the 20 MB answer (about 3,440 results of ten labels of three rules) and NDJSON of the same results.\n\n| what | to reach | measured | |\n| --- | --- | --- | --- |\n");
    let mut goals = parsing(measured);
    goals.extend(processes(measured));
    goals.extend(calls(measured));
    for (what, limit, measured) in goals {
        let (sign, limit, reached) = match limit {
            AtMost(limit) => ('≤', limit, measured <= limit),
            AtLeast(limit) => ('≥', limit, measured >= limit),
        };
        let mark = if reached {
            "reached"
        } else {
            "**not reached**"
        };
        let _ = writeln!(page, "| {what} | {sign} {limit} | {measured:.2} | {mark} |");
    }
}

type Goal = (String, Limit, f64);

fn parsing(measured: &Measured) -> Vec<Goal> {
    let large = of_size(measured, 1e7, 1e8);
    let ratio = |work: &str| large.map_or(f64::NAN, |one| figure(one, work, "to_floor"));
    let cost = |low: f64, high: f64| {
        of_size(measured, low, high).map_or(f64::NAN, |one| {
            figure(one, ROWS, "milliseconds") / number(&one["bytes"])
        })
    };
    let costs = [
        cost(1e4, 1e5),
        cost(1e6, 1e7),
        cost(1e7, 1e8),
        cost(1e8, 1e9),
    ];
    let least = costs.iter().copied().fold(f64::MAX, f64::min);
    let most = costs.iter().copied().fold(0.0, f64::max);
    vec![
        (
            "bytes to all rows, to validating them".into(),
            AtMost(1.5),
            ratio(ROWS),
        ),
        (
            "bytes to all rows, to the typed decode (with dropping the tree, which rows have not)"
                .into(),
            AtMost(0.55),
            ratio(ROWS) / ratio("typed decode and drop"),
        ),
        (
            "bytes to rows of `--level label`, to validating them".into(),
            AtMost(1.2),
            ratio(LABELS),
        ),
        (
            "typed decode, to validating the bytes".into(),
            AtMost(2.3),
            ratio(TYPED),
        ),
        (
            "cost of a row, dearest size to cheapest, 20 KB to 200 MB".into(),
            AtMost(1.15),
            most / least,
        ),
    ]
}

fn processes(measured: &Measured) -> Vec<Goal> {
    let gigabyte = |name: &str| {
        let mut runs = measured.flatten.iter();
        runs.find(|run| run.name == name && run.bytes == 1_000_000_000)
    };
    let all = gigabyte("clavata flatten, all cores");
    let one = gigabyte("clavata flatten, one core");
    let peak = all.map_or(f64::NAN, |run| run.peak_mib);
    let speedup = one
        .zip(all)
        .map_or(f64::NAN, |(one, all)| one.seconds / all.seconds);
    vec![
        (
            "peak MiB of `flatten` on 1 GB of NDJSON".into(),
            AtMost(64.0),
            peak,
        ),
        ("two cores on NDJSON, to one".into(), AtLeast(1.8), speedup),
    ]
}

fn calls(measured: &Measured) -> Vec<Goal> {
    let mut goals = Vec::new();
    for one in &measured.overhead {
        let side = &one["concurrency"];
        let throughput = format!("throughput of calls, {side} side by side, to by hand");
        goals.push((throughput, AtLeast(0.97), number(&one["throughput"])));
        let cpu = format!("processor time of a call, {side} side by side, to by hand");
        goals.push((cpu, AtMost(1.05), number(&one["cpu"])));
    }
    let stream = |what: &str| number(&measured.stream[what]);
    goals.push((
        "ms until the first answer of a stream is there".into(),
        AtMost(1.0),
        stream("first_answer_ms"),
    ));
    goals.push((
        "throughput of the evaluate stream, to rows from its bytes".into(),
        AtLeast(0.9),
        stream("throughput"),
    ));
    if let Some(footprint) = &measured.footprint {
        let seconds = footprint.ours.seconds / footprint.parts.seconds;
        goals.push((
            "seconds of a clean build, to the parts alone".into(),
            AtMost(1.3),
            seconds,
        ));
        let count = |crates| f64::from(u32::try_from(crates).unwrap_or(u32::MAX));
        let more = count(footprint.ours.crates) - count(footprint.parts.crates);
        goals.push((
            "crates more than the parts alone".into(),
            AtMost(12.0),
            more,
        ));
    }
    goals
}

/// The measurement with ten labels in a result whose size is between two bounds.
fn of_size(measured: &Measured, low: f64, high: f64) -> Option<&Value> {
    measured
        .parse
        .iter()
        .find(|one| one["labels"] == 10 && (low..high).contains(&number(&one["bytes"])))
}

fn figure(one: &Value, work: &str, what: &str) -> f64 {
    one["figures"]
        .as_array()
        .and_then(|figures| figures.iter().find(|figure| figure["work"] == work))
        .map_or(f64::NAN, |figure| number(&figure[what]))
}
