//! A scan of 64 bytes at a time finds the same as a scan byte by byte.

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
fn seen(text: &[u8], size: usize) -> Seen {
    let mut extent = Extent::default();
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
    let mut ended = [0; 3];
    for _ in 0..20_000 {
        let mut text = String::from("{");
        for _ in 0..random.below(60) {
            text += PIECES[random.below(PIECES.len())];
            // Most begin well-formed.
            if random.below(3) > 0 {
                text += "\"key\": \"a value\", ";
            }
        }
        let alone = seen(text.as_bytes(), 1);
        ended[match alone {
            Seen::Ended(_) => 0,
            Seen::Broke(_) => 1,
            Seen::More(_) => 2,
        }] += 1;
        for size in [usize::MAX / 2, 64, 65, 100, 1 + random.below(300)] {
            assert_eq!(seen(text.as_bytes(), size), alone, "{size}: {text:?}");
        }
    }
    assert!(ended.iter().all(|count| *count > 1_000), "{ended:?}");
}
