//! The ways in which a good output can be broken: none of them is complete.

use proptest::prelude::*;

use super::*;

#[test]
fn an_output_that_is_cut_at_any_byte_is_not_whole() {
    let mut desk = Desk::new();
    for good in GOOD {
        for end in 0..good.len() {
            assert!(!desk.is_whole(&good[..end]), "{:?}", &good[..end]);
        }
    }
}

#[test]
fn an_output_with_a_row_too_few_or_twice_is_not_whole() {
    let mut desk = Desk::new();
    for good in GOOD {
        let rows = rows(good);
        for at in 0..rows.len() {
            let mut fewer = rows.clone();
            let row = fewer.remove(at);
            assert!(!desk.is_whole(fewer.concat()), "{fewer:?}");
            for to in 0..=rows.len() {
                let mut more = rows.clone();
                more.insert(to, row.clone());
                assert!(!desk.is_whole(more.concat()), "{more:?}");
            }
        }
    }
}

#[test]
fn an_output_with_a_quote_too_many_or_too_few_is_not_whole() {
    let mut desk = Desk::new();
    for good in GOOD {
        for at in 0..=good.len() {
            let broken = format!("{}\"{}", &good[..at], &good[at..]);
            assert!(!desk.is_whole(&broken), "{broken:?}");
            if good[at..].starts_with('"') {
                let broken = format!("{}{}", &good[..at], &good[at + 1..]);
                assert!(!desk.is_whole(&broken), "{broken:?}");
            }
        }
    }
}

#[test]
fn an_output_with_a_comma_too_many_or_too_few_is_not_whole() {
    let mut desk = Desk::new();
    for good in GOOD {
        for at in 0..=good.len() {
            let is_quoted = good[..at].matches('"').count() % 2 == 1;
            if is_quoted || good[..at].ends_with('"') {
                continue;
            }
            let broken = format!("{},{}", &good[..at], &good[at..]);
            assert!(!desk.is_whole(&broken), "{broken:?}");
            if good[at..].starts_with(',') {
                let broken = format!("{}{}", &good[..at], &good[at + 1..]);
                assert!(!desk.is_whole(&broken), "{broken:?}");
            }
        }
    }
}

#[test]
fn a_row_without_end_is_not_read_to_its_end() {
    let mut desk = Desk::new();
    let output = format!("ref_id,outcome\nr1,FALSE\nr2,\"{}", "x".repeat(20 << 20));
    assert_eq!(desk.faults(&output), [AnswerFault::TooLong]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn whatever_bytes_come_each_row_of_the_input_is_answered_or_named(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "ref_id", "outcome", "label", "r1", "r2", "r3", "TRUE", "FALSE", ",", ",", "\n", "\n",
            "\r\n", "\"", "\u{feff}", "\0", "\u{e9}", "precheck",
        ]), 0..60),
    ) {
        let mut desk = Desk::new();
        desk.is_whole(format!("ref_id,outcome\n{}", pieces.concat()));
        desk.is_whole(pieces.concat());
    }
}
