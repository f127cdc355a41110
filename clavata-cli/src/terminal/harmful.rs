//! Characters that a terminal obeys, or that hide or reorder the text next to them.

/// Ranges from Unicode 17.0, in order: `General_Category` Cc, Zl and Zp (`UnicodeData.txt`),
/// `Default_Ignorable_Code_Point` (`DerivedCoreProperties.txt`: characters displayed as nothing), which includes all
/// of `Bidi_Control` (`PropList.txt`), the interlinear annotations and other invisible format controls, and the two
/// symbols whose glyphs are blank.
const HARMFUL: [(u32, u32); 25] = [
    (0x0, 0x1f),        // C0
    (0x7f, 0x9f),       // DEL, C1
    (0xad, 0xad),       // soft hyphen
    (0x34f, 0x34f),     // combining grapheme joiner
    (0x61c, 0x61c),     // Arabic letter mark
    (0x115f, 0x1160),   // Hangul fillers
    (0x17b4, 0x17b5),   // Khmer inherent vowels
    (0x180b, 0x180f),   // Mongolian selectors and vowel separator
    (0x200b, 0x200f),   // zero-width space, joiners, direction marks
    (0x2028, 0x2029),   // line and paragraph separator
    (0x202a, 0x202e),   // embeddings and overrides of direction
    (0x2060, 0x206f),   // word joiner, invisible operators, isolates
    (0x2800, 0x2800),   // Braille blank
    (0x3164, 0x3164),   // Hangul filler
    (0xfe00, 0xfe0f),   // variation selectors
    (0xfeff, 0xfeff),   // byte order mark
    (0xffa0, 0xffa0),   // halfwidth Hangul filler
    (0xfff0, 0xfff8),   // unassigned, ignorable
    (0xfff9, 0xfffb),   // interlinear annotations
    (0x13430, 0x1343f), // format controls of hieroglyphs
    (0x1bca0, 0x1bca3), // shorthand format controls
    (0x1d159, 0x1d159), // musical null notehead
    (0x1d173, 0x1d17a), // musical format controls
    (0xe0000, 0xe007f), // tags
    (0xe0080, 0xe0fff), // variation selectors and other ignorable characters
];

pub(super) fn is_harmful(c: char) -> bool {
    let c = u32::from(c);
    let after = HARMFUL.partition_point(|(start, _)| *start <= c);
    after > 0 && c <= HARMFUL[after - 1].1
}

#[cfg(test)]
mod tests {
    use super::{HARMFUL, is_harmful};

    #[test]
    fn the_table_is_in_order() {
        assert!(HARMFUL.iter().all(|(start, end)| start <= end));
        assert!(HARMFUL.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    #[test]
    fn what_hides_or_commands_is_known_and_what_is_read_is_not() {
        let controls = (0..=0x10_ffff)
            .filter_map(char::from_u32)
            .filter(|c| c.is_control());
        let named = "\u{61c}\u{ad}\u{34f}\u{115f}\u{1160}\u{180e}\u{200b}\u{200c}\u{200d}\u{200e}\
            \u{2028}\u{2029}\u{202a}\u{202e}\u{2060}\u{2066}\u{2069}\u{3164}\u{fe0f}\u{feff}\u{ffa0}\
            \u{fff9}\u{fffb}\u{2800}\u{13430}\u{1d159}\u{1bca0}\u{1d173}\u{e0001}\u{e0041}\u{e0100}\u{e0fff}";
        for c in controls.chain(named.chars()) {
            assert!(is_harmful(c), "U+{:04x}", u32::from(c));
        }
        for c in " ~aé¬®\u{300}ا한ᄀ一☃👩🚀\u{fffd}\u{10ffff}".chars() {
            assert!(!is_harmful(c), "U+{:04x}", u32::from(c));
        }
    }
}
