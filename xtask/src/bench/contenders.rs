//! Alternatives to the program, on the same NDJSON in the same run.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::Programs;
use super::whole::{median, timed};
use crate::failure::Failure;
use crate::tools;
use crate::workspace::Workspace;

/// The program and the alternatives that it was compared with.
#[derive(Debug, Default)]
pub(super) struct Contenders {
    /// Seconds of `clavata flatten --level label --format jsonl`.
    pub(super) ours: f64,
    pub(super) others: Vec<Contender>,
    /// What was skipped, and why.
    pub(super) skipped: Vec<String>,
}

/// An alternative.
#[derive(Debug)]
pub(super) struct Contender {
    pub(super) name: &'static str,
    pub(super) what: &'static str,
    pub(super) seconds: f64,
}

const JQ: &str = r".job|.jobUuid as $j|.results|to_entries[]|.key as $i|.value.report.sectionEvaluationReports[]|[$j,$i,.name,.message,(.reviewResult.outcome//.result),(.reviewResult.score//.score)]";

/// Compares the programs on a file of about this many bytes.
pub(super) fn measure(
    workspace: &Workspace,
    programs: &Programs,
    bytes: usize,
    rounds: usize,
) -> Result<Contenders, Failure> {
    let file = programs.folder.join("contended.jsonl");
    let name = file.to_string_lossy().into_owned();
    programs.speed(&["shape", "lines", &bytes.to_string(), &name])?;
    let clavata = programs.clavata.to_string_lossy().into_owned();
    let ours = [
        &clavata, "flatten", &name, "--level", "label", "--format", "jsonl",
    ];
    let mut compared = Contenders {
        ours: process(&ours, rounds)?,
        ..Contenders::default()
    };
    if tools::works(Command::new("jq").arg("--version")) {
        compared.add(("jq", "jq"), process(&["jq", "-c", JQ, &name], rounds)?);
    } else {
        compared.skip("jq is not installed");
    }
    let folder = workspace.root().join("tests/speed/contenders");
    let venv = workspace.target().join("contenders-venv");
    match tools::python(&venv, &folder.join("requirements.txt"), &[]) {
        Err(why) => compared.skip(&format!("DuckDB and the official SDK for Python: {why}")),
        Ok(python) => {
            let duckdb = script(&python, &folder.join("duckdb_labels.py"), &file, rounds)?;
            compared.add(("duckdb", "DuckDB"), seconds(&duckdb, "labels"));
            let sdk = script(&python, &folder.join("sdk_jobs.py"), &file, rounds)?;
            for (named, what) in [
                (
                    ("sdk-json", "the official SDK for Python, from JSON"),
                    "json",
                ),
                (
                    (
                        "sdk-wire",
                        "the official SDK for Python, from its own wire format",
                    ),
                    "wire",
                ),
            ] {
                compared.add(named, seconds(&sdk, what));
            }
        }
    }
    let _ = std::fs::remove_file(file);
    Ok(compared)
}

impl Contenders {
    fn add(&mut self, (name, what): (&'static str, &'static str), seconds: f64) {
        println!("  {what}: {seconds:.3} s");
        self.others.push(Contender {
            name,
            what,
            seconds,
        });
    }

    fn skip(&mut self, why: &str) {
        println!("  skipped: {why}");
        self.skipped.push(why.to_owned());
    }
}

/// The median of the seconds of a whole process, after one warm-up run.
fn process(command: &[&str], rounds: usize) -> Result<f64, Failure> {
    let command: Vec<String> = command.iter().map(ToString::to_string).collect();
    timed(&command, false)?;
    let mut samples = Vec::new();
    for _ in 0..rounds {
        samples.push(timed(&command, false)?.0);
    }
    Ok(median(samples.into_iter()))
}

/// Runs a script that prints its seconds, without the time to start Python and load packages.
fn script(python: &Path, script: &Path, file: &Path, rounds: usize) -> Result<Value, Failure> {
    let wrong = |error: String| Failure::new(format!("{}: {error}", script.display()));
    let output = Command::new(python)
        .arg("-B")
        .args([script, file])
        .arg(rounds.to_string())
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| wrong(error.to_string()))?;
    if !output.status.success() {
        return Err(wrong(format!("it failed ({})", output.status)));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| wrong(error.to_string()))
}

fn seconds(printed: &Value, what: &str) -> f64 {
    super::number(&printed[what])
}
