//! Pairs the elements of two documents that use different names.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::{Change, Element, Kind, compare_pairs};

/// Facts that are only documentation, or that only our contract can express.
const LEFT_OUT: [&str; 10] = [
    "description",
    "summary",
    "title",
    "tags",
    "example",
    "examples",
    "externalDocs",
    "sensitive",
    "number",
    "openapi",
];

/// The differences on the wire.
pub(crate) fn departures(theirs: &Element, ours: &Element) -> Vec<Change> {
    let mut theirs = theirs.clone();
    let mut ours = ours.clone();
    leave_out(&mut theirs);
    leave_out(&mut ours);
    name_operations(&mut theirs, &ours);
    let types = Types::of(&theirs, &ours);
    // Each pair of schemas, under the name in our contract.
    let mut named: Vec<(Option<Element>, Option<&Element>)> = Vec::new();
    for (here, there) in &types.pairs {
        let (Some(here), Some(there)) = (schema(&ours, here), schema(&theirs, there)) else {
            continue;
        };
        let mut there = there.clone();
        call(&mut there, &here.subject);
        named.push((Some(there), Some(here)));
    }
    let is_schema = |element: &&Element| matches!(element.kind, Kind::Message | Kind::Enum);
    for here in ours.children.iter().filter(is_schema) {
        if !types.pairs.iter().any(|(name, _)| *name == here.name) {
            named.push((None, Some(here)));
        }
    }
    for there in theirs.children.iter().filter(is_schema) {
        if !types.pairs.iter().any(|(_, name)| *name == there.name) {
            named.push((Some(there.clone()), None));
        }
    }
    let without_schemas = |root: &Element| {
        let mut root = root.clone();
        root.children.retain(|element| !is_schema(&element));
        root
    };
    let (theirs, ours) = (without_schemas(&theirs), without_schemas(&ours));
    let mut pairs = vec![(Some(&theirs), Some(&ours))];
    pairs.extend(named.iter().map(|(there, here)| (there.as_ref(), *here)));
    let mut changes = compare_pairs(types.renamed(), pairs);
    // One of our schemas may correspond to several equivalent ones of theirs.
    let mut seen = BTreeSet::new();
    changes.retain(|change| seen.insert(change.fingerprint()));
    changes
}

fn leave_out(element: &mut Element) {
    element.facts.retain(|name, _| {
        let last = name.rsplit('.').next().unwrap_or_default();
        let ours_only = last.starts_with("x-") && last != "x-frame-schema";
        !LEFT_OUT.contains(&last)
            && !ours_only
            && !name.starts_with("info.")
            && !name.starts_with("tag.")
    });
    element.rust_name = None;
    element.children.iter_mut().for_each(leave_out);
}

fn schema<'a>(root: &'a Element, name: &str) -> Option<&'a Element> {
    let mut children = root.children.iter();
    children.find(|one| matches!(one.kind, Kind::Message | Kind::Enum) && one.name == name)
}

/// Gives an element and its children the subject that they have in our contract.
fn call(element: &mut Element, subject: &str) {
    let before = std::mem::replace(&mut element.subject, subject.to_owned());
    for child in &mut element.children {
        if let Some(rest) = child.subject.strip_prefix(&before) {
            child.subject = format!("{subject}{rest}");
        }
    }
}

fn operations(root: &Element) -> impl Iterator<Item = &Element> {
    let children = root.children.iter();
    children.filter(|element| element.kind == Kind::Operation)
}

/// Gives their operations the subjects of our operations with the same method and path.
fn name_operations(theirs: &mut Element, ours: &Element) {
    let names: BTreeMap<Option<String>, &str> = operations(ours)
        .map(|operation| (operation.likeness(), operation.subject.as_str()))
        .collect();
    for element in &mut theirs.children {
        if element.kind == Kind::Operation
            && let Some(name) = names.get(&element.likeness())
        {
            call(element, name);
        }
    }
}

/// Which of their schemas correspond to which of ours.
struct Types {
    /// Our name and theirs.
    pairs: BTreeSet<(String, String)>,
}

impl Types {
    fn of(theirs: &Element, ours: &Element) -> Self {
        let mut types = Self {
            pairs: BTreeSet::new(),
        };
        for here in operations(ours) {
            let mut all = operations(theirs);
            if let Some(there) = all.find(|there| there.likeness() == here.likeness()) {
                types.children(theirs, ours, there, here);
            }
        }
        // Schemas that are used only where the documents differ are matched by the end of their names.
        for here in &ours.children {
            let is_free = |name: &str, taken: &BTreeSet<(String, String)>| {
                !taken
                    .iter()
                    .any(|(here, there)| here == name || there == name)
            };
            let alike = |there: &&Element| {
                there.kind == here.kind
                    && there.name.ends_with(&here.name)
                    && is_free(&there.name, &types.pairs)
            };
            let mut found = theirs.children.iter().filter(alike);
            if let (Some(there), None) = (found.next(), found.next())
                && matches!(here.kind, Kind::Message | Kind::Enum)
                && is_free(&here.name, &types.pairs)
            {
                types.pair(theirs, ours, &there.name, &here.name);
            }
        }
        types
    }

    fn children(&mut self, theirs: &Element, ours: &Element, there: &Element, here: &Element) {
        for child in &here.children {
            let names: &[&str] = match child.kind {
                // Their `default` response is any error.
                Kind::Response if child.name.ends_with("XX") => &["default"],
                _ => &[child.name.as_str()],
            };
            let mut others = there.children.iter();
            let other = others
                .find(|other| other.kind == child.kind && names.contains(&other.name.as_str()));
            let held = |element: &Element| element.fact("type").map(|ty| held(ty).to_owned());
            if let Some(other) = other
                && let (Some(there), Some(here)) = (held(other), held(child))
            {
                self.pair(theirs, ours, &there, &here);
            }
        }
    }

    fn pair(&mut self, theirs: &Element, ours: &Element, there: &str, here: &str) {
        let (Some(other), Some(one)) = (schema(theirs, there), schema(ours, here)) else {
            return;
        };
        if self.pairs.insert((here.to_owned(), there.to_owned())) {
            self.children(theirs, ours, other, one);
        }
    }

    fn renamed(&self) -> BTreeMap<String, String> {
        let pairs = self.pairs.iter();
        pairs
            .map(|(here, there)| (there.clone(), here.clone()))
            .collect()
    }
}

/// The name within a type: `Job` of `list of Job`.
fn held(ty: &str) -> &str {
    ty.rsplit(' ').next().unwrap_or(ty)
}
