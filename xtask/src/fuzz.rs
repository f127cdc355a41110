//! `cargo xtask fuzz`: runs the fuzz targets, if their tools are installed.

use std::fs;
use std::path::Path;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::cargo;
use crate::failure::Failure;
use crate::workspace::{self, Workspace};

/// A target, and the seeds that it starts from.
struct Target {
    name: &'static str,
    wants: fn(&Seed) -> bool,
}

const TARGETS: &[Target] = &[
    Target {
        name: "answers",
        wants: |seed| matches!(seed.kind, Kind::Answer | Kind::Frame),
    },
    Target {
        name: "arrived",
        wants: |seed| seed.kind != Kind::Wait,
    },
    Target {
        name: "error_bodies",
        wants: |seed| seed.kind == Kind::Error,
    },
    Target {
        name: "flattened",
        wants: |seed| matches!(seed.kind, Kind::Answer | Kind::Frame),
    },
    Target {
        name: "frames",
        wants: |seed| matches!(seed.kind, Kind::Frame | Kind::Error),
    },
    Target {
        name: "replayed",
        wants: |seed| matches!(seed.kind, Kind::Answer | Kind::Frame),
    },
    Target {
        name: "retry_after",
        wants: |seed| seed.kind == Kind::Wait,
    },
    Target {
        name: "rows",
        wants: |seed| seed.kind == Kind::Answer,
    },
    Target {
        name: "streamed",
        wants: |seed| matches!(seed.kind, Kind::Frame | Kind::Error),
    },
];

/// The values that `--target` accepts.
pub(crate) fn target_names() -> Vec<&'static str> {
    TARGETS.iter().map(|target| target.name).collect()
}

/// Runs each target, or those in `only`, for this many seconds.
pub(crate) fn run(workspace: &Workspace, seconds: u64, only: &[String]) -> Result<(), Failure> {
    if let Some(lacking) = lacking(workspace) {
        println!("fuzz: skipped, because {lacking} is not installed");
        return Ok(());
    }
    let seeds = seeds(workspace)?;
    for target in TARGETS {
        if !only.is_empty() && !only.iter().any(|name| name == target.name) {
            continue;
        }
        let count = plant(workspace, target, &seeds)?;
        println!("fuzz: {} for {seconds} s, from {count} seeds", target.name);
        let status = cargo::of("nightly", workspace)
            .args(["fuzz", "run", target.name, "--"])
            .arg(format!("-max_total_time={seconds}"))
            .args(["-timeout=20", "-rss_limit_mb=2048", "-max_len=65536"])
            .status()
            .map_err(|error| Failure::new(format!("cargo fuzz cannot be started: {error}")))?;
        if !status.success() {
            return Err(Failure::new(format!("the target {} found a failure", target.name))
                .with_hint(format!(
                    "its input is in fuzz/artifacts/{}; add it as a case to the tests in clavata-api-ext/src/fuzz_support/",
                    target.name
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
    let fuzz = cargo::of("nightly", workspace)
        .args(["fuzz", "--version"])
        .output();
    if !fuzz.is_ok_and(|output| output.status.success()) {
        return Some("cargo-fuzz (`cargo install cargo-fuzz`)");
    }
    None
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Answer,
    /// The number of a case of the test `nothing_wrong_passes`.
    Case,
    Error,
    Frame,
    Wait,
}

struct Seed {
    kind: Kind,
    bytes: Vec<u8>,
}

/// The contract's examples, the jobs and the recorded answers.
fn seeds(workspace: &Workspace) -> Result<Vec<Seed>, Failure> {
    let mut seeds = Vec::new();
    for (name, bytes) in files(&workspace.examples())? {
        let kind = match name.split('.').nth(1) {
            Some("response") => Kind::Answer,
            Some("error") => Kind::Error,
            Some("frame") => Kind::Frame,
            _ => continue,
        };
        seeds.push(Seed { kind, bytes });
    }
    let fixtures = workspace.root().join("tests/fixtures");
    for folder in ["jobs-go", "jobs-sparse"] {
        for (name, bytes) in files(&fixtures.join(folder))? {
            if !name.contains(".rows.") && !name.contains(".verdict.") {
                let kind = Kind::Answer;
                seeds.push(Seed { kind, bytes });
            }
        }
    }
    for line in read(&fixtures.join("captures.jsonl"))?.split(|byte| *byte == b'\n') {
        let Ok(capture) = serde_json::from_slice::<Value>(line) else {
            continue;
        };
        let kind = match (capture["path"].as_str(), capture["status"].as_u64()) {
            (Some("/v1/jobs/stream"), _) => Kind::Frame,
            (_, Some(200)) => Kind::Answer,
            _ => Kind::Error,
        };
        let bytes = capture["body"].as_str().unwrap_or_default().into();
        seeds.push(Seed { kind, bytes });
    }
    for number in 0..200_u8 {
        let kind = Kind::Case;
        let bytes = vec![number];
        seeds.push(Seed { kind, bytes });
    }
    for text in ["120", "0", "3.5s", "Wed, 21 Oct 2026 07:28:00 GMT"] {
        let kind = Kind::Wait;
        let bytes = text.into();
        seeds.push(Seed { kind, bytes });
    }
    Ok(seeds)
}

/// Copies the seeds of a target into its corpus, each named by its hash, as the fuzzer names them.
fn plant(workspace: &Workspace, target: &Target, seeds: &[Seed]) -> Result<usize, Failure> {
    let corpus = workspace.root().join("fuzz/corpus").join(target.name);
    let failed = |error| Failure::new(format!("{}: {error}", corpus.display()));
    fs::create_dir_all(&corpus).map_err(failed)?;
    let mut count = 0;
    for seed in seeds.iter().filter(|seed| (target.wants)(seed)) {
        let digest = Sha256::digest(&seed.bytes);
        let name = digest
            .iter()
            .take(20)
            .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        fs::write(corpus.join(name), &seed.bytes).map_err(failed)?;
        count += 1;
    }
    Ok(count)
}

fn files(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let entries = workspace::entries(folder)?.into_iter();
    entries
        .map(|(name, path)| Ok((name, read(&path)?)))
        .collect()
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path)
        .map_err(|error| Failure::new(format!("{}: cannot be read: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_seeds_and_a_file() {
        let workspace = Workspace::find().unwrap();
        let seeds = seeds(&workspace).unwrap();
        for target in TARGETS {
            let wanted = seeds.iter().filter(|seed| (target.wants)(seed)).count();
            assert!(wanted > 3, "{}: {wanted} seeds", target.name);
            let file = format!("fuzz/fuzz_targets/{}.rs", target.name);
            assert!(workspace.root().join(&file).exists(), "{file}");
        }
    }
}
