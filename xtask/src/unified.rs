//! The difference between two texts, line by line.

use std::fmt::Write as _;

/// The most lines that are printed.
const LONGEST: usize = 200;

/// The difference between two texts, with three lines around each change, cut after 200 lines.
pub(crate) fn lines(before: &str, after: &str, before_name: &str, after_name: &str) -> String {
    let diff = similar::TextDiff::from_lines(before, after);
    let whole = diff
        .unified_diff()
        .context_radius(3)
        .header(before_name, after_name)
        .to_string();
    let lines = whole.lines().count();
    if lines <= LONGEST {
        return whole;
    }
    let mut cut = String::new();
    for line in whole.lines().take(LONGEST) {
        cut.push_str(line);
        cut.push('\n');
    }
    let _ = writeln!(cut, "… and {} more lines", lines - LONGEST);
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_difference_is_shown_whole() {
        let diff = lines("a\nb\nc\n", "a\nB\nc\n", "before", "after");
        assert_eq!(
            diff,
            "--- before\n+++ after\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"
        );
    }

    #[test]
    fn a_large_difference_is_cut_and_says_how_much_is_left() {
        let after = "new\n".repeat(1000);
        let diff = lines("", &after, "before", "after");
        assert_eq!(diff.lines().count(), LONGEST + 1);
        assert!(diff.ends_with("… and 803 more lines\n"), "{diff}");
    }
}
