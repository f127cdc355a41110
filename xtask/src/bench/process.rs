//! Whole processes: time, processor time and peak memory of programs that read an NDJSON file.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::failure::Failure;

/// One program on one input: the medians of its runs.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) name: &'static str,
    pub(super) bytes: usize,
    pub(super) seconds: f64,
    pub(super) peak_mib: f64,
}

/// `clavata flatten` on one core and on all, and similar programs that are installed.
pub(super) fn flatten(clavata: &Path, file: &Path, bytes: usize) -> Result<Vec<Run>, Failure> {
    let clavata = clavata.to_string_lossy();
    let file = file.to_string_lossy();
    let flatten = [&*clavata, "flatten", &*file, "--format", "jsonl"];
    let jq = r".job|.jobUuid as $j|.results|to_entries[]|.key as $i|.value.report|., (.sectionEvaluationReports[]|., .assertionEvaluationReports[])|[$j,$i,.name,.message,(.reviewResult.outcome//.result),(.reviewResult.score//.score)]";
    let duck = format!(
        "SELECT count(*) FROM (SELECT unnest(job.results) AS r FROM read_json('{file}', format='newline_delimited', maximum_object_size=100000000)), unnest(r.report.sectionEvaluationReports) AS t(l), unnest(l.assertionEvaluationReports) AS u(a)"
    );
    let mut candidates: Vec<(&'static str, Vec<&str>)> = vec![
        ("clavata flatten, all cores", flatten.to_vec()),
        (
            "clavata flatten, --level label",
            [&flatten[..], &["--level", "label"]].concat(),
        ),
    ];
    if installed("taskset") {
        candidates.push((
            "clavata flatten, one core",
            [&["taskset", "-c", "0"], &flatten[..]].concat(),
        ));
    }
    // Slower programs run only on small inputs.
    if bytes <= 20_000_000 {
        if installed("jq") {
            candidates.push(("jq", vec!["jq", "-c", jq, &*file]));
        }
        if installed("duckdb") {
            candidates.push(("duckdb", vec!["duckdb", "-c", &duck]));
        }
    }
    let rounds = if bytes > 500_000_000 { 3 } else { 7 };
    let mut runs = Vec::new();
    for (name, command) in candidates {
        let mut seconds = Vec::new();
        let mut peak = 0.0_f64;
        for round in 0..=rounds {
            let (took, mib) = once(&command)?;
            // The first run reads the file into the page cache.
            if round > 0 {
                seconds.push(took.as_secs_f64());
            }
            peak = peak.max(mib);
        }
        seconds.sort_by(f64::total_cmp);
        let seconds = seconds[seconds.len() / 2];
        println!("  {name}: {seconds:.3} s, {peak:.0} MiB");
        runs.push(Run {
            name,
            bytes,
            seconds,
            peak_mib: peak,
        });
    }
    Ok(runs)
}

fn installed(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Runs a program and watches its peak memory.
///
/// This is `RssAnon`, the program's own memory, which must stay flat. Pages of the mapped file do not count.
fn once(command: &[&str]) -> Result<(Duration, f64), Failure> {
    let wrong = |error| Failure::new(format!("{} cannot be run: {error}", command[0]));
    let start = Instant::now();
    let mut child = Command::new(command[0])
        .args(&command[1..])
        .stdout(Stdio::null())
        .spawn()
        .map_err(wrong)?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0.0_f64;
    loop {
        if let Ok(text) = std::fs::read_to_string(&status) {
            let resident = text.lines().find_map(|line| line.strip_prefix("RssAnon:"));
            let kib = resident.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
            peak = peak.max(kib.unwrap_or(0.0) / 1024.0);
        }
        if let Some(ended) = child.try_wait().map_err(wrong)? {
            if !ended.success() {
                return Err(Failure::new(format!("{} failed: {ended}", command[0])));
            }
            return Ok((start.elapsed(), peak));
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}
