//! What packages do not depend on, according to cargo: `clavata-outcomes` on an HTTP stack, and the client on batch
//! runs.

use crate::support::{cargo, members};

/// Parts of an HTTP stack, or crates that only an HTTP stack needs.
const STACK: [&str; 7] = [
    "reqwest",
    "hyper",
    "h2",
    "http",
    "tokio",
    "tower-service",
    "rustls",
];

/// The names of all packages in a build, including its own.
fn built_with(package: &str, features: &[&str]) -> Vec<String> {
    let tree = "tree --locked --edges normal,build --prefix none --format {p} --package";
    let arguments = tree.split(' ').chain([package]);
    let names = cargo(
        &arguments
            .chain(features.iter().copied())
            .collect::<Vec<_>>(),
    );
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

/// Without a source of random numbers: on WebAssembly, it requires JavaScript, and uuid does not build.
#[test]
fn types_and_outcomes_need_no_operating_system() {
    let built = |package, features: &[&str]| {
        let tree =
            "tree --locked --target all --edges normal,build,features --prefix none --format {p}";
        let arguments = tree.split(' ').chain(["--package", package]);
        cargo(
            &arguments
                .chain(features.iter().copied())
                .collect::<Vec<_>>(),
        )
    };
    let random = ["uuid feature \"v4\"", "getrandom ", "rand ", "fastrand "];
    let has = |tree: &str, part: &str| tree.lines().any(|line| line.starts_with(part));
    for package in ["clavata-api", "clavata-outcomes"] {
        let tree = built(package, &["--no-default-features"]);
        assert!(has(&tree, "uuid feature \"serde\""), "{tree}");
        for part in random {
            assert!(!has(&tree, part), "{package} brings {part}");
        }
    }
    // Batch runs contain the searched part.
    let tree = built("clavata-batch", &[]);
    assert!(has(&tree, random[0]) && has(&tree, random[1]));
}

#[test]
fn the_client_brings_no_batch_run_with_any_feature_of_its_own() {
    let members = members();
    let ext = members
        .iter()
        .find(|package| package["name"] == "clavata-api-ext");
    let features = ext.unwrap()["features"].as_object().unwrap().keys();
    // The mock gateway reads batch files.
    let features = features.filter(|feature| *feature != "test-util");
    let features = features.flat_map(|feature| ["--features", feature]);
    let names = built_with("clavata-api-ext", &features.collect::<Vec<_>>());
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
