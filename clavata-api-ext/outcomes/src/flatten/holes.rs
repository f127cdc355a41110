//! What differs from one report to the next: where it is, and what it fills.

use std::ops::Range;

use clavata_api::json::{Cursor, Fault, double};

use super::nodes::{DoubtfulRule, Report, Said};
use super::unseen;
use crate::text::Text;

/// A value that may differ in the next report of the same pattern.
#[derive(Clone, Copy, Debug)]
pub(super) enum Hole {
    PolicyKey,
    ContentHash,
    /// The value of a metadata key, by the start of the key among the unescaped texts.
    Metadata(usize),
    /// The texts of a node.
    Name(usize),
    Message(usize),
    /// A text that no row has.
    Text,
    /// The result and the review of the policy (0), or of the node at this index minus 1.
    Result(usize),
    Outcome(usize),
    Score(usize),
    /// The score of the review of a label that has no row.
    ReviewedScore(usize),
    /// A rule of a label, by its number in the report, and its node.
    RuleOutcome(usize, usize),
    RuleScore(usize, usize),
    /// A rule of a label that is not a node.
    WeighedOutcome(usize),
    WeighedScore(usize),
    /// A rule of an exception block, by its node.
    ExceptionOutcome(usize),
    ExceptionScore(usize),
    /// Values that are read and checked, but are in no row.
    CheckedOutcome,
    CheckedScore,
    Threshold,
    /// The cost of the evaluation.
    InputTokens,
    BilledTokens,
    Multiplier,
    /// The value of a label among the matches.
    LabelMatch,
    /// The end of the report.
    End,
}

impl Hole {
    pub(super) fn is_outcome(self) -> bool {
        use Hole::{
            CheckedOutcome, ExceptionOutcome, Outcome, Result, RuleOutcome, WeighedOutcome,
        };
        matches!(
            self,
            Result(_)
                | Outcome(_)
                | RuleOutcome(..)
                | WeighedOutcome(_)
                | ExceptionOutcome(_)
                | CheckedOutcome
        )
    }

    /// Whether it probably stays the same. An outcome does if it is the expected one.
    fn is_repeated(self) -> bool {
        use Hole::{LabelMatch, Message, Name, PolicyKey, Text, Threshold};
        matches!(
            self,
            PolicyKey | Name(_) | Message(_) | Text | Threshold | LabelMatch
        )
    }

    /// The same kind of value in a place that has no row.
    fn without_row(self) -> Self {
        match self {
            Self::Message(_) => Self::Text,
            Self::Result(_) | Self::Outcome(_) | Self::ExceptionOutcome(_) => Self::CheckedOutcome,
            Self::Score(_) | Self::ReviewedScore(_) | Self::ExceptionScore(_) => Self::CheckedScore,
            other => other,
        }
    }
}

/// A hole in the bytes of a report.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    pub(super) bytes: Range<usize>,
    pub(super) hole: Hole,
    /// Whether it is read every time. Otherwise its bytes are expected to stay the same.
    pub(super) is_open: bool,
    /// How often they did not.
    pub(super) differed: usize,
}

impl Leaf {
    /// Whether to read it every time from now on, after it differed in some of this many reports.
    pub(super) fn is_unlikely(&self, reports: usize) -> bool {
        let may_differ = self.hole.is_outcome() || matches!(self.hole, Hole::LabelMatch);
        !may_differ || (self.differed > 3 && 3 * self.differed > reports)
    }
}

/// Reports with more holes, or more rules, are not learned.
const MOST_LEAVES: usize = 8192;

/// The initial capacity. A policy with ten labels has fewer.
const USUAL_LEAVES: usize = 128;

/// Records the holes of a report during a full parse.
#[derive(Debug, Default)]
pub(super) struct Learned {
    /// Whether to record anything. It ends if the report is not suitable as a pattern.
    pub(super) is_on: bool,
    /// In the order of the bytes.
    pub(super) leaves: Vec<Leaf>,
    /// The rules of all labels.
    pub(super) rules: Vec<DoubtfulRule>,
}

impl Learned {
    pub(super) fn restart(&mut self, is_on: bool) {
        self.is_on = is_on;
        self.leaves.clear();
        self.rules.clear();
        if is_on {
            self.leaves.reserve(USUAL_LEAVES);
            self.rules.reserve(USUAL_LEAVES / 4);
        }
    }

    /// Records a hole from `start` to the position of the cursor.
    #[inline]
    pub(super) fn note(&mut self, start: usize, cursor: &Cursor<'_>, hole: Hole) {
        if self.is_on {
            self.add(start..cursor.position(), hole);
        }
    }

    #[inline(never)]
    fn add(&mut self, bytes: Range<usize>, hole: Hole) {
        self.is_on = self.leaves.len() < MOST_LEAVES;
        let is_open = !hole.is_repeated();
        self.leaves.push(Leaf {
            bytes,
            hole,
            is_open,
            differed: 0,
        });
    }

    /// Begins a rule of a label, and returns its number.
    #[inline]
    pub(super) fn rule(&mut self, label: usize, index: usize) -> usize {
        if self.is_on {
            self.is_on = self.rules.len() < MOST_LEAVES;
            self.rules.push(DoubtfulRule {
                label,
                index,
                said: Said::default(),
                has_failed: false,
            });
        }
        self.rules.len().saturating_sub(1)
    }

    /// Marks the holes from index `from` on as having no rows.
    pub(super) fn drop_rows(&mut self, from: usize) {
        for leaf in self.leaves.iter_mut().skip(from) {
            leaf.hole = leaf.hole.without_row();
        }
    }
}

/// Reads a value, and records it as a hole.
impl Report {
    #[inline]
    pub(super) fn text_of(&mut self, cursor: &mut Cursor<'_>, hole: Hole) -> Result<Text, Fault> {
        let start = cursor.position();
        let text = self.text(cursor)?;
        self.learned.note(start, cursor, hole);
        Ok(text)
    }

    #[inline]
    pub(super) fn outcome(&mut self, cursor: &mut Cursor<'_>, hole: Hole) -> Result<Said, Fault> {
        let start = cursor.position();
        let said = self.said(cursor)?;
        self.learned.note(start, cursor, hole);
        Ok(said)
    }

    #[inline]
    pub(super) fn double(&mut self, cursor: &mut Cursor<'_>, hole: Hole) -> Result<f64, Fault> {
        let start = cursor.position();
        let number = double(cursor)?;
        self.learned.note(start, cursor, hole);
        Ok(number)
    }

    /// Reads a score that no row shows: 0, or -1 if it shows that the evaluation failed.
    pub(super) fn weighed(&mut self, cursor: &mut Cursor<'_>, hole: Hole) -> Result<f64, Fault> {
        let start = cursor.position();
        let score = unseen::weighed_score(cursor)?;
        self.learned.note(start, cursor, hole);
        Ok(score)
    }

    pub(super) fn label_match(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Fault> {
        let start = cursor.position();
        unseen::label_match(cursor)?;
        self.learned.note(start, cursor, Hole::LabelMatch);
        Ok(())
    }
}
