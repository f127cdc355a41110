use super::{gzip, opened, read_all};

fn utf16(units: &[u16], mark: bool, big: bool) -> Vec<u8> {
    let mark = mark.then_some(0xfeff);
    let all = mark.into_iter().chain(units.iter().copied());
    all.flat_map(|unit| {
        if big {
            unit.to_be_bytes()
        } else {
            unit.to_le_bytes()
        }
    })
    .collect()
}

#[test]
fn utf_16_is_read_as_utf_8() {
    let mut units: Vec<u16> = "{\"é☃😀\u{feff}\":\"".encode_utf16().collect();
    // Unpaired surrogates: alone, in the wrong order, and repeated.
    units.extend([0xd83d, 0x41, 0xde00, 0x42, 0xde00, 0xd83d, 0xd83d, 0xde00]);
    units.extend("\"}\n".encode_utf16());
    let long: Vec<u16> = units.iter().copied().cycle().take(40_000).collect();
    let cut = [&units[..], &[0xd83d]].concat();
    for (name, units) in [("short", units), ("long", long), ("cut", cut)] {
        let text = String::from_utf16_lossy(&units);
        for (mark, big) in [(true, true), (true, false), (false, true), (false, false)] {
            let bytes = utf16(&units, mark, big);
            let sizes = if name == "long" { 997..998 } else { 1..9 };
            for size in sizes {
                for bytes in [&bytes, &gzip(&bytes)] {
                    let (read, error) = read_all(opened(bytes, size));
                    assert!(error.is_none(), "{name} {mark} {big}: {error:?}");
                    assert!(read == text.as_bytes(), "{name} {mark} {big} by {size}");
                }
                let half = [&bytes[..], b"\n"].concat();
                let (read, _) = read_all(opened(&half, size));
                assert!(
                    read == format!("{text}\u{fffd}").as_bytes(),
                    "half a unit at the end"
                );
            }
        }
    }
}

#[test]
fn a_byte_order_mark_begins_nothing_and_all_else_is_left_as_it_is() {
    for text in [
        "",
        "{",
        "{}",
        "\u{feff}",
        "\u{feff}{}",
        "\u{feff}\u{feff}{}",
        "\u{1f}{}",
        "é",
    ] {
        for size in [1, 2, 100] {
            let (read, error) = read_all(opened(text.as_bytes(), size));
            let expected = text.strip_prefix('\u{feff}').unwrap_or(text);
            assert_eq!(
                (read.as_slice(), error.is_none()),
                (expected.as_bytes(), true)
            );
        }
    }
    for bytes in [
        &b"\x1f"[..],
        b"\x1f\x8b",
        b"\xff",
        b"\xef\xbb",
        b"\0\0\0\0",
        b"{\0",
        b"\xff\xfb\0\0",
        b"\n\0\0\0\n{}",
    ] {
        assert_eq!(read_all(opened(bytes, 1)).0, bytes);
    }
}

#[test]
fn utf_32_is_one_error() {
    for big in [true, false] {
        for text in ["\u{feff}{}", "{}", " [1]"] {
            let unit = |unit: char| {
                let unit = u32::from(unit);
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            };
            let bytes: Vec<u8> = text.chars().flat_map(unit).collect();
            let (read, error) = read_all(opened(&bytes, 3));
            assert!(read.is_empty());
            assert!(error.unwrap().to_string().contains("UTF-32"));
        }
    }
}
