//! The comparison as Markdown, for a review.

use std::fmt::Write as _;

use super::{Compared, sections, sentences};

pub(super) fn of(compared: &Compared<'_>) -> String {
    let mut text = "# What changed\n\n".to_owned();
    for said in sentences(compared.found) {
        let _ = writeln!(text, "- {}", cell(&said));
    }
    for section in sections::of(compared) {
        let _ = writeln!(text, "\n## {}\n", section.title);
        if section.head.len() == 1 {
            for name in section.rows.iter().flatten() {
                let _ = writeln!(text, "- {}", cell(name));
            }
            continue;
        }
        let head = section.head.join(" | ").to_lowercase();
        let rule = if section.has_numbers { "--:" } else { "---" };
        let rules = vec![rule; section.head.len() - 1].join(" | ");
        let _ = writeln!(text, "| {head} |\n| --- | {rules} |");
        for row in &section.rows {
            let cells: Vec<String> = row.iter().map(|text| cell(text)).collect();
            let _ = writeln!(text, "| {} |", cells.join(" | "));
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
