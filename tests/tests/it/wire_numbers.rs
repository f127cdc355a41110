//! Wire rule 3: doubles as strings, long integers as strings, integers as fractions.

use clavata_api::decode;
use clavata_api::types::{AssertionEvaluationReport, LabelEvalOptions, TokenUsage};
use proptest::prelude::*;

#[test]
#[allow(clippy::float_cmp)] // the wire is exact
fn a_double_may_be_a_string() {
    let score = |json: &str| {
        let body = format!(r#"{{"score": {json}}}"#);
        let rule: AssertionEvaluationReport = decode(body.as_bytes()).unwrap();
        rule.score
    };
    assert!(score(r#""NaN""#).is_nan());
    assert_eq!(score(r#""Infinity""#), f64::INFINITY);
    assert_eq!(score(r#""-Infinity""#), f64::NEG_INFINITY);
    assert_eq!(score(r#""0.25""#), 0.25);
    assert_eq!(score(r#""-1""#), -1.0);
    assert_eq!(score("1"), 1.0);
    assert_eq!(score("18446744073709551615"), 18_446_744_073_709_551_615.0);
    assert_eq!(score("0.1234567890123456789"), 0.123_456_789_012_345_68);
    assert!(score("-0.0").is_sign_negative());
}

#[test]
fn a_long_integer_is_a_string_and_goes_out_as_one() {
    let size = |json: &str| {
        let body = format!(r#"{{"bundleSize": {json}}}"#);
        decode::<LabelEvalOptions>(body.as_bytes())
    };
    for json in [r#""9223372036854775807""#, "9223372036854775807"] {
        let options = size(json).unwrap();
        assert_eq!(options.bundle_size, Some(i64::MAX));
        let written = serde_json::to_string(&options).unwrap();
        assert_eq!(written, r#"{"bundleSize":"9223372036854775807"}"#);
    }
    for json in [
        r#""9223372036854775808""#,
        "9223372036854775808",
        "1.5",
        r#""1 ""#,
    ] {
        assert_eq!(size(json).unwrap_err().path(), Some("bundleSize"), "{json}");
    }
}

#[test]
fn a_number_beyond_its_type_is_an_error_and_not_infinite() {
    for json in ["1e39", "-1e39", "\"1e39\""] {
        let body = format!(r#"{{"multiplier": {json}}}"#);
        let error = decode::<TokenUsage>(body.as_bytes()).unwrap_err();
        assert_eq!(error.path(), Some("multiplier"), "{json}");
    }
}

#[test]
fn a_whole_number_may_be_written_as_a_fraction() {
    let tokens = |json: &str| {
        let body = format!(r#"{{"inputTokens": {json}}}"#);
        decode::<TokenUsage>(body.as_bytes()).map(|usage| usage.input_tokens)
    };
    for json in ["12", "12.0", "1.2e1", "\"12\"", "\"12.0\"", "\"1.2e1\""] {
        assert_eq!(tokens(json).unwrap(), 12, "{json}");
    }
    for json in [
        "12.5",
        "2147483648",
        "-2147483649",
        "1e300",
        "\"12.5\"",
        "\"Infinity\"",
    ] {
        assert!(tokens(json).is_err(), "{json}");
    }
}

/// Any double, and many that look like scores, for which the parser has a fast path.
fn doubles() -> impl Strategy<Value = f64> {
    prop_oneof![any::<f64>(), 0.0..1.0_f64]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_double_survives_the_way_out_and_in(score in doubles()) {
        let mut rule = AssertionEvaluationReport::default();
        rule.score = score;
        let again: AssertionEvaluationReport = decode(&serde_json::to_vec(&rule).unwrap()).unwrap();
        prop_assert!(again.score.to_bits() == score.to_bits() || score.is_nan() && again.score.is_nan());
    }

    #[test]
    fn any_float_survives_the_way_out_and_in(multiplier: f32) {
        let mut usage = TokenUsage::default();
        usage.multiplier = multiplier;
        let again: TokenUsage = decode(&serde_json::to_vec(&usage).unwrap()).unwrap();
        prop_assert!(again.multiplier.to_bits() == multiplier.to_bits() || multiplier.is_nan());
    }
}
