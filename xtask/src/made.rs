//! Files that tasks make: written or, with `--check`, compared.

use std::fmt::Write as _;
use std::fs;

use crate::failure::Failure;
use crate::workspace::Workspace;

/// Writes a file of the workspace, unless it already has this text. With `check`, prints the difference instead.
/// Returns whether the file has the text now.
pub(crate) fn keep(
    workspace: &Workspace,
    file: &str,
    made: &str,
    check: bool,
) -> Result<bool, Failure> {
    let path = workspace.root().join(file);
    let before = fs::read_to_string(&path).unwrap_or_default();
    if before == made || (check && before.replace("\r\n", "\n") == made) {
        println!("{file} is up to date");
        return Ok(true);
    }
    if check {
        print!("{}", difference(&before, made, "committed", "made now"));
        return Ok(false);
    }
    // A half-written source would not compile: write a new file, then rename it.
    let beside = path.with_extension("new");
    crate::workspace::write(&beside, made)?;
    fs::rename(&beside, &path)
        .map_err(|error| Failure::new(format!("{file}: cannot be written: {error}")))?;
    println!("{file} written");
    Ok(true)
}

/// The most lines that are printed.
const LONGEST: usize = 200;

/// The difference between two texts, with three lines around each change, cut after 200 lines.
fn difference(before: &str, after: &str, before_name: &str, after_name: &str) -> String {
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
        let diff = difference("a\nb\nc\n", "a\nB\nc\n", "before", "after");
        assert_eq!(
            diff,
            "--- before\n+++ after\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"
        );
    }

    #[test]
    fn a_large_difference_is_cut_and_says_how_much_is_left() {
        let after = "new\n".repeat(1000);
        let diff = difference("", &after, "before", "after");
        assert_eq!(diff.lines().count(), LONGEST + 1);
        assert!(diff.ends_with("… and 803 more lines\n"), "{diff}");
    }
}
