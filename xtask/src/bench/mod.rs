//! `cargo xtask bench`: measures ratios within one run and writes docs/bench.md.

mod bars;
mod claim;
mod contenders;
mod footprint;
mod goals;
mod history;
mod large;
mod page;
mod plot;
mod programs;
mod shape;
mod whole;

use serde_json::Value;

use self::programs::Programs;
use self::shape::Shape;
use crate::failure::Failure;
use crate::workspace::{self, Workspace};

/// The work whose figure is in the README.
const CLAIMED: &str = "rows, all";

/// The measurements, as printed by the programs.
#[derive(Debug, Default)]
struct Measured {
    /// For each size and number of labels: `{"bytes", "figures", "labels"}`.
    parse: Vec<Value>,
    /// For each size: `{"bytes", "to_first"}`.
    spread: Value,
    /// For answers of a stream that are stored: `{"bytes", "figures"}`.
    kept: Value,
    /// `clavata flatten` on files of every shape, and the process that only validates.
    whole: whole::Whole,
    /// For each shape: peak memory in MiB.
    peaks: Vec<(&'static Shape, f64)>,
    /// Seconds until the first row of a large job is printed.
    first_row: f64,
    contenders: contenders::Contenders,
    /// For each concurrency: throughput and processor time, as ratios.
    overhead: Vec<Value>,
    /// For each concurrency: seconds, and the seconds of the best schedule.
    stragglers: Vec<Value>,
    /// The delay of the first answer of a stream, and the throughput.
    stream: Value,
    footprint: Option<footprint::Footprint>,
}

impl Measured {
    /// The measurement of the 20 MB answer.
    fn large(&self) -> Option<&Value> {
        let is_large =
            |one: &&Value| one["labels"] == 10 && (1e7..1e8).contains(&number(&one["bytes"]));
        self.parse.iter().find(is_large)
    }
}

/// How much is measured.
struct Extent {
    /// Size in bytes, labels in a result, rounds.
    parse: &'static [(usize, usize, usize)],
    /// Rounds, and the sizes in bytes that alternate.
    spread: &'static [usize],
    /// Bytes of the files of each shape, and rounds.
    whole: (usize, usize),
    /// Bytes of the files whose peak memory is measured.
    large: usize,
    /// Bytes and rounds.
    contenders: (usize, usize),
    calls: (usize, usize),
    /// Bytes of the stream whose answers are stored, and rounds.
    kept: (usize, usize),
    stragglers: usize,
}

const WHOLE: Extent = Extent {
    parse: &[
        (20_000, 10, 4001),
        (2_000_000, 1, 101),
        (2_000_000, 10, 101),
        (2_000_000, 100, 101),
        (20_000_000, 10, 31),
        (200_000_000, 10, 5),
    ],
    spread: &[15, 20_000, 2_000_000, 20_000_000, 200_000_000],
    whole: (100_000_000, 9),
    large: 1_000_000_000,
    contenders: (20_000_000, 5),
    calls: (5000, 11),
    kept: (20_000_000, 31),
    stragglers: 3,
};

const QUICK: Extent = Extent {
    parse: &[(20_000, 10, 20), (20_000_000, 10, 3)],
    spread: &[3, 20_000, 2_000_000],
    whole: (2_000_000, 1),
    large: 2_000_000,
    contenders: (500_000, 1),
    calls: (50, 1),
    kept: (1_000_000, 3),
    stragglers: 1,
};

/// Measures everything. With `quick`, measures a small part to check that it works, and writes nothing.
pub(crate) fn run(workspace: &Workspace, quick: bool) -> Result<(), Failure> {
    let programs = Programs::build(workspace)?;
    let extent = if quick { QUICK } else { WHOLE };
    let mut measured = measure(workspace, &programs, &extent)?;
    if !quick {
        println!("building a crate with the client, and one with its dependencies alone");
        measured.footprint = Some(footprint::measure(workspace)?);
    }
    let goals = goals::all(&measured);
    if quick {
        let mut table = String::new();
        goals::write(&mut table, &goals);
        println!("{table}\nthe figures of a quick run are not meaningful, and nothing was written");
        return Ok(());
    }
    let machine = page::machine();
    history::add(workspace, &machine, &goals)?;
    let claim = claim::sentence(&measured);
    claim::write(workspace, &claim)?;
    let docs = workspace.root().join("docs");
    workspace::write(&docs.join("bench.svg"), &plot::svg(&measured))?;
    let page = page::render(&measured, &machine, &claim, &goals);
    workspace::write(&docs.join("bench.md"), &page)?;
    println!("wrote docs/bench.md, docs/bench.svg and the sentence in README.md");
    Ok(())
}

fn measure(
    workspace: &Workspace,
    programs: &Programs,
    extent: &Extent,
) -> Result<Measured, Failure> {
    let mut measured = Measured::default();
    for (bytes, labels, rounds) in extent.parse {
        println!("parsing {bytes} bytes with {labels} labels per result, {rounds} rounds");
        let mut figures = programs.print("parse", &[*bytes, *labels, *rounds])?;
        figures["labels"] = (*labels).into();
        measured.parse.push(figures);
    }
    println!("parsing answers of different sizes alternately");
    measured.spread = programs.print("spread", extent.spread)?;
    println!("storing answers of a stream");
    let (bytes, rounds) = extent.kept;
    measured.kept = programs.print("kept", &[bytes, rounds])?;
    let (calls, rounds) = extent.calls;
    println!("calling a loopback server, {rounds} alternating rounds of {calls} calls");
    let body = programs.folder.join("answer.json");
    let body = body.to_string_lossy();
    programs.speed(&["answer", "1600", "2", &body])?;
    measured.overhead =
        programs.speed(&["overhead", &body, &calls.to_string(), &rounds.to_string()])?;
    println!("evaluating with a server that answers some requests late");
    measured.stragglers = programs.speed(&["stragglers", &extent.stragglers.to_string()])?;
    println!("reading an evaluate stream");
    measured.stream = programs.print("stream", &[])?;
    let (bytes, rounds) = extent.whole;
    println!("whole processes on {bytes} bytes of every shape, {rounds} alternating rounds");
    measured.whole = whole::measure(programs, bytes, rounds)?;
    measured.first_row = large::first_row(programs, bytes)?;
    println!("memory for {} bytes of every shape", extent.large);
    measured.peaks = large::peaks(programs, extent.large)?;
    let (bytes, rounds) = extent.contenders;
    println!("other programs on {bytes} bytes of NDJSON");
    measured.contenders = contenders::measure(workspace, programs, bytes, rounds)?;
    Ok(measured)
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

/// A figure of one kind of work; NaN if it is missing.
fn figure(one: &Value, work: &str, what: &str) -> f64 {
    one["figures"]
        .as_array()
        .and_then(|figures| figures.iter().find(|figure| figure["work"] == work))
        .map_or(f64::NAN, |figure| number(&figure[what]))
}
