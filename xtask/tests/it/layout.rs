//! Finds test files that no `mod` names, which would silently never be built.

use std::fs;
use std::path::{Path, PathBuf};

/// All files in a folder, at any depth, whose names have this ending.
fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .flat_map(|entry| match entry.file_type().unwrap() {
            kind if kind.is_dir() => files(&entry.path(), end),
            _ if entry.path().to_str().unwrap().ends_with(end) => vec![entry.path()],
            _ => Vec::new(),
        })
        .collect()
}

/// Whether a `mod` names this file: in `main.rs` or `mod.rs` of its folder, or in the file named like its folder.
fn is_named(file: &Path) -> bool {
    let (name, beside) = if file.ends_with("mod.rs") {
        let folder = file.parent().unwrap();
        (folder.file_name(), folder.parent().unwrap())
    } else {
        (file.file_stem(), file.parent().unwrap())
    };
    let line = format!("mod {};", name.unwrap().to_str().unwrap());
    [
        beside.join("main.rs"),
        beside.join("mod.rs"),
        beside.with_extension("rs"),
    ]
    .iter()
    .filter_map(|parent| fs::read_to_string(parent).ok())
    .any(|parent| {
        let mut lines = parent.lines();
        lines.any(|there| there.trim_start_matches("pub(crate) ") == line)
    })
}

#[test]
fn every_file_of_the_tests_is_part_of_a_binary() {
    // Read at run time, because another clone may have built this test.
    let member = std::env::var_os("CARGO_MANIFEST_DIR").unwrap();
    let root = Path::new(&member).join("..");
    let members = [
        "clavata-api-ext",
        "clavata-api-ext/outcomes",
        "clavata-cli",
        "tests",
        "xtask",
    ];
    for member in members {
        let tests = root.join(member).join("tests");
        let programs = files(&tests, "/main.rs");
        assert!(programs.contains(&tests.join("it/main.rs")), "{member}");
        for program in programs {
            let mut all = files(program.parent().unwrap(), ".rs");
            all.retain(|file| *file != program);
            assert!(!all.is_empty());
            for file in all {
                assert!(is_named(&file), "no mod names {}", file.display());
            }
        }
    }
}
