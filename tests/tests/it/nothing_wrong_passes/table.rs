//! The wrong claims of the readers, by kind.

use std::collections::BTreeMap;
use std::fmt;

use super::cases::{Case, Mutation, Wrong};

/// A kind of fault: the reader, its claim, the answer, and the mutations.
type Kind = (&'static str, &'static str, Wrong, Vec<Mutation>);

/// The number of cases of each kind, and the first.
#[derive(Debug, Default)]
pub(crate) struct Table {
    cases: u64,
    kinds: BTreeMap<Kind, (u64, u64)>,
}

impl Table {
    pub(crate) fn add(
        &mut self,
        reader: &'static str,
        case: &Case,
        complaint: Option<&'static str>,
    ) {
        self.cases += 1;
        if let Some(complaint) = complaint {
            let kind = (reader, complaint, case.wrong, case.mutations.clone());
            self.insert(kind, 1, case.number);
        }
    }

    fn insert(&mut self, kind: Kind, count: u64, first: u64) {
        let entry = self.kinds.entry(kind).or_insert((0, first));
        entry.0 += count;
        entry.1 = entry.1.min(first);
    }

    pub(crate) fn join(&mut self, other: Self) {
        self.cases += other.cases;
        for (kind, (count, first)) in other.kinds {
            self.insert(kind, count, first);
        }
    }

    pub(crate) fn is_good(&self) -> bool {
        self.kinds.is_empty()
    }

    /// Whether fewer mutations are enough for the same fault.
    fn is_explained(&self, (reader, complaint, wrong, mutations): &Kind) -> bool {
        self.kinds.keys().any(|other| {
            (&other.0, &other.1, &other.2) == (reader, complaint, wrong)
                && other.3.len() < mutations.len()
                && other.3.iter().all(|mutation| mutations.contains(mutation))
        })
    }
}

/// Shows only kinds that no simpler one explains.
impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wrong: u64 = self.kinds.values().map(|(count, _)| count).sum();
        writeln!(f, "{wrong} of {} answers of readers are wrong", self.cases)?;
        let simple = self
            .kinds
            .iter()
            .filter(|(kind, _)| !self.is_explained(kind));
        for ((reader, complaint, wrong, mutations), (count, first)) in simple {
            writeln!(
                f,
                "{reader}: {complaint}: {wrong:?} after {mutations:?} ({count} times, as in case {first})"
            )?;
        }
        Ok(())
    }
}
