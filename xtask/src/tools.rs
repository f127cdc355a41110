//! Other programs, some of which may be missing.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::Failure;

/// Runs a program that prints by itself. Fails unless it succeeds.
pub(crate) fn run(what: &str, command: &mut Command) -> Result<(), Failure> {
    let status = command
        .status()
        .map_err(|error| Failure::new(format!("`{what}` cannot be started: {error}")))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!("`{what}` failed ({status})")))
}

/// Whether a command can be started and succeeds, such as one that prints a version. What it prints is not shown.
pub(crate) fn works(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

/// Returns an error of one line if a program failed.
pub(crate) fn done(what: &str, output: std::io::Result<Output>) -> Result<(), String> {
    let output = output.map_err(|error| format!("`{what}` cannot be started: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().rfind(|line| !line.trim().is_empty());
    Err(format!(
        "`{what}` failed: {}",
        last.unwrap_or("it did not say why").trim()
    ))
}

/// The time limit of an installation: a slow mirror must not delay everything else.
const PATIENCE: Duration = Duration::from_secs(240);

/// Runs a program that downloads something, and ends it if it takes [too long](PATIENCE).
pub(crate) fn fetched(what: &str, command: &mut Command) -> Result<(), String> {
    within(PATIENCE, what, command)
}

fn within(patience: Duration, what: &str, command: &mut Command) -> Result<(), String> {
    let failed = |error: &std::io::Error| format!("`{what}` cannot be started: {error}");
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let mut running = command
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| failed(&error))?;
    let (tell, said) = channel();
    let mut stderr = running.stderr.take();
    thread::spawn(move || {
        let mut piece = [0; 4096];
        // Whatever can be read is enough.
        while let Some(Ok(read @ 1..)) = stderr.as_mut().map(|it| it.read(&mut piece)) {
            let _ = tell.send(piece[..read].to_vec());
        }
    });
    let start = Instant::now();
    while start.elapsed() < patience {
        if let Some(status) = running.try_wait().map_err(|error| failed(&error))? {
            let stderr = until_silent(&said);
            let stdout = Vec::new();
            return done(
                what,
                Ok(Output {
                    status,
                    stdout,
                    stderr,
                }),
            );
        }
        thread::sleep(Duration::from_millis(50));
    }
    let _ = running.kill();
    let _ = running.wait();
    Err(format!(
        "`{what}` took longer than {} s",
        patience.as_secs()
    ))
}

/// The output of a program that has ended. Its children may continue and keep its stderr open.
fn until_silent(said: &Receiver<Vec<u8>>) -> Vec<u8> {
    let mut all = Vec::new();
    let end = Instant::now() + Duration::from_secs(1);
    while let Ok(piece) = said.recv_timeout(end.saturating_duration_since(Instant::now())) {
        all.extend(piece);
    }
    all
}

/// A Python with packages in its own virtual environment, or why there is none. `fetch` are additional options for
/// downloading the packages.
pub(crate) fn python(venv: &Path, requirements: &Path, fetch: &[&str]) -> Result<PathBuf, String> {
    let python = venv.join("bin/python");
    if !python.exists() {
        let made = Command::new("python3")
            .args(["-m", "venv"])
            .arg(venv)
            .output();
        done("python3 -m venv", made)?;
    }
    let wheels = venv.join("wheels");
    let pip = |command: &str| {
        let mut pip = Command::new(&python);
        pip.args([
            "-m",
            "pip",
            command,
            "--quiet",
            "--disable-pip-version-check",
        ]);
        pip.arg("--requirement").arg(requirements);
        pip
    };
    // Installed packages need no network. An installation is never interrupted.
    let install = || {
        let mut pip = pip("install");
        pip.args(["--no-index", "--find-links"]).arg(&wheels);
        done("pip install", pip.stdin(Stdio::null()).output())
    };
    if install().is_err() {
        let mut pip = pip("wheel");
        pip.args(["--retries", "1", "--only-binary", ":all:"])
            .args(fetch);
        fetched("pip wheel", pip.arg("--wheel-dir").arg(&wheels))?;
        install()?;
    }
    Ok(python)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, patience: u64) -> Result<(), String> {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        within(Duration::from_millis(patience), "it", &mut command)
    }

    #[test]
    fn what_takes_too_long_is_ended_and_what_fails_says_why() {
        assert_eq!(shell("exit 0", 60_000), Ok(()));
        let failed = shell("echo first >&2; echo why >&2; exit 3", 60_000);
        assert_eq!(failed.unwrap_err(), "`it` failed: why");
        let start = Instant::now();
        let slow = shell("exec sleep 30", 200);
        assert_eq!(slow.unwrap_err(), "`it` took longer than 0 s");
        assert!(start.elapsed() < Duration::from_secs(20));
        // Even if a child continues and could still print something.
        let left = shell("echo why >&2; sleep 30 & exit 3", 60_000);
        assert_eq!(left.unwrap_err(), "`it` failed: why");
        assert!(start.elapsed() < Duration::from_secs(20));
    }
}
