//! Large inputs: the program's peak memory, and the time until it prints.

use std::io::Read as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::Programs;
use super::shape::{SHAPES, Shape};
use super::whole::median;
use crate::failure::Failure;

/// The peak MiB of the program for each shape of a file of about this many bytes; NaN where the program fails.
///
/// This is `RssAnon`, the program's own memory. Pages of a mapped file do not count.
pub(super) fn peaks(
    programs: &Programs,
    bytes: usize,
) -> Result<Vec<(&'static Shape, f64)>, Failure> {
    let file = programs.folder.join("large");
    let name = file.to_string_lossy();
    let mut peaks = Vec::new();
    for shape in SHAPES {
        programs.speed(&["shape", shape.name, &bytes.to_string(), &name])?;
        let mut command = Command::new(&programs.clavata);
        command.args(["flatten", &name, "--format", "csv"]);
        let peak = peak(command, shape.name == "unusual")?;
        println!("  {}: {peak:.0} MiB", shape.what);
        peaks.push((shape, peak));
        let _ = std::fs::remove_file(&file);
    }
    Ok(peaks)
}

fn peak(mut command: Command, may_fail: bool) -> Result<f64, Failure> {
    let wrong = |error| Failure::new(format!("the program cannot be run: {error}"));
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(wrong)?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0.0_f64;
    loop {
        if let Ok(text) = std::fs::read_to_string(&status) {
            let resident = text.lines().find_map(|line| line.strip_prefix("RssAnon:"));
            let kib = resident.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
            peak = peak.max(kib.unwrap_or(0.0) / 1024.0);
        }
        if let Some(ended) = child.try_wait().map_err(wrong)? {
            return Ok(if ended.success() || may_fail {
                peak
            } else {
                f64::NAN
            });
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// The median of the seconds until the program prints the first bytes of the rows of one large job.
pub(super) fn first_row(programs: &Programs, bytes: usize) -> Result<f64, Failure> {
    let file = programs.folder.join("large");
    let name = file.to_string_lossy();
    programs.speed(&["shape", "job", &bytes.to_string(), &name])?;
    let wrong = |error| Failure::new(format!("the program cannot be run: {error}"));
    let mut waits = Vec::new();
    for _ in 0..11 {
        let start = Instant::now();
        let mut child = Command::new(&programs.clavata)
            .args(["flatten", &name, "--format", "jsonl"])
            .stdout(Stdio::piped())
            .spawn()
            .map_err(wrong)?;
        let mut first = [0];
        let mut printed = child.stdout.take();
        let read = printed.as_mut().map_or(Ok(0), |out| out.read(&mut first));
        let waited = start.elapsed();
        let _ = child.kill();
        let _ = child.wait();
        if read.map_err(wrong)? == 0 {
            return Err(Failure::new("the program printed no row"));
        }
        waits.push(waited.as_secs_f64());
    }
    let _ = std::fs::remove_file(&file);
    Ok(median(waits.into_iter()))
}
