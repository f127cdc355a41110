//! What may happen to an answer in transit.

use fastrand::Rng;

use super::base::{Base, Shape};
use super::json::Json;
use super::print::{Space, Style};
use super::report::Wrong;
use super::within;

/// One thing that happens to an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mutation {
    // Changes how a value is written, but not its meaning.
    KeysInAnyOrder,
    Spaces,
    SnakeCase,
    Escapes,
    EnumsAsNumbers,
    UnknownFields,
    LoneSurrogate,
    IdsThatAreNoUuid,
    // Changes how a refusal is written. It is still a refusal.
    DetailWithoutType,
    DetailInAnother,
    ErrorWrapped,
    ErrorUnwrapped,
    SomethingBesideTheError,
    ErrorThatDoesNotDecode,
    EvidenceThatIsNoString,
    // Adds something around the values.
    HtmlBetween,
    GarbageBetween,
    OrdinaryErrorBefore,
    ValueTwice,
    ValuesInAnyOrder,
    Array,
    MarkBetween,
    NoLineBreaks,
    // Breaks something.
    Cut,
    Corrupt,
    // Changes how the whole input is written.
    MarkBefore,
    Utf16,
    Gzip,
}

pub(crate) const ALL: [Mutation; 28] = [
    Mutation::KeysInAnyOrder,
    Mutation::Spaces,
    Mutation::SnakeCase,
    Mutation::Escapes,
    Mutation::EnumsAsNumbers,
    Mutation::UnknownFields,
    Mutation::LoneSurrogate,
    Mutation::IdsThatAreNoUuid,
    Mutation::DetailWithoutType,
    Mutation::DetailInAnother,
    Mutation::ErrorWrapped,
    Mutation::ErrorUnwrapped,
    Mutation::SomethingBesideTheError,
    Mutation::ErrorThatDoesNotDecode,
    Mutation::EvidenceThatIsNoString,
    Mutation::HtmlBetween,
    Mutation::GarbageBetween,
    Mutation::OrdinaryErrorBefore,
    Mutation::ValueTwice,
    Mutation::ValuesInAnyOrder,
    Mutation::Array,
    Mutation::MarkBetween,
    Mutation::NoLineBreaks,
    Mutation::Cut,
    Mutation::Corrupt,
    Mutation::MarkBefore,
    Mutation::Utf16,
    Mutation::Gzip,
];

impl Mutation {
    /// Whether it keeps the meaning of every value.
    pub(crate) fn is_harmless(self) -> bool {
        self < Self::DetailWithoutType || self > Self::Corrupt
    }

    pub(crate) fn is_damage(self) -> bool {
        matches!(self, Self::Cut | Self::Corrupt)
    }

    /// Whether the bytes are no longer UTF-8.
    pub(crate) fn needs_opening(self) -> bool {
        matches!(self, Self::Utf16 | Self::Gzip)
    }

    pub(crate) fn applies_to(self, base: &Base) -> bool {
        match self {
            Self::DetailWithoutType
            | Self::DetailInAnother
            | Self::SomethingBesideTheError
            | Self::ErrorThatDoesNotDecode
            | Self::EvidenceThatIsNoString
            | Self::ErrorWrapped => base.wrong == Wrong::Refused,
            Self::ErrorUnwrapped => base.wrong == Wrong::Refused && base.shape == Shape::Stream,
            // A clear answer stays clear only if nothing unusual is added.
            _ if base.wrong == Wrong::Nothing => self.is_harmless(),
            _ => true,
        }
    }

    /// Applies the mutations of values and of how they are written.
    pub(crate) fn prepare(self, base: &mut Base, style: &mut Style, random: &mut Rng) {
        match self {
            Self::Spaces => {
                style.space = if random.bool() {
                    Space::Some
                } else {
                    Space::Pretty
                }
            }
            Self::SnakeCase => style.snake = if random.bool() { 100 } else { 50 },
            Self::Escapes => style.escapes = if random.bool() { 100 } else { 10 },
            Self::EnumsAsNumbers => style.numbers = true,
            Self::KeysInAnyOrder => each(base, &mut |json| within::shuffle(json, random)),
            Self::UnknownFields => each(base, &mut |json| within::unknown_field(json, random)),
            Self::LoneSurrogate => within::lone_surrogate(base, random),
            Self::IdsThatAreNoUuid => each(base, &mut within::foreign_id),
            Self::DetailWithoutType => each(base, &mut within::detail_without_type),
            Self::DetailInAnother => {
                each(base, &mut |json| within::detail_in_another(json, random));
            }
            Self::EvidenceThatIsNoString => each(base, &mut within::evidence_in_an_object),
            Self::ErrorWrapped => each_wrong(base, &mut within::wrap_error),
            Self::ErrorUnwrapped => each_wrong(base, &mut within::unwrap_error),
            Self::SomethingBesideTheError => {
                each_wrong(base, &mut |json| within::beside(json, random));
            }
            Self::ErrorThatDoesNotDecode => {
                each(base, &mut |json| within::undecodable(json, random));
            }
            Self::ValueTwice => {
                let at = random.usize(..base.values.len());
                base.values.insert(at, base.values[at].clone());
            }
            Self::ValuesInAnyOrder => random.shuffle(&mut base.values),
            _ => {}
        }
    }
}

fn each(base: &mut Base, change: &mut impl FnMut(&mut Json)) {
    for value in &mut base.values {
        value.json.each(change);
    }
}

fn each_wrong(base: &mut Base, change: &mut impl FnMut(&mut Json)) {
    for value in base.values.iter_mut().filter(|value| value.is_wrong) {
        change(&mut value.json);
    }
}
