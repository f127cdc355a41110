//! Properties that must hold for any bytes that arrive over the network, tested with mutated fixtures. The fuzz targets
//! include them as well. That of streams needs private parts: it is in `clavata-api-ext/src/evaluate/said.rs`.

mod properties;
mod seeds;

use proptest::prelude::*;
use proptest::sample::Index;

use properties::damage::{self, Damage};
use seeds::{damaged, mixed, pick, script, seeds};

const REFUSAL: &[u8] = br#"{"@type":"type.googleapis.com/clavata.gateway.v1.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC"}"#;

#[test]
fn every_recorded_body_keeps_every_promise() {
    assert!(seeds().len() > 100, "the fixtures are gone");
    for seed in seeds() {
        properties::arrived(seed);
        properties::replayed(seed);
        properties::retry_after(seed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..Default::default() })]

    #[test]
    fn damaged_answers_decode_to_what_can_be_written_again(body in damaged()) {
        properties::answers(&body);
    }

    #[test]
    fn damaged_errors_never_lose_a_refusal(body in damaged()) {
        properties::error_bodies(&body);
    }

    #[test]
    fn damaged_streams_do_not_depend_on_their_chunks(body in damaged()) {
        properties::frames(&body);
    }

    #[test]
    fn damaged_waits_are_bounded(body in damaged()) {
        properties::retry_after(&body);
    }

    #[test]
    fn damaged_bytes_flatten_to_what_they_decode_to_in_any_chunks(body in damaged()) {
        properties::flattened(&body);
    }

    #[test]
    fn a_reader_that_has_learned_reports_reads_damaged_ones_as_a_new_one(
        body in pick(), scripts in prop::collection::vec(script(), 1..4), other in pick()
    ) {
        let mut inputs = vec![body];
        inputs.extend(scripts);
        inputs.push(other);
        properties::replayed(&inputs.join(&0xff));
    }

    #[test]
    fn damaged_jobs_lose_no_row_and_are_never_clear_without_cause(body in damaged()) {
        properties::rows(&body);
    }

    #[test]
    fn a_refusal_in_damaged_bytes_is_said_wherever_it_stands(
        before in damaged(), at in any::<Index>(), script in script()
    ) {
        let at = at.index(before.len() + 1);
        let bytes = [&before[..at], REFUSAL, &before[at..]].concat();
        properties::refusals(&Damage::all(&script, bytes));
    }
}

#[test]
fn an_answer_with_the_fields_of_another_is_read_alike_by_the_short_cut() {
    mixed().for_each(|answer| properties::arrived(answer.as_bytes()));
}
