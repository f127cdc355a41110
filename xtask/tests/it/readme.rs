//! What the README shows matches the examples.

use crate::support::{members, workspace};

fn read(path: &str) -> String {
    std::fs::read_to_string(workspace().join(path)).unwrap()
}

#[test]
fn the_first_sample_of_the_readme_is_the_example() {
    let example = read("clavata-api-ext/examples/moderate.rs");
    let (_, code) = example.split_once("\n\n").unwrap();
    let readme = read("README.md");
    assert!(readme.contains(&format!("```rust,no_run\n{code}```\n")));
}

#[test]
fn the_readme_names_every_feature_and_every_example() {
    let members = members();
    let is_ext = |package: &&serde_json::Value| package["name"] == "clavata-api-ext";
    let ext = members.iter().find(is_ext).unwrap();
    let features = ext["features"].as_object().unwrap().keys();
    let features = features.filter(|feature| *feature != "default");
    let mut names: Vec<String> = features.map(|feature| format!("`{feature}`")).collect();
    let targets = ext["targets"].as_array().unwrap().iter();
    let examples = targets.filter(|target| target["kind"][0] == "example");
    names.extend(examples.map(|example| format!("{}.rs", example["name"].as_str().unwrap())));
    assert!(names.len() > 10, "{names:?}");
    let readme = read("README.md");
    for name in names {
        assert!(readme.contains(&name), "{name}");
    }
}

#[test]
fn the_crate_page_names_the_crates_whose_types_are_public() {
    let api = read("docs/api/clavata-api-ext.txt");
    let (_, crates) = api.split_once("# Crates whose types are in it: ").unwrap();
    let (crates, _) = crates.split_once('\n').unwrap();
    let page = read("clavata-api-ext/src/lib.md");
    let (_, table) = page.split_once("# Types of other crates").unwrap();
    let table = table.replace('-', "_");
    for krate in crates.split(' ') {
        // Our own types are listed above, with links, or are re-exported by `test_util`.
        let own = ["clavata_api", "clavata_outcomes", "mock_gateway"].contains(&krate);
        assert!(own || table.contains(&format!("`{krate}`")), "{krate}");
    }
}
