use super::{Cursor, exact};

#[test]
fn the_short_way_gives_what_parsing_gives() {
    let mut state = 1_u64;
    let mut taken = [0; 21];
    for length in (1..=20).cycle().take(40_000) {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let text = format!("0.{state:020}");
        let text = &text[..length + 2];
        if let Some(number) = exact(&mut Cursor::new(text)) {
            assert_eq!(
                number.to_bits(),
                text.parse::<f64>().unwrap().to_bits(),
                "{text}"
            );
            taken[length] += 1;
        }
    }
    assert!(taken[1..20].iter().all(|taken| *taken > 1900), "{taken:?}");
    assert_eq!(taken[20], 0);
    for other in [
        "0.5e3",
        "1.5",
        "-0.5",
        "0.",
        "0.00000000000000009",
        "0.12345678901234567890",
    ] {
        assert!(exact(&mut Cursor::new(other)).is_none(), "{other}");
    }
}

#[test]
fn a_fraction_is_stepped_over_wherever_the_text_ends() {
    for length in 0..40 {
        let digits = &"1234567890123456789012345678901234567890"[..length];
        for (after, is_one) in [("", true), ("}", true), ("e1", false), ("E+1, ", false)] {
            for padding in [0, 1, 30] {
                let text = format!("0.{digits}{after}{}", " ".repeat(padding));
                let mut cursor = Cursor::new(&text);
                let is_one = is_one && length > 0;
                assert_eq!(cursor.fraction(), is_one, "{text}");
                assert_eq!(cursor.position(), if is_one { 2 + length } else { 0 });
            }
        }
    }
    for other in ["", "0", "0.", "0,", "1.5", "-0.5", " 0.5", "\"0.5\""] {
        for padding in [0, 30] {
            let text = format!("{other}{}", " ".repeat(padding));
            assert!(!Cursor::new(&text).fraction(), "{text}");
        }
    }
}

#[test]
fn a_small_number_is_what_parsing_gives() {
    for (text, after) in [
        ("0", ""),
        ("7", ", 8"),
        ("10", "}"),
        ("120", ", \"billedTokens\":60, \"multiplier\":0.5}"),
        ("999999999", "]"),
    ] {
        let whole = format!("{text}{after}");
        let mut cursor = Cursor::new(&whole);
        assert_eq!(cursor.small_number(), text.parse().ok(), "{whole}");
        assert_eq!(cursor.position(), text.len());
    }
    for other in [
        "",
        "-1",
        "01",
        "00",
        "1.0",
        "1e2",
        "1E2",
        "1000000000",
        "\"1\"",
        "null",
        "x",
    ] {
        for after in ["", ", \"billedTokens\":60, \"multiplier\":0.5}"] {
            let whole = format!("{other}{after}");
            let mut cursor = Cursor::new(&whole);
            assert_eq!(cursor.small_number(), None, "{whole}");
            assert_eq!(cursor.position(), 0);
        }
    }
}

#[test]
fn the_short_way_rounds_halves_as_parsing_does() {
    // Between 0.5 and 1, doubles are 2^-53 apart, so halves need more than 19 digits. The numbers
    // nearest to a half are the hardest.
    for step in 0..20_000_u64 {
        let half = (1_u128 << 53) + u128::from(2 * step * 224_737_423_451 % (1 << 53)) + 1;
        let nearest = u64::try_from((half * 10_u128.pow(19)) >> 54).unwrap();
        for digits in [nearest - 1, nearest, nearest + 1] {
            let text = format!("0.{digits:019}");
            let number = exact(&mut Cursor::new(&text)).unwrap();
            assert_eq!(
                number.to_bits(),
                text.parse::<f64>().unwrap().to_bits(),
                "{text}"
            );
        }
    }
}
