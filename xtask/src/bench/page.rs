//! docs/bench.md: the machine, the tables, and whether the client reaches each number.

use std::fmt::Write;

use serde_json::Value;

use super::{Measured, goals};

/// The part of the page that is written by hand.
const NOTES: &str = include_str!("notes.md");

pub(super) fn render(measured: &Measured) -> String {
    let mut page = String::from(
        "# Speed\n\nMade by `cargo xtask bench`; do not edit. All comparisons are ratios within one run on one machine: medians, warm, the kinds of work by turns.\n\n",
    );
    let _ = writeln!(page, "Machine: {}.\n", machine());
    page.push_str("![Time against size of the answer](bench.svg)\n\n## Numbers to reach\n\n");
    goals::write(&mut page, measured);
    page.push_str("\n## Bytes to rows, one thread\n\nTimes to validating the same bytes with `serde_json::de::IgnoredAny`; in brackets milliseconds.\n\n");
    parsing(&mut page, &measured.parse);
    page.push_str("\n## Whole processes on NDJSON\n\nPeak memory is the program's own (anonymous) memory; pages of the file that are mapped are the system's.\n\n| program | input | seconds | MB/s | peak MiB |\n| --- | --- | --- | --- | --- |\n");
    for run in &measured.flatten {
        let megabytes = megabytes(run.bytes);
        let _ = writeln!(
            page,
            "| {} | {megabytes} MB | {:.3} | {:.0} | {:.0} |",
            run.name,
            run.seconds,
            megabytes / run.seconds,
            run.peak_mib
        );
    }
    page.push_str("\n## A call beside one written by hand\n\nGet job from a loopback server in a process of its own: the client, and reqwest with serde_json into the same types, by turns.\n\n| side by side | throughput, to by hand | processor time a call, to by hand | by hand |\n| --- | --- | --- | --- |\n");
    for one in &measured.overhead {
        let _ = writeln!(
            page,
            "| {} | {:.3} | {:.3} | {:.0} calls/s, {:.1} µs |",
            one["concurrency"],
            number(&one["throughput"]),
            number(&one["cpu"]),
            number(&one["by_hand"]["per_second"]),
            number(&one["by_hand"]["cpu_microseconds"]),
        );
    }
    if let Some(footprint) = &measured.footprint {
        let _ = writeln!(
            page,
            "\n## What the client adds to a crate\n\nA clean release build with the client's default features, and with reqwest, serde_json, tokio, chrono and uuid alone.\n\n| | crates | seconds |\n| --- | --- | --- |\n| with the client | {} | {:.1} |\n| its parts alone | {} | {:.1} |",
            footprint.ours.crates,
            footprint.ours.seconds,
            footprint.parts.crates,
            footprint.parts.seconds
        );
    }
    page.push('\n');
    page.push_str(NOTES);
    page
}

#[allow(clippy::cast_precision_loss)] // sizes of files
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

pub(super) fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

fn parsing(page: &mut String, parse: &[Value]) {
    let names: Vec<&str> = parse
        .first()
        .and_then(|one| one["figures"].as_array())
        .map(|figures| {
            figures
                .iter()
                .filter_map(|figure| figure["work"].as_str())
                .collect()
        })
        .unwrap_or_default();
    page.push_str("| work |");
    for one in parse {
        let _ = write!(
            page,
            " {:.2} MB, {} labels |",
            number(&one["bytes"]) / 1e6,
            one["labels"]
        );
    }
    page.push_str("\n| --- |");
    page.push_str(&" --- |".repeat(parse.len()));
    for name in names {
        let _ = write!(page, "\n| {name} |");
        for one in parse {
            let figure = one["figures"]
                .as_array()
                .and_then(|f| f.iter().find(|f| f["work"] == name));
            let cell = |what| figure.map_or(f64::NAN, |figure| number(&figure[what]));
            let _ = write!(
                page,
                " {:.2} ({:.2}) |",
                cell("to_floor"),
                cell("milliseconds")
            );
        }
    }
    page.push('\n');
}

fn machine() -> String {
    let cpu = std::fs::read_to_string("/proc/cpuinfo")
        .ok()
        .and_then(|text| {
            let line = text.lines().find(|line| line.starts_with("model name"))?;
            Some(line.split(':').nth(1)?.trim().to_owned())
        })
        .unwrap_or_else(|| "an unknown processor".to_owned());
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let rustc = std::process::Command::new("rustc")
        .arg("--version")
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
        .unwrap_or_default();
    format!("{cpu}, {cores} cores, {}, {rustc}", std::env::consts::OS)
}
