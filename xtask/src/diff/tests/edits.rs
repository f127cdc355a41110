//! Seeded edits and exactly the changes that each produces: `edits.txt`.
//!
//! Each begins with `#` and a description. `<` is text of the sample, `>` its replacement, `=` a change: its id, its
//! subject, its class and its effect on the wire.

use std::sync::LazyLock;

use super::{SAMPLE, diff, edited};

pub(super) struct Edit {
    pub(super) name: String,
    /// The replaced texts and their replacements.
    pairs: Vec<(String, String)>,
    expected: Vec<String>,
}

impl Edit {
    /// The sample after the edit.
    pub(super) fn made(&self) -> String {
        let pairs = self.pairs.iter();
        pairs.fold(SAMPLE.to_owned(), |text, (from, to)| {
            edited(&text, from, to)
        })
    }

    fn take(&mut self, line: &str) {
        match self.pairs.last_mut() {
            Some((from, to)) if to.is_empty() => from.extend([line, "\n"]),
            _ => self.pairs.push((format!("{line}\n"), String::new())),
        }
    }

    fn give(&mut self, line: &str) {
        let (_, to) = self.pairs.last_mut().expect("`<` comes before `>`");
        to.extend([line, "\n"]);
    }
}

pub(super) static EDITS: LazyLock<Vec<Edit>> = LazyLock::new(|| {
    let mut edits: Vec<Edit> = Vec::new();
    for line in include_str!("edits.txt").lines() {
        let (mark, rest) = line.split_at(line.len().min(1));
        match (mark, edits.last_mut()) {
            ("#", _) => edits.push(Edit {
                name: rest.trim().to_owned(),
                pairs: Vec::new(),
                expected: Vec::new(),
            }),
            ("<", Some(edit)) => edit.take(rest),
            (">", Some(edit)) => edit.give(rest),
            ("=", Some(edit)) => edit.expected.push(rest.trim().to_owned()),
            ("", _) => {}
            _ => panic!("edits.txt: {line}"),
        }
    }
    edits
});

#[test]
fn each_edit_makes_exactly_its_changes() {
    let mut wrong = Vec::new();
    for edit in EDITS.iter() {
        let changes = diff(SAMPLE, &edit.made());
        let changes = changes.iter().map(|change| {
            let wire = if change.breaks {
                "breaks"
            } else {
                "compatible"
            };
            let class = if change.red {
                "red"
            } else {
                change.class.word()
            };
            format!("{} {} {class} {wire}", change.id, change.subject)
        });
        let changes: Vec<String> = changes.collect();
        if changes != edit.expected {
            wrong.push(format!("# {}\n= {}", edit.name, changes.join("\n= ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(EDITS.len() >= 60, "{}", EDITS.len());
}

#[test]
fn every_change_says_what_to_do() {
    for edit in EDITS.iter() {
        for change in diff(SAMPLE, &edit.made()) {
            let advice = &change.advice;
            assert!(
                advice.ends_with('.') && !advice.contains("``"),
                "{}: {advice}",
                edit.name
            );
        }
    }
}
