//! Callers' code, compiled against the client of the contract before and after edits of it.
//!
//! All edits are made at once, and each has a program of its own that uses what it changes. So two builds show
//! for each edit whether it breaks code.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::super::change::Class;
use super::diff;
use super::probes::PROBES;
use crate::workspace::Workspace;

/// Writes a workspace of the client for a contract and the probes; returns those that do not compile.
fn broken(workspace: &Workspace, name: &str, contract: &str) -> BTreeSet<String> {
    let folder = workspace.target().join("downstream").join(name);
    let _ = fs::remove_dir_all(&folder);
    copy(
        &workspace.root().join("clavata-api"),
        &folder.join("clavata-api"),
    );
    let code = crate::codegen::code(contract).unwrap_or_else(|failure| panic!("{failure}"));
    fs::write(folder.join("clavata-api/src/generated.rs"), code).unwrap();
    for file in ["Cargo.toml", "Cargo.lock"] {
        fs::copy(workspace.root().join(file), folder.join(file)).unwrap();
    }
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let lines = manifest.lines().map(|line| match line {
        _ if line.starts_with("members = ") => "members = [\"clavata-api\", \"probes\"]",
        _ if line.starts_with("default-members = ") => "",
        _ => line,
    });
    let manifest: Vec<&str> = lines.collect();
    fs::write(folder.join("Cargo.toml"), manifest.join("\n")).unwrap();
    let probes = folder.join("probes");
    fs::create_dir_all(probes.join("src/bin")).unwrap();
    let manifest = "[package]\nname = \"probes\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
        [dependencies]\nclavata-api = { workspace = true, features = [\"client\"] }\n";
    fs::write(probes.join("Cargo.toml"), manifest).unwrap();
    for probe in &PROBES {
        let file = probes.join("src/bin").join(format!("{}.rs", probe.name));
        let code = probe.code;
        let text = format!("use clavata_api::types;\nfn main() {{ let _: types::Job; {code} }}\n");
        fs::write(file, text).unwrap();
    }
    let output = Command::new(env!("CARGO"))
        .current_dir(&folder)
        .args([
            "check",
            "--offline",
            "--keep-going",
            "--bins",
            "-p",
            "probes",
        ])
        .args(["--message-format", "json"])
        .env(
            "CARGO_TARGET_DIR",
            workspace.target().join("downstream/target"),
        )
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let messages = said.lines().map(|line| serde_json::from_str(line).unwrap());
    let messages: Vec<serde_json::Value> = messages.collect();
    let of = |message: &serde_json::Value| message["target"]["name"].as_str().map(str::to_owned);
    let checked: BTreeSet<String> = messages
        .iter()
        .filter(|message| message["reason"] == "compiler-artifact")
        .filter_map(of)
        .collect();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        checked.contains("clavata_api"),
        "the client does not compile: {errors}"
    );
    let names = PROBES.iter().map(|probe| probe.name.to_owned());
    names.filter(|name| !checked.contains(name)).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

#[test]
#[ignore = "builds the client twice: the step `downstream` of ci runs it"]
fn downstream_code_breaks_exactly_where_a_change_is_major() {
    let workspace = Workspace::find().unwrap();
    let before = workspace.read_contract().unwrap();
    let mut after = before.clone();
    let mut major = BTreeSet::new();
    for probe in &PROBES {
        after = probe.edit(&after);
        let changes = diff(&before, &probe.edit(&before));
        assert!(!changes.is_empty(), "{}", probe.name);
        if changes.iter().any(|change| change.class == Class::Major) {
            major.insert(probe.name.to_owned());
        }
    }
    assert_eq!(broken(&workspace, "before", &before), BTreeSet::new());
    assert_eq!(broken(&workspace, "after", &after), major);
    assert!(
        major.len() >= 8 && PROBES.len() - major.len() >= 6,
        "{major:?}"
    );
}
