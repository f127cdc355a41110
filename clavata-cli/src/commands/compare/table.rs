//! The comparison for people.

use std::fmt::Write as _;

use super::{Compared, scores, sentences, subject};
use crate::terminal::plain;

pub(super) fn of(compared: &Compared<'_>) -> String {
    let found = compared.found;
    let mut text = sentences(found).join("\n") + "\n";
    if !found.flips.is_empty() {
        text.push_str("\nFlips\n");
    }
    for flip in &found.flips {
        let is_reviewed = compared.allowed.has(flip);
        let reviewed = if is_reviewed { "  (reviewed)" } else { "" };
        let line = format!(
            "  {}  {}: {} → {}  {}",
            plain(&flip.content),
            plain(subject(flip)),
            flip.from,
            flip.to,
            scores(flip)
        );
        let _ = writeln!(text, "{}{reviewed}", line.trim_end());
    }
    if !found.shifts.is_empty() {
        text.push_str("\nScores: after minus before\n");
        let _ = writeln!(
            text,
            "  {:>9} {:>8} {:>8} {:>8}  label",
            "scores", "mean", "lowest", "highest"
        );
    }
    for shift in &found.shifts {
        let _ = writeln!(
            text,
            "  {:>9} {:>+8.3} {:>+8.3} {:>+8.3}  {}",
            shift.scores,
            shift.mean,
            shift.lowest,
            shift.highest,
            plain(&shift.label)
        );
    }
    for (names, title) in [
        (&found.only_before, "Only before"),
        (&found.only_after, "Only after"),
    ] {
        if !names.is_empty() {
            let names: Vec<_> = names.iter().map(|name| plain(name)).collect();
            let _ = writeln!(text, "\n{title}\n  {}", names.join("\n  "));
        }
    }
    text
}
