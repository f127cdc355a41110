//! Changes as text, JSON or Markdown.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::change::{Change, Place};

/// How changes are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
    Markdown,
}

/// A change, and the reason if it was accepted.
pub(crate) struct Shown {
    pub(crate) change: Change,
    pub(crate) accepted: Option<String>,
}

impl Shown {
    fn wire(&self) -> &'static str {
        if self.change.breaks {
            "breaks"
        } else {
            "compatible"
        }
    }

    fn class(&self) -> &'static str {
        if self.change.red {
            "red"
        } else {
            self.change.class.word()
        }
    }
}

/// Formats all changes between two documents with these names.
pub(crate) fn show(changes: &[Shown], names: (&str, &str), format: Format) -> String {
    match format {
        Format::Text => text(changes, names),
        Format::Json => json(changes, names),
        Format::Markdown => markdown(changes, names),
    }
}

fn line(place: Option<&Place>) -> String {
    place.map_or_else(|| "–".to_owned(), |place| place.line.to_string())
}

fn text(changes: &[Shown], names: (&str, &str)) -> String {
    let mut text = String::new();
    for shown in changes {
        let change = &shown.change;
        let _ = writeln!(
            text,
            "{} {}: {}, wire {}, rust {} [{}]",
            change.id,
            change.subject,
            change.direction.word(),
            shown.wire(),
            shown.class(),
            change.fingerprint()
        );
        let (before, after) = (line(change.before.as_ref()), line(change.after.as_ref()));
        let _ = writeln!(text, "    line {before} -> {after}  {}", change.pointer());
        let _ = writeln!(text, "    {}", values(change));
        let _ = writeln!(text, "    {}", change.advice);
        if let Some(because) = &shown.accepted {
            let _ = writeln!(text, "    accepted: {because}");
        }
    }
    let _ = writeln!(text, "{}", summary(changes, names));
    text
}

fn values(change: &Change) -> String {
    let cut = |value: &Option<String>| match value {
        None => "nothing".to_owned(),
        Some(value) if value.chars().count() <= 100 => value.clone(),
        Some(value) => format!("{}…", value.chars().take(100).collect::<String>()),
    };
    format!("{} -> {}", cut(&change.was), cut(&change.is))
}

/// Counts the changes of each class.
pub(crate) fn summary(changes: &[Shown], (before, after): (&str, &str)) -> String {
    if changes.is_empty() {
        return format!("diff: {before} and {after} are equivalent");
    }
    let of = |class: &str| {
        changes
            .iter()
            .filter(|shown| shown.class() == class)
            .count()
    };
    let classes = ["red", "major", "behavior", "minor", "docs"];
    let counts = classes.iter().map(|class| (class, of(class)));
    let counts: Vec<String> = counts
        .filter(|(_, count)| *count > 0)
        .map(|(class, count)| format!("{count} {class}"))
        .collect();
    let breaking = changes.iter().filter(|shown| shown.change.breaks).count();
    let counts = counts.join(", ");
    format!("diff: from {before} to {after}: {counts}; {breaking} of them break the wire")
}

fn json(changes: &[Shown], (before, after): (&str, &str)) -> String {
    let place = |place: &Option<Place>| match place {
        Some(place) => json!({ "pointer": place.pointer, "line": place.line }),
        None => Value::Null,
    };
    let changes: Vec<Value> = changes
        .iter()
        .map(|shown| {
            let change = &shown.change;
            json!({
                "fingerprint": change.fingerprint(),
                "id": change.id,
                "subject": change.subject,
                "before": place(&change.before),
                "after": place(&change.after),
                "was": change.was,
                "is": change.is,
                "request": change.direction.request,
                "answer": change.direction.answer,
                "wire": shown.wire(),
                "rust": change.class.word(),
                "red": change.red,
                "advice": change.advice,
                "accepted": shown.accepted,
            })
        })
        .collect();
    let all = json!({ "before": before, "after": after, "changes": changes });
    format!("{all:#}\n")
}

fn markdown(changes: &[Shown], names: (&str, &str)) -> String {
    let mut text = format!("### The contract\n\n{}\n", summary(changes, names));
    if changes.is_empty() {
        return text;
    }
    text.push_str("\n| change | of | wire | Rust | from → to | what to do | fingerprint |\n");
    text.push_str("| --- | --- | --- | --- | --- | --- | --- |\n");
    for shown in changes {
        let change = &shown.change;
        let mut advice = change.advice.clone();
        if let Some(because) = &shown.accepted {
            let _ = write!(advice, " Accepted: {because}");
        }
        let cells = [
            change.id.clone(),
            change.subject.clone(),
            shown.wire().to_owned(),
            shown.class().to_owned(),
            values(change),
            advice,
            change.fingerprint(),
        ];
        let cells = cells.map(|cell| cell.replace('|', "\\|").replace('\n', " "));
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text
}
