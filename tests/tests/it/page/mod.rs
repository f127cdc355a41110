//! The page `docs/faults.md`. A test makes each part from its cases and compares it with the page.

use std::path::Path;

const BEGIN: &str = "<!-- Made by `";

/// Compares a part with the page, or writes it if `CLAVATA_UPDATE_DOCS` is set. `test` holds cargo's
/// arguments for the test that makes the part.
pub(crate) fn compare(test: &str, part: &str) {
    let update = format!("CLAVATA_UPDATE_DOCS=1 cargo test {test}");
    let begin = format!("{BEGIN}{update}`: do not edit. -->\n");
    let made = format!("{begin}\n{part}");
    // Read at run time, because another clone may have built this program.
    let member = std::env::var_os("CARGO_MANIFEST_DIR").unwrap();
    let path = Path::new(&member).join("../docs/faults.md");
    let page = std::fs::read_to_string(&path).unwrap_or_default();
    // A new part is added at the end.
    let start = page.find(&begin).unwrap_or(page.len());
    let rest = page.get(start + begin.len()..).unwrap_or_default();
    let end = rest
        .find(BEGIN)
        .map_or(page.len(), |end| start + begin.len() + end);
    let before = page[..start].trim_end();
    let after = &page[end..];
    if std::env::var_os("CLAVATA_UPDATE_DOCS").is_some() {
        let parts = [before, made.trim_end(), after.trim_end()];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        std::fs::write(&path, parts.join("\n\n") + "\n").unwrap();
        return;
    }
    let there = &page[start..end];
    for (made, there) in made.lines().zip(there.lines()) {
        assert_eq!(made, there, "docs/faults.md is out of date: run `{update}`");
    }
    assert!(
        made.trim_end() == there.trim_end(),
        "docs/faults.md is out of date: run `{update}`"
    );
}
