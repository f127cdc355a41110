//! Compares two contracts, element by element and fact by fact.

use std::collections::{BTreeMap, BTreeSet};

use super::advice::advice;
use super::change::{Change, Class, Place, Verb};
use super::classify::{self, Seen};
use super::element::{Element, Fact};
use super::pair::{Pair, pairs, renamed_types};

/// Returns all changes from one contract to another, ordered by subject.
pub(crate) fn compare(before: &Element, after: &Element) -> Vec<Change> {
    let renamed = renamed_types(&pairs(&before.children, &after.children));
    compare_pairs(renamed, vec![(Some(before), Some(after))])
}

/// Returns the changes of paired elements. `renamed` maps types that were renamed.
pub(crate) fn compare_pairs(
    renamed: BTreeMap<String, String>,
    pairs: Vec<Pair<'_>>,
) -> Vec<Change> {
    let mut comparison = Comparison {
        renamed,
        changes: Vec::new(),
    };
    for (before, after) in pairs {
        comparison.pair(before, after);
    }
    let mut changes = comparison.changes;
    changes.sort_by(|a, b| (&a.subject, &a.id).cmp(&(&b.subject, &b.id)));
    changes
}

fn place(element: &Element) -> Place {
    Place {
        pointer: element.pointer.clone(),
        line: element.line,
    }
}

struct Comparison {
    renamed: BTreeMap<String, String>,
    changes: Vec<Change>,
}

impl Comparison {
    fn pair(&mut self, before: Option<&Element>, after: Option<&Element>) {
        let (Some(before), Some(after)) = (before, after) else {
            let verb = match after {
                Some(_) => Verb::Added,
                None => Verb::Removed,
            };
            let said = |element: &Element| {
                let says = element.rust_type.clone();
                says.unwrap_or_else(|| element.name.clone())
            };
            return self.push(Seen {
                before,
                after,
                fact: None,
                verb,
                places: (before.map(place), after.map(place)),
                was: before.map(said),
                is: after.map(said),
                retyped: false,
            });
        };
        if before.name != after.name {
            self.name(before, after);
        }
        self.facts(before, after);
        for (before, after) in pairs(&before.children, &after.children) {
            self.pair(before, after);
        }
    }

    fn name(&mut self, before: &Element, after: &Element) {
        self.push(Seen {
            before: Some(before),
            after: Some(after),
            fact: None,
            verb: Verb::Renamed,
            places: (Some(place(before)), Some(place(after))),
            was: Some(before.name.clone()),
            is: Some(after.name.clone()),
            retyped: false,
        });
    }

    fn facts(&mut self, before: &Element, after: &Element) {
        let old_type = before.rust_type.as_ref().map(|ty| self.now(ty));
        let mut retyped = old_type != after.rust_type;
        let names: BTreeSet<&String> = before.facts.keys().chain(after.facts.keys()).collect();
        // Facts that determine the type come first, so that the first of them explains its change.
        let (typed, other): (Vec<&String>, Vec<&String>) = names
            .into_iter()
            .partition(|name| classify::decides_type(name));
        for name in typed.into_iter().chain(other) {
            let (old, new) = (before.facts.get(name), after.facts.get(name));
            let value = |fact: &Fact| fact.value.clone();
            let was = old.map(value).map(|was| {
                if classify::decides_type(name) {
                    self.now(&was)
                } else {
                    was
                }
            });
            let is = new.map(value);
            if was == is {
                continue;
            }
            let place = |fact: Option<&Fact>, element: &Element| Place {
                pointer: fact.map_or(&element.pointer, |fact| &fact.pointer).clone(),
                line: fact.map_or(element.line, |fact| fact.line),
            };
            let explains = retyped && classify::decides_type(name);
            self.push(Seen {
                before: Some(before),
                after: Some(after),
                fact: Some(name),
                verb: classify::verb(name, was.as_deref(), is.as_deref()),
                places: (Some(place(old, before)), Some(place(new, after))),
                was,
                is,
                retyped: explains,
            });
            retyped = retyped && !explains;
        }
        if retyped {
            let sides = (old_type, after.rust_type.clone());
            self.rust(before, after, "rust-type", sides);
        }
        if before.name == after.name && before.rust_name != after.rust_name {
            let sides = (before.rust_name.clone(), after.rust_name.clone());
            self.rust(before, after, "rust-name", sides);
        }
    }

    /// Adds a change if the generated code differs, although the element itself is unchanged.
    fn rust(
        &mut self,
        before: &Element,
        after: &Element,
        fact: &str,
        (was, is): (Option<String>, Option<String>),
    ) {
        self.push(Seen {
            before: Some(before),
            after: Some(after),
            fact: Some(fact),
            verb: classify::verb(fact, was.as_deref(), is.as_deref()),
            places: (Some(place(before)), Some(place(after))),
            was,
            is,
            retyped: true,
        });
    }

    /// A type with the current names of renamed types.
    fn now(&self, ty: &str) -> String {
        if self.renamed.is_empty() {
            return ty.to_owned();
        }
        let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
        let mut text = String::new();
        let mut word = String::new();
        for letter in ty.chars().chain(['\n']) {
            if is_word(letter) {
                word.push(letter);
                continue;
            }
            text.push_str(self.renamed.get(&word).unwrap_or(&word));
            word.clear();
            text.push(letter);
        }
        text.truncate(text.len() - 1);
        text
    }

    fn push(&mut self, seen: Seen<'_>) {
        let element = seen.element();
        let id = match seen.fact {
            Some(fact) => format!("{}.{fact}.{}", element.kind.word(), seen.verb.word()),
            None => format!("{}.{}", element.kind.word(), seen.verb.word()),
        };
        let class = classify::class(&seen);
        let breaks = classify::breaks(&seen);
        let red = classify::red(&seen);
        self.changes.push(Change {
            id,
            subject: element.subject.clone(),
            direction: seen.direction(),
            breaks,
            class: if red {
                class.max(Class::Behavior)
            } else {
                class
            },
            red,
            advice: advice(&seen, class, breaks),
            before: seen.places.0,
            after: seen.places.1,
            was: seen.was,
            is: seen.is,
        });
    }
}
