//! The labels that content matched.

use std::iter::FusedIterator;

use clavata_api::types::Outcome;

use crate::content_result::ContentResult;
use crate::level::{Level, RowKind};
use crate::row::Row;
use crate::rows::Rows;

/// A label whose outcome is true.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Match<'a> {
    /// The index of the result in the job, from 0.
    pub result_index: usize,
    /// The index of the label in its policy, from 0. Labels may share a name.
    pub index: usize,
    /// The name of the label.
    pub label: &'a str,
    /// The action text of the label, such as `block, review`. Empty if it has none.
    pub message: &'a str,
    /// The score, in 0..=1. `None` if the server sent none.
    pub score: Option<f64>,
}

impl<'a> Match<'a> {
    /// Returns the match that a row shows, if it is one.
    pub fn of_row(row: &Row<'a>) -> Option<Self> {
        if row.kind != RowKind::Label || *row.outcome != Outcome::True {
            return None;
        }
        Some(Self {
            result_index: row.result_index,
            index: row.index.unwrap_or_default(),
            label: row.label.unwrap_or_default(),
            message: row.message.unwrap_or_default(),
            score: row.score,
        })
    }
}

/// The labels that are true, in the policy's order.
#[derive(Clone, Debug)]
pub struct Matches<'a>(Rows<'a>);

impl<'a> ContentResult<'a> {
    /// The labels that are true, in the policy's order.
    pub fn matches(&self) -> Matches<'a> {
        Matches::of(self.rows())
    }

    /// The distinct action texts of the labels that are true, in the policy's order; a label
    /// without one adds nothing.
    pub fn actions(&self) -> Vec<&'a str> {
        self.matches().actions()
    }
}

impl<'a> Matches<'a> {
    pub(crate) fn of(rows: Rows<'a>) -> Self {
        Self(rows.unjudged().level(Level::Label))
    }

    /// Their action texts, in order and without duplicates. A label without one adds nothing.
    pub fn actions(self) -> Vec<&'a str> {
        let mut actions = Vec::new();
        for found in self {
            if !found.message.is_empty() && !actions.contains(&found.message) {
                actions.push(found.message);
            }
        }
        actions
    }
}

impl<'a> Iterator for Matches<'a> {
    type Item = Match<'a>;

    fn next(&mut self) -> Option<Match<'a>> {
        self.0.find_map(|row| Match::of_row(&row))
    }
}

impl FusedIterator for Matches<'_> {}
