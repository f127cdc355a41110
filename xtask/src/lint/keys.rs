//! Keys that nobody reads, and values of the wrong shape.

use super::report::Report;
use super::{Contract, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "openapi-version",
        asks: "The document is OpenAPI 3.0.",
        check: version,
    },
    Rule {
        name: "unknown-key",
        asks: "Every key is one of OpenAPI 3.0 or of the contract's own extensions.",
        check: unknown_key,
    },
    Rule {
        name: "wrong-shape",
        asks: "Where OpenAPI has an object or a list, there is one.",
        check: wrong_shape,
    },
];

fn version(contract: &Contract, report: &mut Report<'_>) {
    let version = contract.document.get("/openapi").and_then(|v| v.as_str());
    if !version.is_some_and(|version| version.starts_with("3.0.")) {
        report.contract(
            "/openapi",
            format!("the version of OpenAPI is {}", version.unwrap_or("missing")),
            "write 3.0.3: the generator reads no other line of versions",
        );
    }
}

fn unknown_key(contract: &Contract, report: &mut Report<'_>) {
    for object in contract.document.objects().filter(|o| !o.is_reference()) {
        for key in object.map.keys() {
            if object.kind.keys().iter().any(|(known, _)| known == key) {
                continue;
            }
            let nearest = object
                .kind
                .keys()
                .iter()
                .map(|(known, _)| (distance(key, known), *known))
                .min();
            let fix = match nearest {
                Some((distance, known)) if distance <= 2 => format!("did you mean `{known}`?"),
                _ => "remove it, or use a key of OpenAPI 3.0".to_owned(),
            };
            let what = format!(
                "`{key}` means nothing in an object of kind {}",
                object.kind.name()
            );
            report.contract(&object.at(key), what, fix);
        }
    }
}

fn wrong_shape(contract: &Contract, report: &mut Report<'_>) {
    for (pointer, expected) in &contract.document.misshapen {
        report.contract(
            pointer,
            format!("{pointer} is not {expected}"),
            "give it that shape",
        );
    }
}

/// How many letters have to change, come or go to make one word of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, letter) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, wanted) in other.iter().enumerate() {
            let kept = diagonal + usize::from(letter != *wanted);
            diagonal = row[j + 1];
            row[j + 1] = kept.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}
