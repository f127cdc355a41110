//! Wire rule 2: a known value has a name or a number, and anything else is kept as received.

use crate::support::codec::{ENUMS, EnumRead};
use crate::support::contract::schemas;
use clavata_api::types::{JobStatus, Outcome, ReviewResult};
use proptest::prelude::*;

fn outcome(json: &str) -> Outcome {
    let body = format!(r#"{{"outcome": {json}, "score": 0.5}}"#);
    clavata_api::decode::<ReviewResult>(body.as_bytes())
        .unwrap_or_else(|error| panic!("{json}: {error}"))
        .outcome
}

fn written(outcome: &Outcome) -> String {
    serde_json::to_string(outcome).unwrap()
}

#[test]
fn every_enum_of_the_contract_reads_its_names_and_its_numbers_and_writes_names() {
    for (name, read, named) in ENUMS {
        let numbers = schemas()[*name]["x-enum-numbers"].as_object().unwrap();
        assert_eq!(named().len(), numbers.len(), "{name}");
        for (wire, number) in numbers {
            let quoted = format!("\"{wire}\"");
            for json in [&quoted, &number.to_string()] {
                let EnumRead {
                    text,
                    written,
                    is_default,
                    ..
                } = read(json).unwrap();
                assert_eq!(text, *wire, "{name} from {json}");
                assert_eq!(written, quoted, "{name} from {json}");
                assert_eq!(is_default, number == 0, "{name} from {json}");
            }
            assert!(named().contains(wire));
        }
    }
}

#[test]
fn no_enum_of_the_contract_fails_on_an_unknown_value_or_reads_it_as_a_known_one() {
    for (name, read, named) in ENUMS {
        for json in ["99", "-1", "\"SOMETHING_NEW\"", "18446744073709551615"] {
            let value = read(json).unwrap_or_else(|error| panic!("{name} from {json}: {error}"));
            assert_eq!(value.written, json, "{name} goes out as it came");
            assert_eq!(value.text, json.trim_matches('"'), "{name}");
            assert!(!named().contains(&value.text));
            assert!(value.debug.contains(&value.text), "{name} stays readable");
        }
    }
}

#[test]
fn null_and_empty_are_the_unspecified_value() {
    for (_, read, _) in ENUMS {
        for json in ["null", "\"\""] {
            assert!(read(json).unwrap().is_default);
        }
    }
    let absent: ReviewResult = clavata_api::decode(b"{}").unwrap();
    assert_eq!(absent.outcome, Outcome::Unspecified);
}

#[test]
fn a_number_that_has_a_name_is_that_name() {
    assert_eq!(outcome("2"), Outcome::True);
    assert_eq!(outcome("1"), Outcome::False);
    assert_eq!(outcome("0"), Outcome::Unspecified);
}

#[test]
fn an_unknown_value_is_never_false_and_stays_as_it_came() {
    for json in [
        "4",
        "-1",
        "9223372036854775807",
        "9223372036854775808",
        "\"OUTCOME_MAYBE\"",
        "\"FALSE\"",
        "\"outcome_false\"",
        "\" OUTCOME_FALSE\"",
        "\"1\"",
        "\"007\"",
        "\"+1\"",
        "\"-0\"",
        "\"1.0\"",
    ] {
        let value = outcome(json);
        assert!(matches!(value, Outcome::Unknown(_)), "{json}: {value:?}");
        assert_eq!(written(&value), json);
        assert_eq!(outcome(&written(&value)), value);
    }
}

#[test]
fn a_fraction_and_a_number_beyond_all_bounds_are_kept_and_stable() {
    for json in [
        "1.0",
        "-0",
        "2.5",
        "-0.5",
        "1e300",
        "36893488147419103232",
        "1e-7",
    ] {
        let value = outcome(json);
        assert!(matches!(value, Outcome::Unknown(_)), "{json}: {value:?}");
        assert_eq!(outcome(&written(&value)), value, "{json}");
    }
}

#[test]
fn what_is_no_enum_value_at_all_is_an_error_that_names_its_place() {
    for json in ["true", "[]", "[2]", "{}", "{\"OUTCOME_FALSE\": null}"] {
        let body = format!(r#"{{"outcome": {json}}}"#);
        let error = clavata_api::decode::<ReviewResult>(body.as_bytes()).unwrap_err();
        assert_eq!(error.path(), Some("outcome"), "{json}: {error}");
    }
}

#[test]
fn a_value_is_read_from_text_as_from_the_wire() {
    assert_eq!(
        "JOB_STATUS_COMPLETED".parse(),
        Ok(JobStatus::Completed),
        "by name"
    );
    assert_eq!("3".parse(), Ok(JobStatus::Completed), "by number");
    for text in ["42", "007", "COMPLETED"] {
        assert_eq!(text.parse(), Ok(JobStatus::Unknown(text.to_owned())));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_text_and_any_number_survive_the_way_out_and_in(text in ".*|[+-]?[0-9]{1,3}", number: i64, float: f64) {
        for json in [
            serde_json::to_string(&text).unwrap(),
            number.to_string(),
            serde_json::to_string(&float).unwrap(),
        ] {
            let value = outcome(&json);
            prop_assert_eq!(&outcome(&written(&value)), &value);
        }
    }
}
