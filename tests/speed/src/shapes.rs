//! Files of answers in every shape that users have.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::input::{self, Differing};

/// The labels in a result, the results in a job, and how many jobs there are to one with an unreadable value.
const LABELS: usize = 10;
const RESULTS: usize = 10;
const UNUSUAL: usize = 20;

/// Writes a file of about this many bytes. For `files`, writes a folder of 10,000 files and, next to it, a file
/// `one.jsonl` with the same answers.
pub fn write(shape: &str, bytes: usize, path: &Path) -> io::Result<()> {
    if shape == "files" {
        return files(bytes, path);
    }
    let mut to = BufWriter::with_capacity(1 << 20, File::create(path)?);
    match shape {
        "lines" => jobs(&mut to, bytes, Differing::Values, ["", "\n", "\n"])?,
        "texts" => jobs(&mut to, bytes, Differing::Texts, ["", "\n", "\n"])?,
        "array" => jobs(&mut to, bytes, Differing::Values, ["[", ", ", "]"])?,
        "list" => list(&mut to, bytes)?,
        "job" => input::write_of_size(&mut to, bytes, LABELS, Differing::Values)?,
        "pretty" => pretty(&mut to, bytes)?,
        "stream" => input::write_frames(&mut to, bytes / input::frames(1, LABELS).len(), LABELS)?,
        "unusual" => unusual(&mut to, bytes)?,
        _ => panic!("no such shape: {shape}"),
    }
    to.flush()
}

fn line(number: usize, results: usize, labels: usize, differing: Differing) -> Vec<u8> {
    let mut line = Vec::new();
    input::answer(&mut line, number, results, labels, differing).expect("a text");
    line
}

fn count(bytes: usize, differing: Differing) -> usize {
    (bytes / line(0, RESULTS, LABELS, differing).len()).max(1)
}

fn jobs(
    to: &mut impl Write,
    bytes: usize,
    differing: Differing,
    [before, between, after]: [&str; 3],
) -> io::Result<()> {
    to.write_all(before.as_bytes())?;
    for number in 0..count(bytes, differing) {
        if number > 0 {
            to.write_all(between.as_bytes())?;
        }
        to.write_all(&line(number, RESULTS, LABELS, differing))?;
    }
    to.write_all(after.as_bytes())
}

/// One page of a list of jobs.
fn list(to: &mut impl Write, bytes: usize) -> io::Result<()> {
    to.write_all(br#"{"jobs":["#)?;
    for number in 0..count(bytes, Differing::Values) {
        if number > 0 {
            to.write_all(b", ")?;
        }
        input::job(to, number, RESULTS, LABELS, Differing::Values)?;
    }
    to.write_all(br#"], "nextPageToken":""}"#)
}

fn pretty(to: &mut impl Write, bytes: usize) -> io::Result<()> {
    let pretty = |number| {
        let line = line(number, RESULTS, LABELS, Differing::Values);
        let value: serde_json::Value = serde_json::from_slice(&line).expect("JSON");
        serde_json::to_vec_pretty(&value).expect("JSON")
    };
    for number in 0..(bytes / pretty(0).len()).max(1) {
        to.write_all(&pretty(number))?;
        to.write_all(b"\n")?;
    }
    Ok(())
}

/// NDJSON in which every twentieth answer has an unreadable value.
fn unusual(to: &mut impl Write, bytes: usize) -> io::Result<()> {
    for number in 0..count(bytes, Differing::Values) {
        let mut line = line(number, RESULTS, LABELS, Differing::Values);
        if number % UNUSUAL == UNUSUAL / 2 {
            let at = line.len() - r#"0.5}}"#.len();
            line.splice(at.., br#""high"}}"#.iter().copied());
        }
        line.push(b'\n');
        to.write_all(&line)?;
    }
    Ok(())
}

/// Answers with one result of a few labels, each in its own file.
fn files(bytes: usize, folder: &Path) -> io::Result<()> {
    const FILES: usize = 10_000;
    let mut labels = 1;
    while labels < 32 && line(0, 1, labels + 1, Differing::Values).len() * FILES <= bytes {
        labels += 1;
    }
    std::fs::create_dir_all(folder)?;
    let mut all = BufWriter::new(File::create(folder.with_extension("jsonl"))?);
    for number in 0..FILES {
        let line = line(number, 1, labels, Differing::Values);
        std::fs::write(folder.join(format!("{number:05}.json")), &line)?;
        all.write_all(&line)?;
        all.write_all(b"\n")?;
    }
    all.flush()
}
