//! What packages do not depend on, as cargo sees it: `clavata-outcomes` on an HTTP stack, the client on
//! the batch run.

use std::path::Path;
use std::process::Command;

/// Parts of an HTTP stack, or of what only one needs.
const STACK: [&str; 7] = [
    "reqwest",
    "hyper",
    "h2",
    "http",
    "tokio",
    "tower-service",
    "rustls",
];

/// The names of all packages in a build, its own included.
fn built_with(package: &str, features: &[&str]) -> Vec<String> {
    // At run time, because another clone may have built this.
    let member = std::env::var_os("CARGO_MANIFEST_DIR").unwrap();
    let output = Command::new(std::env::var_os("CARGO").unwrap())
        .current_dir(Path::new(&member).join(".."))
        .args(["tree", "--locked", "--package", package])
        .args(["--edges", "normal,build"])
        .args(["--prefix", "none", "--format", "{p}"])
        .args(features)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let names = String::from_utf8(output.stdout).unwrap();
    let names = names.lines().filter_map(|line| line.split(' ').next());
    names.map(str::to_owned).collect()
}

#[test]
fn outcomes_bring_no_http_stack_with_any_feature() {
    for features in [&[][..], &["--all-features"]] {
        let names = built_with("clavata-outcomes", features);
        for needed in ["clavata-outcomes", "clavata-api", "serde_json"] {
            assert!(names.iter().any(|name| name == needed), "no {needed}");
        }
        for part in STACK {
            assert!(names.iter().all(|name| name != part), "it brings {part}");
        }
    }
}

#[test]
fn the_client_brings_no_batch_run_with_any_feature_of_its_own() {
    // Without `test-util`: the mock gateway reads batch files.
    let features = ["--features", "native-tls,webhook,files,arrow"];
    let names = built_with("clavata-api-ext", &features);
    for part in ["clavata-batch", "csv", "sha2"] {
        assert!(names.iter().all(|name| name != part), "it brings {part}");
    }
    let names = built_with("clavata-batch", &[]);
    for part in ["clavata-api-ext", "csv", "sha2"] {
        assert!(names.iter().any(|name| name == part), "no {part}");
    }
}

#[test]
fn the_client_has_what_is_looked_for() {
    let names = built_with("clavata-api-ext", &[]);
    for part in STACK {
        assert!(names.iter().any(|name| name == part), "no {part}");
    }
}
