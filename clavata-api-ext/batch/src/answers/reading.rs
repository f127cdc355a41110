//! Reads the rows of an output one by one.

use std::collections::{HashMap, HashSet};

use csv::ByteRecord;

use super::columns::Columns;
use super::problem::{AnswerFault, AnswerProblem};
use super::{Joined, NAMED};
use crate::csv_scan::RowBegun;
use crate::ref_ids::{RefAnswer, RefIds};

/// What has been read so far. It takes about 100 bytes per row.
pub(super) struct Reading<'a> {
    columns: Columns,
    ids: &'a mut RefIds,
    /// The outcome and the line of the first answer to each subject.
    first: HashMap<[u64; 2], ([u64; 2], u64)>,
    labels: HashSet<[u64; 2]>,
    /// The last row and its line, even if it is not an answer.
    last: (ByteRecord, u64),
    joined: Joined,
    /// Refusals, which the report lists first.
    refusals: Vec<AnswerProblem>,
    /// Contradictions, which it lists next.
    contradictions: Vec<AnswerProblem>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(columns: Columns, ids: &'a mut RefIds) -> Self {
        Self {
            columns,
            ids,
            first: HashMap::new(),
            labels: HashSet::new(),
            last: (ByteRecord::new(), 0),
            joined: Joined::default(),
            refusals: Vec::new(),
            contradictions: Vec::new(),
        }
    }

    pub(super) fn row(&mut self, record: &ByteRecord, row: RowBegun) {
        self.joined.output_rows += 1;
        let id = self.columns.ref_id(record).to_vec();
        let is_known = self.ids.answer(&id).is_some();
        if !is_known {
            self.joined.unknown_rows += 1;
            if self.joined.unknown.len() < NAMED {
                let name = String::from_utf8_lossy(&id).into_owned();
                self.joined.unknown.push(name);
            }
        }
        let fault = self.fault(record, row);
        let is_broken = matches!(
            fault,
            Some(AnswerFault::StrayQuote | AnswerFault::FieldCount { .. })
        );
        let is_refused = self.columns.is_refused(record, is_broken);
        if is_refused {
            self.find(&id, row.line, AnswerFault::Refused);
        }
        match fault {
            Some(AnswerFault::NoResult | AnswerFault::Ambiguous) if is_refused => {}
            Some(fault) => self.find(&id, row.line, fault),
            None if is_known => {
                let label = self.ids.key(&self.columns.label(record));
                self.labels.insert(label);
                if let Some(answer) = self.ids.answer(&id) {
                    answer.add_row();
                }
            }
            None => {}
        }
        self.last.0.clone_from(record);
        self.last.1 = row.line;
    }

    /// Why a row is not an answer.
    fn fault(&mut self, record: &ByteRecord, row: RowBegun) -> Option<AnswerFault> {
        if row.is_stray {
            return Some(AnswerFault::StrayQuote);
        }
        let (found, expected) = (record.len(), self.columns.count);
        if found != expected {
            return Some(AnswerFault::FieldCount { found, expected });
        }
        if record
            .iter()
            .any(|field| std::str::from_utf8(field).is_err())
        {
            return Some(AnswerFault::NotUtf8);
        }
        let Some(outcome) = self.columns.outcome(record) else {
            return Some(AnswerFault::NoResult);
        };
        let outcome = self.ids.key(&outcome);
        let subject = self.ids.key(&self.columns.subject(record));
        match self.first.insert(subject, (outcome, row.line)) {
            None if self.columns.contradicts_itself(record) => Some(AnswerFault::Ambiguous),
            None => None,
            Some((before, first)) if before == outcome => Some(AnswerFault::Repeated { first }),
            Some((_, first)) => Some(AnswerFault::Contradiction { first }),
        }
    }

    fn find(&mut self, id: &[u8], line: u64, fault: AnswerFault) {
        self.joined.problem_count += 1;
        let answer = self.ids.answer(id);
        let is_known = answer.map(RefAnswer::spoil).is_some();
        let named = match fault {
            AnswerFault::Refused => &mut self.refusals,
            AnswerFault::Contradiction { .. } => &mut self.contradictions,
            _ => &mut self.joined.problems,
        };
        if named.len() < NAMED {
            let name = || String::from_utf8_lossy(id).into_owned();
            named.push(AnswerProblem {
                line,
                ref_id: is_known.then(name),
                fault,
            });
        }
    }

    /// Withdraws the last row: the end of the output shows that it is not an answer.
    pub(super) fn spoil_last(&mut self, fault: AnswerFault) {
        let (record, line) = std::mem::take(&mut self.last);
        if line == 0 {
            return;
        }
        let id = self.columns.ref_id(&record);
        // A quote that is never closed may have swallowed other rows.
        let may_hide = fault == AnswerFault::UnclosedQuote;
        if may_hide && self.columns.is_refused(&record, true) {
            self.find(id, line, AnswerFault::Refused);
        }
        self.find(id, line, fault);
    }

    /// The row on this line, and what follows it, was not read.
    pub(super) fn too_long(&mut self, line: u64, is_refused: bool) {
        if is_refused {
            self.find(b"", line, AnswerFault::Refused);
        }
        self.find(b"", line, AnswerFault::TooLong);
    }

    /// Returns the result, and the number of rows that answer a `ref_id`.
    pub(super) fn end(mut self) -> (Joined, u32) {
        let labels = u32::try_from(self.labels.len()).unwrap_or(u32::MAX).max(1);
        let problems = &mut self.refusals;
        problems.append(&mut self.contradictions);
        problems.append(&mut self.joined.problems);
        problems.truncate(NAMED);
        self.joined.problems = self.refusals;
        (self.joined, labels)
    }
}
