//! The rooms of a crate do not use each other in cycles. A room is a top-level module of `src`, a file or a folder.
//!
//! Names that `lib.rs` re-exports belong to no room, so a use of `crate::Error` does not count.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

const CRATES: [&str; 5] = [
    "clavata-api",
    "clavata-api-ext",
    "clavata-api-ext/batch",
    "clavata-api-ext/outcomes",
    "clavata-cli",
];

/// The rooms of a crate, each with the rooms that it uses.
type Graph = BTreeMap<String, BTreeSet<String>>;

fn graph(source: &Path) -> Graph {
    let mut graph = Graph::new();
    for entry in fs::read_dir(source).unwrap() {
        let path = entry.unwrap().path();
        let room = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if room != "lib" && room != "main" {
            read(&path, &[&room], graph.entry(room.clone()).or_default());
        }
    }
    let rooms: BTreeSet<String> = graph.keys().cloned().collect();
    for (room, used) in &mut graph {
        used.retain(|other| other != room && rooms.contains(other));
    }
    graph
}

/// Collects what a file, or all files of a folder, use from the root of the crate.
fn read(path: &Path, module: &[&str], into: &mut BTreeSet<String>) {
    if path.is_file() {
        let tokens: TokenStream = fs::read_to_string(path).unwrap().parse().unwrap();
        return scan(tokens, module.len(), into);
    }
    for entry in fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        match path.file_stem().unwrap().to_str().unwrap() {
            "mod" => read(&path, module, into),
            // Test modules may use anything.
            "tests" => {}
            name => read(&path, &[module, &[name]].concat(), into),
        }
    }
}

/// Collects the names after `crate::`, and after as many `super::` as lead to the root.
fn scan(tokens: TokenStream, depth: usize, into: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Ident(word) if word == "crate" && follows(&tokens, at) => {
                names(&tokens[at + 3..], 0, into);
            }
            // `super::super::x` is read from its first `super`.
            TokenTree::Ident(word) if word == "super" && follows(&tokens, at) => {
                names(&tokens[at..], depth, into);
                while is(&tokens, at + 3, "super") && follows(&tokens, at + 3) {
                    at += 3;
                }
            }
            TokenTree::Punct(hash) if hash.as_char() == '#' && is_for_tests(&tokens, at) => {
                at = after_item(&tokens, at + 2);
                continue;
            }
            TokenTree::Group(group) => {
                let in_module = at > 1 && is(&tokens, at - 2, "mod");
                scan(group.stream(), depth + usize::from(in_module), into);
            }
            _ => {}
        }
        at += 1;
    }
}

/// Collects the first names of a path, or of each path in braces, `depth` modules below the root.
fn names(path: &[TokenTree], depth: usize, into: &mut BTreeSet<String>) {
    match path.first() {
        Some(TokenTree::Ident(word)) if word == "super" && depth > 0 && follows(path, 0) => {
            names(&path[3..], depth - 1, into);
        }
        Some(TokenTree::Ident(word)) if depth == 0 => {
            into.insert(word.to_string());
        }
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
            let inside: Vec<TokenTree> = group.stream().into_iter().collect();
            for path in inside.split(|token| is_mark(Some(token), ',')) {
                names(path, depth, into);
            }
        }
        _ => {}
    }
}

fn is(tokens: &[TokenTree], at: usize, word: &str) -> bool {
    matches!(tokens.get(at), Some(TokenTree::Ident(ident)) if ident == word)
}

fn is_mark(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}

/// Whether `::` follows.
fn follows(tokens: &[TokenTree], at: usize) -> bool {
    is_mark(tokens.get(at + 1), ':') && is_mark(tokens.get(at + 2), ':')
}

/// Whether this is `#[cfg(test)]`.
fn is_for_tests(tokens: &[TokenTree], at: usize) -> bool {
    let attribute = tokens.get(at + 1).map(ToString::to_string);
    attribute.is_some_and(|text| text.replace(' ', "") == "[cfg(test)]")
}

/// The index of the first token after the item that begins here. The item ends with `;` or a body.
fn after_item(tokens: &[TokenTree], from: usize) -> usize {
    let ends = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        token => is_mark(Some(token), ';'),
    };
    let length = tokens[from..].iter().position(ends);
    length.map_or(tokens.len(), |length| from + length + 1)
}

/// A cycle: the rooms along it, with the first one again at the end.
fn circle(graph: &Graph) -> Option<Vec<&str>> {
    let shortest = graph.keys().filter_map(|room| way(graph, room, room));
    shortest.min_by_key(Vec::len)
}

/// The shortest path between two rooms, of at least one step.
fn way<'a>(graph: &'a Graph, from: &'a str, to: &str) -> Option<Vec<&'a str>> {
    let mut seen = BTreeSet::new();
    let mut ways = vec![vec![from]];
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            for next in graph.get(way[way.len() - 1]).into_iter().flatten() {
                let way = [way.as_slice(), &[next.as_str()]].concat();
                if next == to {
                    return Some(way);
                }
                if seen.insert(next) {
                    longer.push(way);
                }
            }
        }
        ways = longer;
    }
    None
}

#[test]
fn the_rooms_of_a_crate_use_each_other_in_no_circle() {
    // Read at run time, because another clone may have built this test.
    let member = std::env::var_os("CARGO_MANIFEST_DIR").unwrap();
    let root = Path::new(&member).join("..");
    let mut wrong = Vec::new();
    for member in CRATES {
        let mut rooms = graph(&root.join(member).join("src"));
        assert!(rooms.len() > 5, "{member} has the rooms {rooms:?}");
        while let Some(circle) = circle(&rooms) {
            wrong.push(format!("{member}: {}", circle.join(" → ")));
            // Remove its last use to find the next cycle.
            let last = circle[circle.len() - 2].to_owned();
            let first = circle[0].to_owned();
            rooms.get_mut(&last).unwrap().remove(&first);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn uses_are_found_wherever_they_stand_except_in_tests() {
    let text = "
        use crate::{a::One, b, super_::Two};
        use super::{super::c, own::Thing};
        mod within { use super::super::super::d::Three; use super::super::near; }
        pub(crate) fn f() -> crate::e::Four { /* crate::no */ let _ = \"crate::no\"; g!(crate::f::X) }
        #[cfg(test)]
        mod tests { use crate::no; }
        #[cfg(test)]
        use crate::no;
        use crate::g;
    ";
    let mut found = BTreeSet::new();
    scan(text.parse().unwrap(), 2, &mut found);
    let expected = ["a", "b", "c", "d", "e", "f", "g", "super_"];
    assert_eq!(found.iter().collect::<Vec<_>>(), expected);
}

#[test]
fn the_shortest_circle_is_found() {
    let uses = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "a"), ("d", "c")];
    let mut graph = Graph::new();
    for (from, to) in uses {
        graph
            .entry(from.to_owned())
            .or_default()
            .insert(to.to_owned());
    }
    assert_eq!(circle(&graph), Some(vec!["c", "d", "c"]));
    graph.get_mut("d").unwrap().clear();
    assert_eq!(circle(&graph), None);
}
