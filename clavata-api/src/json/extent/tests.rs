//! What is found 64 bytes at a time is what is found byte by byte.

use super::{Extent, Seen};

const PIECES: [&str; 24] = [
    "{",
    "}",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "\"",
    "\"key\": ",
    "\"a \\\" b\"",
    "\\",
    "\\\\",
    "\n",
    "\n{",
    "\n  {",
    "},\n  {",
    "  ",
    "0.25",
    "null",
    "_yY\x7f",
    "\"text of some length, {in brackets} [or not]\"",
    "\"é🦀\"",
    "\"a\": [1, 2], ",
];

/// The same pieces in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }
}

/// Where the value ends, or breaks off, if it is given in chunks of this size.
fn seen(mut extent: Extent, text: &[u8], size: usize) -> Seen {
    let mut taken = 0;
    loop {
        let end = (taken + size).min(text.len());
        match extent.take(&text[taken..end]) {
            Seen::More(_) if end == text.len() => return Seen::More(end),
            Seen::More(more) => taken += more,
            Seen::Ended(more) => return Seen::Ended(taken + more),
            Seen::Broke(more) => return Seen::Broke(taken + more),
        }
    }
}

#[test]
fn many_bytes_at_once_are_seen_like_each_alone() {
    let mut random = Random(7);
    let mut ended = [[0; 3]; 2];
    for _ in 0..20_000 {
        let mut text = String::from("{");
        for _ in 0..random.below(60) {
            text += PIECES[random.below(PIECES.len())];
            // Most are well-formed for a while.
            if random.below(3) > 0 {
                text += "\"key\": \"a value\", ";
            }
        }
        for (extent, ended) in [Extent::default(), Extent::quick()].iter().zip(&mut ended) {
            let seen = |size| seen(extent.clone(), text.as_bytes(), size);
            let alone = seen(1);
            ended[match alone {
                Seen::Ended(_) => 0,
                Seen::Broke(_) => 1,
                Seen::More(_) => 2,
            }] += 1;
            for size in [usize::MAX / 2, 64, 65, 100, 1 + random.below(300)] {
                assert_eq!(seen(size), alone, "{size}: {text:?}");
            }
        }
    }
    assert!(
        ended.iter().flatten().all(|count| *count > 1_000),
        "{ended:?}"
    );
}

/// A value with brackets, quotes and backslashes in its strings, on one line or on several.
fn value(random: &mut Random, into: &mut String, depth: usize) {
    let blanks = ["", " ", "\n", "\n  ", "\r\n\t"];
    let kind = if depth == 0 { 0 } else { random.below(5) };
    let many = if depth < 6 { random.below(6) } else { 0 };
    let [open, close] = if kind < 2 { ["{", "}"] } else { ["[", "]"] };
    if kind == 4 {
        let leaves = [
            "null",
            "-1.5e3",
            "\"\"",
            "\"a \\\" }] \\\\\"",
            "\"[[{{ ,:\"",
            "\"\u{e9}_yY\"",
        ];
        *into += leaves[random.below(leaves.len())];
        return;
    }
    *into += open;
    for number in 0..many {
        *into += if number == 0 { "" } else { "," };
        *into += blanks[random.below(blanks.len())];
        if kind < 2 {
            *into += ["\"key\":", "\"k[\\\"{\" : "][random.below(2)];
        }
        value(random, into, depth + 1);
        *into += blanks[random.below(blanks.len())];
    }
    *into += close;
}

#[test]
fn a_value_ends_in_the_same_place_for_both() {
    let mut random = Random(3);
    let mut long = 0;
    for _ in 0..400 {
        let mut text = String::new();
        value(&mut random, &mut text, 0);
        serde_json::from_str::<serde::de::IgnoredAny>(&text).unwrap();
        let length = text.len();
        long += usize::from(length > 300);
        for after in ["", "\n{\"a\":1}", "]}", ",{}", "\""] {
            let text = format!("{text}{after}");
            for size in [usize::MAX / 2, 64, 1 + random.below(200)] {
                for extent in [Extent::default(), Extent::quick()] {
                    assert_eq!(
                        seen(extent, text.as_bytes(), size),
                        Seen::Ended(length),
                        "{text}"
                    );
                }
            }
        }
        for end in (0..length).rev().take(100) {
            let extent = Extent::quick();
            assert_eq!(
                seen(extent, &text.as_bytes()[..end], 200),
                Seen::More(end),
                "{text}"
            );
        }
    }
    assert!(long > 50, "{long}");
}
