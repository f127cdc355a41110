//! Programs that may be missing.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Why a program did not do what it should, in one line.
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

/// A Python with packages in an environment of its own, or why there is none.
pub(crate) fn python(venv: &Path, requirements: &Path) -> Result<PathBuf, String> {
    let python = venv.join("bin/python");
    if !python.exists() {
        let made = Command::new("python3")
            .args(["-m", "venv"])
            .arg(venv)
            .output();
        done("python3 -m venv", made)?;
    }
    let installed = Command::new(&python)
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ])
        .args(["--retries", "1", "--only-binary", ":all:", "--requirement"])
        .arg(requirements)
        .stdin(Stdio::null())
        .output();
    done("pip install", installed)?;
    Ok(python)
}
