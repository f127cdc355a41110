//! Parses durations as people write them: `500ms`, `90s`, `10m`, `1h30m`, `2d`.

use std::time::Duration;

const EXPECTED: &str = "write a number and a unit (ms, s, m, h, d), such as 90s or 1h30m";

/// Parses a duration. A number without a unit is ambiguous and an error.
pub(crate) fn parse(text: &str) -> Result<Duration, String> {
    let mut total = Duration::ZERO;
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(EXPECTED.to_owned());
    }
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number: u64 = rest[..digits].parse().map_err(|_| EXPECTED)?;
        let after = &rest[digits..];
        let letters = after.len()
            - after
                .trim_start_matches(|c: char| c.is_ascii_alphabetic())
                .len();
        let one = match &after[..letters] {
            "ms" => Duration::from_millis(number),
            "s" => Duration::from_secs(number),
            "m" => seconds(number, 60)?,
            "h" => seconds(number, 60 * 60)?,
            "d" => seconds(number, 24 * 60 * 60)?,
            _ => return Err(EXPECTED.to_owned()),
        };
        total = total.checked_add(one).ok_or("it is too long")?;
        rest = &after[letters..];
    }
    Ok(total)
}

fn seconds(number: u64, unit: u64) -> Result<Duration, String> {
    let seconds = number.checked_mul(unit).ok_or("it is too long")?;
    Ok(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::{Duration, parse};

    #[test]
    fn numbers_with_units_are_lengths_of_time() {
        assert_eq!(parse("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(parse("10m"), Ok(Duration::from_secs(600)));
        assert_eq!(parse(" 1h30m "), Ok(Duration::from_secs(5400)));
        assert_eq!(parse("2d"), Ok(Duration::from_secs(172_800)));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "10",
            "m",
            "-1s",
            "1.5h",
            "10 m",
            "1y",
            "99999999999999999999s",
            "18446744073709551615d",
        ] {
            assert!(parse(text).is_err(), "{text:?}");
        }
    }
}
