//! The contract as lint sees it: every OpenAPI object with its kind and place.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::located::{Located, join};
use super::shape::{Child, Kind};

/// The contract, walked once.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) located: Located,
    objects: Vec<Place>,
}

/// An object with a copy of what it holds: looking it up by its pointer for every rule would take
/// most of the time.
#[derive(Debug)]
struct Place {
    kind: Kind,
    pointer: String,
    map: Map<String, Value>,
}

/// One object of the contract. References are objects of the kind that they stand for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Object<'a> {
    pub(crate) kind: Kind,
    pub(crate) pointer: &'a str,
    pub(crate) map: &'a Map<String, Value>,
}

impl<'a> Object<'a> {
    /// The text behind a key.
    pub(crate) fn text(&self, key: &str) -> Option<&'a str> {
        self.map.get(key).and_then(Value::as_str)
    }

    /// Where the value of a key is.
    pub(crate) fn at(&self, key: &str) -> String {
        join(self.pointer, key)
    }

    /// Whether it only points to another one.
    pub(crate) fn is_reference(&self) -> bool {
        self.map.contains_key("$ref")
    }

    /// The part of its pointer after the last slash.
    pub(crate) fn name(&self) -> String {
        let last = self.pointer.rsplit('/').next().unwrap_or_default();
        last.replace("~1", "/").replace("~0", "~")
    }

    /// Whether it is a named component of the section, such as `schemas`.
    pub(crate) fn is_component(&self, section: &str) -> bool {
        self.pointer
            .strip_prefix("/components/")
            .and_then(|rest| rest.strip_prefix(section))
            .and_then(|rest| rest.strip_prefix('/'))
            .is_some_and(|name| !name.contains('/'))
    }

    /// Whether it is a field of a message.
    pub(crate) fn is_field(&self) -> bool {
        let parent = self.pointer.rsplit('/').nth(1);
        parent == Some("properties")
    }
}

impl Document {
    /// Walks a parsed contract.
    pub(crate) fn new(located: Located) -> Self {
        let mut document = Self {
            objects: Vec::new(),
            located: Located::default(),
        };
        document.walk(Kind::Document, "", &located.value);
        document.located = located;
        document
    }

    /// All objects of one kind.
    pub(crate) fn all(&self, kind: Kind) -> impl Iterator<Item = Object<'_>> {
        self.objects().filter(move |object| object.kind == kind)
    }

    /// All objects.
    pub(crate) fn objects(&self) -> impl Iterator<Item = Object<'_>> {
        self.objects.iter().map(|place| Object {
            kind: place.kind,
            pointer: &place.pointer,
            map: &place.map,
        })
    }

    /// The value at a pointer.
    pub(crate) fn get(&self, pointer: &str) -> Option<&Value> {
        self.located.value.pointer(pointer)
    }

    /// Follows references to the value that they stand for, and says where it is.
    pub(crate) fn resolve(&self, pointer: &str) -> Option<(String, &Value)> {
        let mut pointer = pointer.to_owned();
        // More steps than this are a circle.
        for _ in 0..16 {
            let value = self.get(&pointer)?;
            match value.get("$ref").and_then(Value::as_str) {
                Some(target) => target.strip_prefix('#')?.clone_into(&mut pointer),
                None => return Some((pointer, value)),
            }
        }
        None
    }

    /// Everything that a value refers to, and so on: pointers of components.
    pub(crate) fn reached_from<'a>(
        &self,
        start: impl IntoIterator<Item = &'a Value>,
    ) -> BTreeSet<String> {
        let mut reached = BTreeSet::new();
        let mut open = Vec::new();
        start
            .into_iter()
            .for_each(|value| references(value, &mut open));
        while let Some(pointer) = open.pop() {
            if let Some(value) = self.get(&pointer)
                && reached.insert(pointer)
            {
                references(value, &mut open);
            }
        }
        reached
    }

    fn walk(&mut self, kind: Kind, pointer: &str, value: &Value) {
        let Some(map) = value.as_object() else {
            return;
        };
        self.objects.push(Place {
            kind,
            pointer: pointer.to_owned(),
            map: map.clone(),
        });
        for (key, child) in kind.keys() {
            let Some(value) = map.get(*key) else { continue };
            let pointer = join(pointer, key);
            match child {
                Child::Leaf => {}
                Child::Switch(_) if value.is_boolean() => {}
                Child::One(kind) | Child::Switch(kind) => self.walk(*kind, &pointer, value),
                Child::List(kind) => {
                    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.walk(*kind, &format!("{pointer}/{index}"), item);
                    }
                }
                Child::Map(kind) => {
                    for (name, entry) in value.as_object().into_iter().flatten() {
                        self.walk(*kind, &join(&pointer, name), entry);
                    }
                }
            }
        }
    }
}

/// The pointers of all references within a value; `x-frame-schema` is one.
pub(crate) fn references(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for key in ["$ref", "x-frame-schema"] {
                if let Some(target) = map.get(key).and_then(Value::as_str) {
                    into.extend(target.strip_prefix('#').map(str::to_owned));
                }
            }
            map.values().for_each(|value| references(value, into));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, into)),
        _ => {}
    }
}
