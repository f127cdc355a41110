//! docs/bench.md: the machine, the tables, and whether the client reaches each goal.

use std::fmt::Write;

use serde_json::Value;

use super::goals::Goal;
use super::{Measured, figure, goals, number};

/// The hand-written part of the page.
const NOTES: &str = include_str!("notes.md");

pub(super) fn render(measured: &Measured, machine: &str, claim: &str, goals: &[Goal]) -> String {
    let mut page = String::from(
        "# Speed\n\nMade by `cargo xtask bench`; do not edit. All comparisons are ratios within one run on one machine: medians, warm, with the kinds of work alternating.\n\n",
    );
    let _ = writeln!(page, "Machine: {machine}, {}.\n\n{claim}\n", rustc());
    page.push_str("![Time by size of the answer, and time for each shape](bench.svg)\n\n## Goals\n\nBytes to rows: on the 20 MB answer, about 3,440 results of ten labels of three rules. The program: on 100 MB of such results.\n\n");
    goals::write(&mut page, goals);
    page.push_str("\n## Bytes to rows, one thread\n\nTimes relative to validating the same bytes with `serde_json::de::IgnoredAny`; milliseconds in brackets.\n\n");
    parsing(&mut page, &measured.parse);
    programs(&mut page, measured);
    page.push_str("\n## Calls compared with hand-written ones\n\nGet job from a loopback server in a separate process: the client, alternating with reqwest and serde_json into the same types. The hand-written call sends the key, has a timeout, and checks the status; it does not retry, does not send a deadline to the gateway, and reads responses of any size.\n\n| concurrent | throughput, relative to hand-written | processor time per call, relative to hand-written | hand-written |\n| --- | --- | --- | --- |\n");
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
            "\n## What the client adds to a crate\n\nA clean release build with the client's default features, and with reqwest, serde_json, tokio, chrono and uuid alone.\n\n| | crates | seconds |\n| --- | --- | --- |\n| with the client | {} | {:.1} |\n| its dependencies alone | {} | {:.1} |",
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

fn programs(page: &mut String, measured: &Measured) {
    page.push_str("\n## Whole processes\n\n`clavata flatten`, and `validate`, which reads lines and validates each with `IgnoredAny`.\n\n| output, input | MB | seconds | user time | MB/s |\n| --- | --- | --- | --- | --- |\n");
    for run in &measured.whole.0 {
        let _ = writeln!(
            page,
            "| {} | {:.0} | {:.3} | {:.3} | {:.0} |",
            run.name,
            run.megabytes,
            run.seconds,
            run.user,
            run.megabytes / run.seconds
        );
    }
    page.push_str("\nPeak memory is the program's own (anonymous) memory; mapped pages of the file are not included.\n\n| `--format csv` of 1 GB | peak MiB |\n| --- | --- |\n");
    for (shape, peak) in &measured.peaks {
        let peak = if peak.is_nan() {
            "it fails".to_owned()
        } else {
            format!("{peak:.0}")
        };
        let _ = writeln!(page, "| {} | {peak} |", shape.what);
    }
    let compared = &measured.contenders;
    let _ = writeln!(
        page,
        "\n## Other programs\n\nEach reads the same 20 MB of NDJSON. `clavata` and jq print a line for each label, as whole processes; DuckDB counts labels, and the SDK builds its models, both without the time to start Python.\n\n| program | seconds | relative to ours |\n| --- | --- | --- |\n| `clavata flatten --level label --format jsonl` | {:.3} | 1 |",
        compared.ours
    );
    for contender in &compared.others {
        let times = contender.seconds / compared.ours;
        let _ = writeln!(
            page,
            "| {} | {:.3} | {times:.1} |",
            contender.what, contender.seconds
        );
    }
    for why in &compared.skipped {
        let _ = writeln!(page, "\nSkipped: {why}.");
    }
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
            let _ = write!(
                page,
                " {:.2} ({:.2}) |",
                figure(one, name, "to_floor"),
                figure(one, name, "milliseconds")
            );
        }
    }
    page.push('\n');
}

/// The kind of machine, as text without a comma.
pub(super) fn machine() -> String {
    let cpu = std::fs::read_to_string("/proc/cpuinfo")
        .ok()
        .and_then(|text| {
            let line = text.lines().find(|line| line.starts_with("model name"))?;
            Some(line.split(':').nth(1)?.trim().replace(',', ""))
        })
        .unwrap_or_else(|| "an unknown processor".to_owned());
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    format!("{cpu} with {cores} cores and {}", std::env::consts::OS)
}

fn rustc() -> String {
    std::process::Command::new("rustc")
        .arg("--version")
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
        .unwrap_or_default()
}
