//! Wire rule 3: times of any precision and offset.

use chrono::{DateTime, Utc};
use clavata_api::decode;
use clavata_api::types::Job;
use proptest::prelude::*;

#[test]
fn a_time_may_have_any_number_of_digits_and_any_offset() {
    let created = |text: &str| {
        let body = format!(r#"{{"created": "{text}"}}"#);
        let job: Job = decode(body.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"));
        job.created.unwrap()
    };
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let whole = at("2023-11-14T22:13:20Z");
    for text in [
        "2023-11-14T22:13:20Z",
        "2023-11-14T22:13:20.000Z",
        "2023-11-14T22:13:20.000000000Z",
        "2023-11-14T23:13:20+01:00",
        "2023-11-14T16:43:20.000-05:30",
        "2023-11-14t22:13:20z",
        "2023-11-14T22:13:20+00:00",
        "2023-11-14T22:13:20-00:00",
    ] {
        assert_eq!(created(text), whole, "{text}");
    }
    for (text, nanoseconds) in [
        ("2023-11-14T22:13:20.1Z", 100_000_000),
        ("2023-11-14T22:13:20.123Z", 123_000_000),
        ("2023-11-14T22:13:20.123456Z", 123_456_000),
        ("2023-11-14T22:13:20.123456789Z", 123_456_789),
        ("2023-11-14T22:13:20.000000001Z", 1),
        ("2023-11-14T22:13:20.1234567899Z", 123_456_789),
    ] {
        assert_eq!(
            created(text).timestamp_subsec_nanos(),
            nanoseconds,
            "{text}"
        );
    }
    assert_eq!(created("2024-02-29T23:59:59Z"), at("2024-02-29T23:59:59Z"));
    assert_eq!(created("1969-12-31T23:59:59.5Z").timestamp(), -1);
    assert_eq!(created("0001-01-01T00:00:00Z").timestamp(), -62_135_596_800);
    // A leap second is the end of its minute.
    assert_eq!(created("2016-12-31T23:59:60Z").timestamp(), 1_483_228_799);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_time_of_the_common_era_survives_the_way_out_and_in(
        seconds in -62_135_596_800_i64..=253_402_300_799,
        nanoseconds in prop_oneof![Just(0_u32), 0..1_000_000_000_u32],
    ) {
        let created = DateTime::from_timestamp(seconds, nanoseconds);
        let mut job = Job::default();
        job.created = created;
        let again: Job = decode(&serde_json::to_vec(&job).unwrap()).unwrap();
        prop_assert_eq!(again, job);
    }

    #[test]
    fn any_text_as_a_time_is_read_as_chrono_reads_it(text in "[0-9]{3,5}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{0,11})?(Z|z|[+-][0-9]{2}:[0-9]{2})?") {
        let body = format!(r#"{{"created": "{text}"}}"#);
        let ours = decode::<Job>(body.as_bytes()).ok().map(|job| job.created.unwrap());
        let theirs = DateTime::parse_from_rfc3339(&text).ok().map(|time| time.to_utc());
        // A time outside the years of RFC 3339 in UTC is refused, because it could not be written again.
        if ours.is_some() || theirs.is_some_and(|time| time.to_rfc3339().starts_with(|c: char| c.is_ascii_digit())) {
            prop_assert_eq!(ours, theirs);
        }
    }
}
