//! The comparison as an HTML page that runs nothing and loads nothing.

use std::fmt::Write as _;

use super::{Compared, scores, sentences, subject};
use crate::output::{escaped, hash, style};

pub(super) fn of(compared: &Compared<'_>) -> String {
    let found = compared.found;
    let mut text = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>What changed</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n<h1>What changed</h1>\n<section>\n<ul>\n",
        hash(style()),
        style()
    );
    for said in sentences(found) {
        let _ = writeln!(text, "<li>{}</li>", escaped(&said));
    }
    text.push_str("</ul>\n</section>\n");
    let flips = found.flips.iter().map(|flip| {
        let reviewed = if compared.allowed.has(flip) {
            "yes"
        } else {
            "no"
        };
        [
            flip.content.clone(),
            subject(flip).to_owned(),
            flip.from.to_string(),
            flip.to.to_string(),
            scores(flip),
            reviewed.to_owned(),
        ]
    });
    table(
        &mut text,
        "Flips",
        ["Content", "Label", "From", "To", "Score", "Reviewed"],
        flips,
    );
    let shifts = found.shifts.iter().map(|shift| {
        let number = |number: f64| format!("{number:+.3}");
        [
            shift.label.clone(),
            shift.scores.to_string(),
            number(shift.mean),
            number(shift.lowest),
            number(shift.highest),
        ]
    });
    table(
        &mut text,
        "Scores: after minus before",
        ["Label", "Scores", "Mean", "Lowest", "Highest"],
        shifts,
    );
    for (names, title) in [
        (&found.only_before, "Only before"),
        (&found.only_after, "Only after"),
    ] {
        table(
            &mut text,
            title,
            ["Content"],
            names.iter().map(|name| [name.clone()]),
        );
    }
    text.push_str("</main>\n</body>\n</html>\n");
    text
}

/// Adds a section with a table, if it has any rows.
fn table<const N: usize>(
    text: &mut String,
    title: &str,
    head: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) {
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return;
    }
    let _ = write!(text, "<section>\n<h2>{title}</h2>\n<table>\n<thead><tr>");
    for name in head {
        let _ = write!(text, "<th scope=\"col\">{name}</th>");
    }
    text.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        text.push_str("<tr>");
        for cell in row {
            let _ = write!(text, "<td><bdi>{}</bdi></td>", escaped(&cell));
        }
        text.push_str("</tr>\n");
    }
    text.push_str("</tbody>\n</table>\n</section>\n");
}
