//! `cargo xtask fuzz`: runs the fuzz targets, if their tools are installed.

use std::fs;
use std::path::Path;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::cargo;
use crate::failure::Failure;
use crate::tools;
use crate::workspace::{self, Workspace};

const TARGETS: [&str; 9] = [
    "answers",
    "arrived",
    "error_bodies",
    "flattened",
    "frames",
    "replayed",
    "retry_after",
    "rows",
    "streamed",
];

/// The values that `--target` accepts.
pub(crate) fn target_names() -> Vec<&'static str> {
    TARGETS.to_vec()
}

/// Runs each target, or those in `only`, for this many seconds.
pub(crate) fn run(workspace: &Workspace, seconds: u64, only: &[String]) -> Result<(), Failure> {
    if let Some(lacking) = lacking(workspace) {
        println!("fuzz: skipped, because {lacking} is not installed");
        return Ok(());
    }
    let seeds = seeds(workspace)?;
    for target in TARGETS {
        if !only.is_empty() && !only.iter().any(|name| name == target) {
            continue;
        }
        plant(workspace, target, &seeds)?;
        println!("fuzz: {target} for {seconds} s, from {} seeds", seeds.len());
        let status = cargo::of("nightly", workspace)
            .args(["fuzz", "run", target, "--"])
            .arg(format!("-max_total_time={seconds}"))
            .args(["-timeout=20", "-rss_limit_mb=2048", "-max_len=65536"])
            .status()
            .map_err(|error| Failure::new(format!("cargo fuzz cannot be started: {error}")))?;
        if !status.success() {
            return Err(Failure::new(format!("the target {target} found a failure"))
                .with_hint(format!(
                    "its input is in fuzz/artifacts/{target}; add it as a case to the tests in tests/tests/it/any_bytes/, or of `streamed` in evaluate/said/tests.rs"
                )));
        }
    }
    println!("fuzz: no failures found");
    Ok(())
}

/// The first required tool that is not installed.
fn lacking(workspace: &Workspace) -> Option<&'static str> {
    if !cargo::is_installed("nightly") {
        return Some("a nightly toolchain (`rustup toolchain install nightly`)");
    }
    if !tools::works(cargo::of("nightly", workspace).args(["fuzz", "--version"])) {
        return Some("cargo-fuzz (`cargo install cargo-fuzz`)");
    }
    None
}

/// What all targets start from: the contract's examples, the jobs, the recorded answers, the numbers of cases of the
/// test `nothing_wrong_passes`, and waits. A fuzzer drops the seeds that are of no use to its target.
fn seeds(workspace: &Workspace) -> Result<Vec<Vec<u8>>, Failure> {
    let fixtures = workspace.root().join("tests/fixtures");
    let mut seeds = Vec::new();
    for folder in [
        workspace.examples(),
        fixtures.join("jobs-go"),
        fixtures.join("jobs-sparse"),
    ] {
        for (name, path) in workspace::entries(&folder)? {
            // Not what a gateway sends, but what a job becomes.
            if !name.contains(".rows.") && !name.contains(".verdict.") {
                seeds.push(read(&path)?);
            }
        }
    }
    for line in read(&fixtures.join("captures.jsonl"))?.split(|byte| *byte == b'\n') {
        if let Ok(capture) = serde_json::from_slice::<Value>(line) {
            seeds.push(capture["body"].as_str().unwrap_or_default().into());
        }
    }
    seeds.extend((0..200_u8).map(|number| vec![number]));
    let waits = ["120", "0", "3.5s", "Wed, 21 Oct 2026 07:28:00 GMT"];
    seeds.extend(waits.map(Vec::from));
    Ok(seeds)
}

/// Copies the seeds into the corpus of a target, each named by its hash, as the fuzzer names them.
fn plant(workspace: &Workspace, target: &str, seeds: &[Vec<u8>]) -> Result<(), Failure> {
    let corpus = workspace.root().join("fuzz/corpus").join(target);
    let failed = |error| Failure::new(format!("{}: {error}", corpus.display()));
    fs::create_dir_all(&corpus).map_err(failed)?;
    for seed in seeds {
        let digest = Sha256::digest(seed);
        let name = digest
            .iter()
            .take(20)
            .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        fs::write(corpus.join(name), seed).map_err(failed)?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path)
        .map_err(|error| Failure::new(format!("{}: cannot be read: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_a_file_and_there_are_seeds() {
        let workspace = Workspace::find().unwrap();
        let seeds = seeds(&workspace).unwrap();
        assert!(seeds.len() > 250, "{} seeds", seeds.len());
        for target in TARGETS {
            let file = format!("fuzz/fuzz_targets/{target}.rs");
            assert!(workspace.root().join(&file).exists(), "{file}");
        }
    }
}
