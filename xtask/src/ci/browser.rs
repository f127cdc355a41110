//! The step `report`: opens pages of `clavata report` in a real browser.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::tables::TESTS;
use crate::cargo;
use crate::failure::Failure;
use crate::tools::{self, done, fetched};
use crate::workspace::Workspace;

/// Runs `tests/browser`. Skipped with a message if Node.js, its packages or the browser is missing. Pages and
/// screenshots remain in the target folder.
pub(super) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let clavata = cargo::built_beside(workspace, TESTS, "clavata")?;
    let target = clavata.ancestors().nth(2).unwrap_or(workspace.root());
    let folder = target.join("report");
    if let Err(why) = ready(workspace, &folder, &clavata) {
        println!("skipped the report in a browser: {why}");
        return Ok(());
    }
    let mut tests = node(&folder, &clavata, &["--test", "report.test.mjs"]);
    let ran = tools::run("node --test report.test.mjs", &mut tests);
    println!(
        "pages and pictures are in {}",
        folder.join("pages").display()
    );
    ran
}

/// Installs the packages, outside the sources, and starts the browser once.
fn ready(workspace: &Workspace, folder: &Path, clavata: &Path) -> Result<(), String> {
    let copy = || {
        fs::create_dir_all(folder)?;
        for entry in fs::read_dir(workspace.root().join("tests/browser"))? {
            let file = entry?;
            if file.file_type()?.is_file() {
                fs::copy(file.path(), folder.join(file.file_name()))?;
            }
        }
        Ok(())
    };
    copy().map_err(|error: std::io::Error| format!("{}: {error}", folder.display()))?;
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        .args(["--ignore-scripts", "--fetch-retries=1"])
        .current_dir(folder);
    fetched("npm ci", &mut npm)?;
    done(
        "node probe.mjs",
        node(folder, clavata, &["probe.mjs"]).output(),
    )
}

fn node(folder: &Path, clavata: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("node");
    command
        .args(arguments)
        .current_dir(folder)
        .env("CLAVATA", clavata)
        .env("PAGES", folder.join("pages"))
        .stdin(Stdio::null());
    command
}
