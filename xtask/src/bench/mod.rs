//! `cargo xtask bench`: measures ratios within one run, and writes docs/bench.md.

mod footprint;
mod goals;
mod page;
mod plot;
mod process;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::failure::Failure;
use crate::workspace::{self, Workspace};

/// The measurements, as the programs print them.
#[derive(Debug, Default)]
struct Measured {
    /// For each size and number of labels: `{"bytes", "figures", "labels"}`.
    parse: Vec<Value>,
    /// `clavata flatten` and similar programs on NDJSON.
    flatten: Vec<process::Run>,
    /// For each concurrency: throughput and processor time, as ratios.
    overhead: Vec<Value>,
    /// Delay of the first answer of a stream, and throughput.
    stream: Value,
    footprint: Option<footprint::Footprint>,
}

/// Measures everything. With `quick` it measures a small part, to see whether it works, and writes nothing.
pub(crate) fn run(workspace: &Workspace, quick: bool) -> Result<(), Failure> {
    let programs = Programs::build(workspace)?;
    let mut measured = Measured::default();
    // Size in bytes, labels in a result, rounds.
    let parse: &[(usize, usize, usize)] = if quick {
        &[(20_000, 10, 20)]
    } else {
        &[
            (20_000, 10, 4001),
            (2_000_000, 1, 101),
            (2_000_000, 10, 101),
            (2_000_000, 100, 101),
            (20_000_000, 10, 31),
            (200_000_000, 10, 5),
        ]
    };
    for (bytes, labels, rounds) in parse {
        println!("parsing {bytes} bytes with {labels} labels a result, {rounds} rounds");
        let numbers = [bytes, labels, rounds].map(ToString::to_string);
        let mut printed = programs.speed(&["parse", &numbers[0], &numbers[1], &numbers[2]])?;
        let mut figures = printed.pop().unwrap_or_default();
        figures["labels"] = (*labels).into();
        measured.parse.push(figures);
    }
    let (calls, rounds) = if quick { ("50", "1") } else { ("5000", "11") };
    println!("calling a loopback server, {rounds} rounds of {calls} calls, in turns");
    let body = programs.folder.join("answer.json");
    programs.speed(&["answer", "1600", "2", &body.to_string_lossy()])?;
    measured.overhead = programs.speed(&["overhead", &body.to_string_lossy(), calls, rounds])?;
    if !quick {
        println!("reading an evaluate stream");
        measured.stream = programs.speed(&["stream"])?.pop().unwrap_or_default();
    }
    let sizes: &[usize] = if quick {
        &[1_000_000]
    } else {
        &[20_000, 20_000_000, 200_000_000, 1_000_000_000]
    };
    for bytes in sizes {
        println!("flattening {bytes} bytes of NDJSON as a whole process");
        let file = programs.folder.join("lines.jsonl");
        programs.speed(&["lines", &bytes.to_string(), &file.to_string_lossy()])?;
        measured
            .flatten
            .extend(process::flatten(&programs.clavata, &file, *bytes)?);
        let _ = std::fs::remove_file(file);
    }
    if quick {
        println!("all programs work; a quick run writes nothing");
        return Ok(());
    }
    println!("building a crate with the client, and one with its parts alone");
    measured.footprint = Some(footprint::measure(workspace)?);
    let docs = workspace.root().join("docs");
    write(&docs.join("bench.svg"), &plot::svg(&measured.parse))?;
    write(&docs.join("bench.md"), &page::render(&measured))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    workspace::write(path, text)?;
    println!("{} written", path.display());
    Ok(())
}

/// The programs that measure, built in release.
struct Programs {
    speed: PathBuf,
    clavata: PathBuf,
    /// For temporary files.
    folder: PathBuf,
}

impl Programs {
    fn build(workspace: &Workspace) -> Result<Self, Failure> {
        let target = workspace.target();
        let speed = workspace.root().join("tests/speed/Cargo.toml");
        let speed = speed.to_string_lossy();
        cargo(
            workspace,
            &["build", "--release", "--locked", "--manifest-path", &speed],
        )?;
        cargo(
            workspace,
            &["build", "--release", "--locked", "-p", "clavata-cli"],
        )?;
        let folder = target.join("bench");
        std::fs::create_dir_all(&folder)
            .map_err(|error| Failure::new(format!("{}: {error}", folder.display())))?;
        Ok(Self {
            speed: target.join("release/clavata-speed"),
            clavata: target.join("release/clavata"),
            folder,
        })
    }

    /// Runs the program that measures. It prints one JSON value on each line.
    fn speed(&self, arguments: &[&str]) -> Result<Vec<Value>, Failure> {
        let output = Command::new(&self.speed)
            .args(arguments)
            .stderr(std::process::Stdio::inherit())
            .output()
            .map_err(|error| Failure::new(format!("{}: {error}", self.speed.display())))?;
        if !output.status.success() {
            return Err(Failure::new(format!(
                "clavata-speed {} failed",
                arguments[0]
            )));
        }
        String::from_utf8_lossy(&output.stdout)
            .lines()
            .map(|line| {
                serde_json::from_str(line).map_err(|error| {
                    Failure::new(format!("clavata-speed did not print JSON: {error}"))
                })
            })
            .collect()
    }
}

/// Runs cargo with the workspace's own target folder.
fn cargo(workspace: &Workspace, arguments: &[&str]) -> Result<(), Failure> {
    let status = crate::cargo::cargo(workspace)
        .args(arguments)
        .env("CARGO_TARGET_DIR", workspace.target())
        .status()
        .map_err(|error| crate::cargo::not_started(&error))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "cargo {} failed",
        arguments.join(" ")
    )))
}
