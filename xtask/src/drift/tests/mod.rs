//! A small document in the style of the vendor's, with ten planted differences.

use super::align::departures;
use super::reasons::parse;
use super::{Judged, Side};
use crate::diff::{Change, read_wire};

const OURS: &str = include_str!("../../diff/tests/sample.yaml");
const THEIRS: &str = include_str!("vendor.yaml");
const REASONS: &str = include_str!("reasons.yaml");

fn found(theirs: &str) -> Vec<Change> {
    let (theirs, ours) = (Side::text("vendor", theirs), Side::text("ours", OURS));
    let (theirs, ours) = (theirs.unwrap(), ours.unwrap());
    departures(
        &read_wire(&theirs.model().unwrap()),
        &read_wire(&ours.model().unwrap()),
    )
}

fn names(changes: &[&Change]) -> Vec<String> {
    let changes = changes.iter();
    changes
        .map(|change| format!("{} {}", change.id, change.subject))
        .collect()
}

#[test]
fn exactly_the_planted_differences_have_no_reason() {
    let changes = found(THEIRS);
    let reasons = parse(REASONS).unwrap();
    let judged = Judged::of(&changes, &reasons);
    let mut unexplained = names(&judged.unexplained);
    unexplained.sort();
    assert_eq!(
        unexplained,
        [
            "contract.server.changed the contract",
            "field.added Part.weight",
            "field.deprecated.removed Part.name",
            "field.removed Thing.owner",
            "field.required.removed CreateThingRequest.size",
            "field.type.changed Thing.count",
            "operation.removed ThingService_DeleteThing",
            "parameter.removed get_thing(view)",
            "request.content.changed create_thing request",
            "value.removed Kind.KIND_LONG",
        ]
    );
    let stale: Vec<&str> = judged
        .stale
        .iter()
        .map(|one| one.because.as_str())
        .collect();
    assert_eq!(stale, Vec::<&str>::new());
}

#[test]
fn a_reason_of_nothing_is_stale() {
    let without = THEIRS.replace(
        "        old: {type: boolean}\n",
        "        old: {type: boolean, deprecated: true}\n",
    );
    let changes = found(&without);
    let reasons = parse(REASONS).unwrap();
    let judged = Judged::of(&changes, &reasons);
    let stale: Vec<&str> = judged
        .stale
        .iter()
        .map(|one| one.because.as_str())
        .collect();
    assert_eq!(stale, ["It is old."]);
}

#[test]
fn the_same_document_departs_in_nothing() {
    assert_eq!(
        names(&found(OURS).iter().collect::<Vec<_>>()),
        Vec::<String>::new()
    );
}

#[test]
fn reasons_that_cannot_be_read_are_named_by_their_line() {
    let bad = [
        "a: 1\n",
        "- change: x\n",
        "- because: x\n",
        "- change: x\n  because: y\n  off: z\n",
        "- [\n",
    ];
    for text in bad {
        let said = parse(text).unwrap_err().to_string();
        assert!(
            said.starts_with("error: openapi/departures.yaml:"),
            "{said}"
        );
    }
}
