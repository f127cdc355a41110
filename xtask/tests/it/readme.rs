//! What the README shows is what stands in the examples.

use std::path::{Path, PathBuf};

#[test]
fn the_first_sample_of_the_readme_is_the_example() {
    let member = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap());
    let read =
        |path: &str| std::fs::read_to_string(member.join(Path::new("..")).join(path)).unwrap();
    let example = read("clavata-api-ext/examples/moderate.rs");
    let (_, code) = example.split_once("\n\n").unwrap();
    let readme = read("README.md");
    assert!(readme.contains(&format!("```rust,no_run\n{code}```\n")));
}
