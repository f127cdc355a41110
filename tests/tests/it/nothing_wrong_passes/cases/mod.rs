//! Answers that were changed in transit, and what must hold for them.
//!
//! The number of a case defines it: the same number is the same case on every machine. A case is an
//! answer that is flagged, failed or a refusal, in one of the shapes of the wire, with up to three
//! mutations. Some answers are clear and only written in another way: without them, a reader that
//! rejects everything would pass.
//!
//! Some damage is exempt, because it leaves a valid answer with another meaning:
//!
//! - a corrupted byte in the one key or value that says what is wrong;
//! - a cut between two values of a file;
//! - the report of a refusal, if its type and its reason can no longer be read.

mod arrive;
mod base;
mod json;
mod mutation;
mod print;
mod report;
mod within;

use fastrand::Rng;

pub(crate) use base::Shape;
pub(crate) use mutation::Mutation;
pub(crate) use report::Wrong;

use base::Base;
use print::Style;

/// What happened to an answer, and what readers must say about it.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) number: u64,
    pub(crate) shape: Shape,
    pub(crate) wrong: Wrong,
    pub(crate) mutations: Vec<Mutation>,
    pub(crate) bytes: Vec<u8>,
    pub(crate) must: Must,
}

/// What a reader must say. Anything more is allowed, except to call it clear.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools)] // each is a separate claim
pub(crate) struct Must {
    /// It must not be clear, and the exit code must not be 0. Otherwise, it must be clear.
    pub(crate) never_be_clear: bool,
    /// It must say that content is flagged.
    pub(crate) say_flagged: bool,
    /// It must report the refusal. No reader may report one for content that was not refused.
    pub(crate) report_refusal: bool,
}

impl Case {
    /// The case with a number.
    pub(crate) fn of(number: u64) -> Self {
        let mut random = Rng::with_seed(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0xc1a7);
        let base = Base::any(&mut random);
        let mut possible: Vec<Mutation> = mutation::ALL.to_vec();
        possible.retain(|mutation| mutation.applies_to(&base));
        random.shuffle(&mut possible);
        // A few arrive unchanged.
        let count = [0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3][random.usize(..11)];
        possible.truncate(count);
        possible.sort();
        Self::make(number, base, possible, &mut random)
    }

    fn make(number: u64, mut base: Base, mutations: Vec<Mutation>, random: &mut Rng) -> Self {
        let mut style = Style::default();
        for mutation in &mutations {
            mutation.prepare(&mut base, &mut style, random);
        }
        let text = arrive::put_together(&base, &style, &mutations, random);
        let bytes = arrive::damage(text, &mutations, random);
        let is_damaged = mutations.iter().any(|mutation| mutation.is_damage());
        let must = Must {
            never_be_clear: base.wrong != Wrong::Nothing,
            say_flagged: report::FLAGGED.contains(&base.wrong) && !is_damaged,
            report_refusal: arrive::names_refusal(&bytes),
        };
        Self {
            number,
            shape: base.shape,
            wrong: base.wrong,
            bytes: arrive::encode(bytes, &mutations, random),
            mutations,
            must,
        }
    }

    /// Whether its values are only written in another way, with nothing around them.
    pub(crate) fn is_well_written(&self) -> bool {
        self.mutations.iter().all(|mutation| mutation.is_harmless())
    }

    /// Whether the bytes must be decompressed or converted before they are read.
    pub(crate) fn needs_opening(&self) -> bool {
        self.mutations
            .iter()
            .any(|mutation| mutation.needs_opening())
    }
}
