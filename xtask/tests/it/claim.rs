//! The README's sentence about speed matches the measurement.

use crate::support::workspace;

fn read(path: &str) -> String {
    std::fs::read_to_string(workspace().join(path)).unwrap()
}

/// The sentence, without its line break. `cargo xtask bench` writes it to both files.
fn claim(text: &str) -> &str {
    let is_claim = |line: &&str| line.starts_with("All rows of a 20 MB answer take ");
    let mut claims = text.lines().filter(is_claim);
    let claim = claims.next().unwrap();
    assert_eq!(claims.next(), None);
    claim
}

#[test]
fn the_claim_of_the_readme_is_the_figure_of_the_page() {
    let (readme, page) = (read("README.md"), read("docs/bench.md"));
    let claim = claim(&readme);
    assert_eq!(claim, self::claim(&page));
    let row = page
        .lines()
        .find(|line| line.starts_with("| bytes to all rows, relative to validation |"));
    let measured = row.unwrap().split(" | ").nth(2).unwrap();
    assert!(claim.contains(&format!(" {measured} times ")), "{claim}");
}
