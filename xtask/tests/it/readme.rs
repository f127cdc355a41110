//! What the README shows is what stands in the examples.

use crate::support::workspace;

#[test]
fn the_first_sample_of_the_readme_is_the_example() {
    let read = |path: &str| std::fs::read_to_string(workspace().join(path)).unwrap();
    let example = read("clavata-api-ext/examples/moderate.rs");
    let (_, code) = example.split_once("\n\n").unwrap();
    let readme = read("README.md");
    assert!(readme.contains(&format!("```rust,no_run\n{code}```\n")));
}
