//! Pairs the elements of two contracts.

use std::collections::BTreeMap;

use super::element::{Element, Kind};

/// An element on one side, or on both if it still exists.
pub(crate) type Pair<'a> = (Option<&'a Element>, Option<&'a Element>);

/// Pairs siblings by name, then the remaining ones by their facts, if only one on each side has them.
pub(crate) fn pairs<'a>(before: &'a [Element], after: &'a [Element]) -> Vec<Pair<'a>> {
    let mut pairs = Vec::new();
    let mut gone: Vec<&Element> = Vec::new();
    let mut new: BTreeMap<(Kind, &str), &Element> = BTreeMap::new();
    for element in after {
        new.insert((element.kind, &element.name), element);
    }
    for element in before {
        match new.remove(&(element.kind, &element.name)) {
            Some(same) => pairs.push((Some(element), Some(same))),
            None => gone.push(element),
        }
    }
    let mut new: Vec<&Element> = new.into_values().collect();
    gone.retain(|element| {
        let alike = |other: &&Element| {
            other.kind == element.kind
                && element.likeness().is_some()
                && other.likeness() == element.likeness()
        };
        let found: Vec<usize> = positions(&new, alike);
        let twins = before.iter().filter(|other| alike(other)).count();
        let [only] = found[..] else {
            return true;
        };
        if twins > 1 {
            return true;
        }
        pairs.push((Some(element), Some(new.remove(only))));
        false
    });
    pairs.extend(gone.into_iter().map(|element| (Some(element), None)));
    pairs.extend(new.into_iter().map(|element| (None, Some(element))));
    pairs
}

fn positions<T>(items: &[T], holds: impl Fn(&T) -> bool) -> Vec<usize> {
    let items = items.iter().enumerate();
    items
        .filter_map(|(index, item)| holds(item).then_some(index))
        .collect()
}

/// The new names of types that were only renamed, by their old names.
pub(crate) fn renamed_types(pairs: &[Pair<'_>]) -> BTreeMap<String, String> {
    let both = pairs.iter().filter_map(|pair| Some((pair.0?, pair.1?)));
    both.filter(|(before, after)| {
        matches!(before.kind, Kind::Message | Kind::Enum) && before.name != after.name
    })
    .map(|(before, after)| (before.name.clone(), after.name.clone()))
    .collect()
}
