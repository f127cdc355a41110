//! Whole processes with every shape of their input: wall-clock time and processor time.

use std::path::Path;
use std::process::{Command, Stdio};

use super::Programs;
use super::shape::SHAPES;
use crate::failure::Failure;
use crate::tools;

/// One program on one input: the medians of its runs.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) name: String,
    pub(super) megabytes: f64,
    pub(super) seconds: f64,
    /// User time of all threads, in seconds.
    pub(super) user: f64,
}

/// All programs and inputs.
#[derive(Debug, Default)]
pub(super) struct Whole(pub(super) Vec<Run>);

impl Whole {
    pub(super) fn of(&self, name: &str, figure: impl Fn(&Run) -> f64) -> f64 {
        let run = self.0.iter().find(|run| run.name == name);
        run.map_or(f64::NAN, figure)
    }
}

/// Two processes at once, each with a core of its own: what the machine can do in that moment.
pub(super) const TOGETHER: &str = "jsonl, a process for each of two cores";

/// Runs all programs alternately on files of about this many bytes.
pub(super) fn measure(programs: &Programs, bytes: usize, rounds: usize) -> Result<Whole, Failure> {
    let folder = programs.folder.join("shapes");
    crate::workspace::clear(&folder)?;
    std::fs::create_dir_all(&folder)
        .map_err(|error| Failure::new(format!("{}: {error}", folder.display())))?;
    let write = |shape: &str, bytes: usize| -> Result<String, Failure> {
        let path = folder.join(shape).to_string_lossy().into_owned();
        programs.speed(&["shape", shape, &bytes.to_string(), &path])?;
        Ok(path)
    };
    let clavata = &*programs.clavata.to_string_lossy();
    let speed = &*programs.speed.to_string_lossy();
    let flatten = |file: &str, format: &str| {
        [clavata, "flatten", file, "--format", format].map(str::to_owned)
    };
    let mut commands: Vec<(String, String, Vec<String>)> = Vec::new();
    let mut add = |name: String, file: &str, command: &[String]| {
        commands.push((name, file.to_owned(), command.to_vec()));
    };
    for shape in SHAPES {
        let file = write(shape.name, bytes)?;
        let name = format!("verdict, {}", shape.name);
        add(name, &file, &flatten(&file, "verdict"));
    }
    let lines = folder.join("lines").to_string_lossy().into_owned();
    let texts = write("texts", bytes)?;
    for (name, file) in [("lines", &lines), ("texts", &texts)] {
        let validate = [speed, "validate", file].map(str::to_owned);
        add(format!("validate, {name}"), file, &validate);
        add(format!("jsonl, {name}"), file, &flatten(file, "jsonl"));
    }
    add("csv, lines".into(), &lines, &flatten(&lines, "csv"));
    let on_core = |core: &str| {
        let alone = ["taskset", "-c", core].map(str::to_owned);
        [&alone[..], &flatten(&lines, "jsonl")].concat()
    };
    if tools::works(Command::new("taskset").arg("--version")) {
        add("jsonl, one core".into(), &lines, &on_core("0"));
        add(TOGETHER.into(), &lines, &[]);
    }
    // The small files have a limited total size.
    let files = write("files", bytes.min(24_000_000))?;
    let one = format!("{files}.jsonl");
    add("verdict, files".into(), &one, &flatten(&files, "verdict"));
    add("verdict, one file".into(), &one, &flatten(&one, "verdict"));
    let mut samples = vec![Vec::new(); commands.len()];
    for round in 0..=rounds {
        for ((name, _, command), samples) in commands.iter().zip(&mut samples) {
            let took = if command.is_empty() {
                together(&[on_core("0"), on_core("1")])?
            } else {
                timed(command, name.ends_with("unusual"))?
            };
            // The first run reads the file into the page cache.
            if round > 0 {
                samples.push(took);
            }
        }
    }
    let runs = commands.into_iter().zip(samples);
    let runs = runs.map(|((name, file, _), samples)| {
        let run = Run {
            megabytes: megabytes(Path::new(&file)),
            seconds: median(samples.iter().map(|(seconds, _)| *seconds)),
            user: median(samples.iter().map(|(_, user)| *user)),
            name,
        };
        println!(
            "  {}: {:.3} s, {:.3} s of user time",
            run.name, run.seconds, run.user
        );
        run
    });
    let whole = Whole(runs.collect());
    crate::workspace::clear(&folder)?;
    Ok(whole)
}

#[allow(clippy::cast_precision_loss)] // sizes of files
fn megabytes(file: &Path) -> f64 {
    std::fs::metadata(file).map_or(f64::NAN, |about| about.len() as f64 / 1e6)
}

pub(super) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The seconds that both together need for each file, and their user time for each.
fn together(commands: &[Vec<String>; 2]) -> Result<(f64, f64), Failure> {
    let [one, other] = std::thread::scope(|scope| {
        commands
            .each_ref()
            .map(|command| scope.spawn(|| timed(command, false)))
            .map(|run| run.join().expect("a thread that does not panic"))
    });
    let ((seconds, user), (other_seconds, other_user)) = (one?, other?);
    let files_a_second = 1.0 / seconds + 1.0 / other_seconds;
    Ok((1.0 / files_a_second, f64::midpoint(user, other_user)))
}

/// Wall-clock and user time in seconds, measured by bash's `time`: in milliseconds, without unsafe code.
pub(super) fn timed(command: &[String], may_fail: bool) -> Result<(f64, f64), Failure> {
    let wrong = |error: String| Failure::new(format!("{}: {error}", command.join(" ")));
    let output = Command::new("bash")
        .args([
            "-c",
            r#"TIMEFORMAT="%3R %3U"; time "$@" >/dev/null 2>&1"#,
            "bash",
        ])
        .args(command)
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| {
            wrong(format!(
                "bash, which measures it, cannot be started: {error}"
            ))
        })?;
    if !output.status.success() && !may_fail {
        return Err(wrong(format!("it failed ({})", output.status)));
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let times = said.lines().last().and_then(|line| {
        let (seconds, user) = line.split_once(' ')?;
        Some((seconds.parse().ok()?, user.parse().ok()?))
    });
    times.ok_or_else(|| wrong(format!("bash did not report the time: {said}")))
}
