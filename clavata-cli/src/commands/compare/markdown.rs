//! The comparison as Markdown, for a review.

use std::fmt::Write as _;

use super::{Compared, scores, sentences, subject};

pub(super) fn of(compared: &Compared<'_>) -> String {
    let found = compared.found;
    let mut text = "# What changed\n\n".to_owned();
    for said in sentences(found) {
        let _ = writeln!(text, "- {}", cell(&said));
    }
    if !found.flips.is_empty() {
        text.push_str("\n## Flips\n\n| content | label | from | to | score | reviewed |\n| --- | --- | --- | --- | --- | --- |\n");
    }
    for flip in &found.flips {
        let reviewed = if compared.allowed.has(flip) {
            "yes"
        } else {
            "no"
        };
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {reviewed} |",
            cell(&flip.content),
            cell(subject(flip)),
            flip.from,
            flip.to,
            scores(flip)
        );
    }
    if !found.shifts.is_empty() {
        text.push_str("\n## Scores: after minus before\n\n| label | scores | mean | lowest | highest |\n| --- | --: | --: | --: | --: |\n");
    }
    for shift in &found.shifts {
        let _ = writeln!(
            text,
            "| {} | {} | {:+.3} | {:+.3} | {:+.3} |",
            cell(&shift.label),
            shift.scores,
            shift.mean,
            shift.lowest,
            shift.highest
        );
    }
    for (names, title) in [
        (&found.only_before, "Only before"),
        (&found.only_after, "Only after"),
    ] {
        if !names.is_empty() {
            let _ = writeln!(text, "\n## {title}\n");
            for name in names {
                let _ = writeln!(text, "- {}", cell(name));
            }
        }
    }
    text
}

/// Escapes text so that it stays in its cell and is not interpreted as markup.
fn cell(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => safe.push(' '),
            '<' => safe.push_str("&lt;"),
            '&' => safe.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '!' | '#' => {
                safe.push('\\');
                safe.push(letter);
            }
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn text_stays_in_its_cell() {
        assert_eq!(cell("a|b\n<img>![x](y)"), "a\\|b &lt;img>\\!\\[x\\](y)");
    }
}
