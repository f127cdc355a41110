//! Ordinary edits of the contract, made at random from a seed.

use fastrand::Rng;
use serde_json::{Value, json};

use super::words::{DESCRIPTIONS, MESSAGES, NAMES, shapes};

/// An edit that inserts lines into the contract.
#[derive(Debug, Clone)]
pub(crate) struct Edit {
    /// A description of the edit.
    pub(crate) name: String,
    /// The name that it adds. Two edits of one batch must not add the same one.
    pub(crate) makes: String,
    parts: Vec<Part>,
    /// A message with the new field set, if the edit adds a field that takes a value.
    pub(crate) body: Option<Body>,
}

/// Lines to insert, and the lines of the contract, in order, after which they are inserted.
#[derive(Debug, Clone)]
struct Part {
    after: Vec<String>,
    lines: String,
}

/// A body that must be returned unchanged.
#[derive(Debug, Clone)]
pub(crate) struct Body {
    pub(crate) message: String,
    pub(crate) field: String,
    pub(crate) value: Value,
    pub(crate) sensitive: bool,
}

impl Edit {
    /// The contract after the edit.
    pub(crate) fn apply(&self, contract: &str) -> Option<String> {
        let mut text = contract.to_owned();
        for part in &self.parts {
            let mut at = 0;
            for line in &part.after {
                let line = format!("\n{line}\n");
                at += text[at..].find(&line)? + line.len() - 1;
            }
            text.insert_str(at + 1, &part.lines);
        }
        Some(text)
    }

    /// Whether a line of an edited contract belongs to the edit.
    pub(crate) fn holds(&self, edited: &str, line: usize) -> bool {
        self.parts.iter().any(|part| {
            edited.find(&part.lines).is_some_and(|at| {
                let first = edited[..at].lines().count() + 1;
                (first..first + part.lines.lines().count()).contains(&line)
            })
        })
    }
}

fn pick<'a, T>(random: &mut Rng, items: &'a [T]) -> &'a T {
    &items[random.usize(..items.len())]
}

/// The next edit.
pub(crate) fn edit(random: &mut Rng, index: usize) -> Edit {
    match random.u8(..8) {
        0 => parameter(random, index),
        1 => value(random, index),
        _ => field(random, index),
    }
}

fn indented(text: &str, by: usize) -> String {
    let lines = text
        .lines()
        .map(|line| format!("{}{line}\n", " ".repeat(by)));
    lines.collect()
}

fn field(random: &mut Rng, index: usize) -> Edit {
    let message = *pick(random, &MESSAGES);
    // Half of the names are new.
    let name = if random.bool() {
        format!("extra{index}")
    } else {
        (*pick(random, &NAMES)).to_owned()
    };
    let shapes = shapes();
    let (shape, value) = pick(random, &shapes);
    let description = *pick(random, &DESCRIPTIONS);
    let lines = format!(
        "{name}:\n{}",
        indented(
            &format!("description: \"{}\"\n{shape}", escaped(description)),
            2
        )
    );
    Edit {
        name: format!("the field {message}.{name}: {}", shape.replace('\n', ", ")),
        makes: format!("{message}.{}", name.to_lowercase()),
        parts: vec![in_message(message, &lines)],
        body: value.clone().map(|value| Body {
            message: message.to_owned(),
            field: name,
            value,
            sensitive: shape.contains("x-sensitive: true"),
        }),
    }
}

/// A description within double quotes; `\n` and `\u…` keep their meaning in YAML.
fn escaped(description: &str) -> String {
    let text = description.replace("\\ ", "\\\\ ");
    text.replace('"', "\\\"")
}

fn parameter(random: &mut Rng, index: usize) -> Edit {
    let name = if random.bool() {
        format!("extra{index}")
    } else {
        (*pick(random, &NAMES)).to_owned()
    };
    let place = *pick(random, &["query", "query", "query", "header", "cookie"]);
    let more = *pick(
        random,
        &[
            "",
            "required: true\n",
            "deprecated: true\n",
            "style: deepObject\n",
            "explode: false\n",
        ],
    );
    let shapes = shapes();
    let (shape, _) = pick(random, &shapes);
    let schema = indented(shape, 2);
    let lines = format!(
        "- name: {name}\n  in: {place}\n{}  description: Only those that fit.\n  schema:\n{}",
        indented(more, 2),
        indented(&schema, 2)
    );
    let operation = *pick(random, &["list_jobs", "list_batch_jobs"]);
    Edit {
        name: format!(
            "the parameter {operation}({name}) in {place}: {more}{}",
            shape.replace('\n', ", ")
        ),
        makes: format!("{operation}({})", name.to_lowercase()),
        parts: vec![Part {
            after: vec![
                format!("      operationId: {operation}"),
                "      parameters:".to_owned(),
            ],
            lines: indented(&lines, 8),
        }],
        body: None,
    }
}

/// Adds an enum whose last value has an unusual name, and a field with that enum.
fn value(random: &mut Rng, index: usize) -> Edit {
    let odd = [
        "UNKNOWN", "SELF", "2D", "DEFAULT", "NAMED", "OK", "NONE", "X_Y", "IN",
    ];
    let odd = *pick(random, &odd);
    let prefix = format!("EXTRA{index}");
    let message = *pick(random, &MESSAGES);
    let enumeration = format!(
        "Extra{index}:\n  type: string\n  description: A choice of several things.\n  enum: [{prefix}_UNSPECIFIED, {prefix}_{odd}]\n  \
         default: {prefix}_UNSPECIFIED\n  x-enum-numbers: {{ {prefix}_UNSPECIFIED: 0, {prefix}_{odd}: 1 }}\n  \
         x-enum-descriptions: {{ {prefix}_UNSPECIFIED: Nothing is known., {prefix}_{odd}: Something is known. }}\n",
    );
    let field = format!(
        "choice{index}:\n  description: A choice of several things.\n  allOf: [{{ $ref: \"#/components/schemas/Extra{index}\" }}]\n"
    );
    Edit {
        name: format!("the enum value {prefix}_{odd}"),
        makes: format!("Extra{index}"),
        parts: vec![
            in_message(message, &field),
            Part {
                after: vec!["  schemas:".to_owned()],
                lines: indented(&enumeration, 4),
            },
        ],
        body: Some(Body {
            message: message.to_owned(),
            field: format!("choice{index}"),
            value: json!(format!("{prefix}_{odd}")),
            sensitive: false,
        }),
    }
}

fn in_message(message: &str, lines: &str) -> Part {
    Part {
        after: vec![format!("    {message}:"), "      properties:".to_owned()],
        lines: indented(lines, 8),
    }
}
