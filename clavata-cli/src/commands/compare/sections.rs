//! The comparison as sections with a table each, for the formats that have markup.

use super::{Compared, scores, subject};

pub(super) struct Section {
    pub(super) title: &'static str,
    pub(super) head: &'static [&'static str],
    /// Whether all columns but the first hold numbers.
    pub(super) has_numbers: bool,
    pub(super) rows: Vec<Vec<String>>,
}

/// All sections that have rows.
pub(super) fn of(compared: &Compared<'_>) -> impl Iterator<Item = Section> {
    let found = compared.found;
    let flips = found.flips.iter().map(|flip| {
        let is_reviewed = compared.allowed.has(flip);
        vec![
            flip.content.clone(),
            subject(flip).to_owned(),
            flip.from.to_string(),
            flip.to.to_string(),
            scores(flip),
            if is_reviewed { "yes" } else { "no" }.to_owned(),
        ]
    });
    let shifts = found.shifts.iter().map(|shift| {
        let number = |number: f64| format!("{number:+.3}");
        vec![
            shift.label.clone(),
            shift.scores.to_string(),
            number(shift.mean),
            number(shift.lowest),
            number(shift.highest),
        ]
    });
    let names = |title, names: &[String]| Section {
        title,
        head: &["Content"],
        has_numbers: false,
        rows: names.iter().map(|name| vec![name.clone()]).collect(),
    };
    let sections = [
        Section {
            title: "Flips",
            head: &["Content", "Label", "From", "To", "Score", "Reviewed"],
            has_numbers: false,
            rows: flips.collect(),
        },
        Section {
            title: "Scores: after minus before",
            head: &["Label", "Scores", "Mean", "Lowest", "Highest"],
            has_numbers: true,
            rows: shifts.collect(),
        },
        names("Only before", &found.only_before),
        names("Only after", &found.only_after),
    ];
    sections
        .into_iter()
        .filter(|section| !section.rows.is_empty())
}
