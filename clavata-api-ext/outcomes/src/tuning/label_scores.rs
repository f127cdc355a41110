//! The scores of one label, and what other thresholds would make of them.

use super::share::{Share, float};

/// The share of answers, in percent, that may disagree with score and threshold before other thresholds become
/// meaningless.
const MOST_DISAGREE: usize = 5;

/// The answers of one label about many pieces of content.
#[derive(Clone, Debug)]
pub struct LabelScores {
    pub(super) policy: String,
    pub(super) label: String,
    pub(super) answers: Vec<Answer>,
    /// Answers that failed or are unknown.
    pub(super) unsure: usize,
    /// Answers without a score.
    pub(super) unscored: usize,
}

/// A yes or no with its score.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer {
    pub(super) score: f64,
    pub(super) matched: bool,
    /// `None` if the server sent none.
    pub(super) threshold: Option<f64>,
    pub(super) truth: Option<bool>,
}

/// Whether the outcomes of a label follow from score and threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Agreement {
    /// The answers with an outcome, a score and a threshold.
    pub compared: usize,
    /// Not matched, although the score reaches the threshold: an exception or a rule decided otherwise.
    pub above_without_match: usize,
    /// Matched, although the score is below the threshold.
    pub below_with_match: usize,
    /// The distance of a score from its threshold where they disagree most, in 0..=1.
    pub farthest: f64,
}

impl Agreement {
    /// The answers that disagree.
    pub fn disagree(&self) -> usize {
        self.above_without_match + self.below_with_match
    }

    /// Whether other thresholds are meaningful: there is something to compare, and at most 5 % disagree.
    pub fn holds(&self) -> bool {
        self.compared > 0 && self.disagree() * 100 <= self.compared * MOST_DISAGREE
    }
}

/// What a threshold makes of the answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hits {
    /// Answers whose score reaches the threshold.
    pub flagged: usize,
    /// The other answers.
    pub passed: usize,
    /// Flagged, and truly a match.
    pub right: usize,
    /// Flagged, but truly not a match.
    pub wrong: usize,
    /// Not flagged, but truly a match.
    pub missed: usize,
}

impl Hits {
    /// The share of what is flagged that is truly a match. Only answers with a truth count.
    pub fn precision(&self) -> Share {
        Share {
            part: self.right,
            whole: self.right + self.wrong,
        }
    }

    /// The share of what is flagged among the scored answers that are truly a match.
    pub fn recall(&self) -> Share {
        Share {
            part: self.right,
            whole: self.right + self.missed,
        }
    }

    /// The harmonic mean of precision and recall, in 0..=1. `None` if nothing is flagged or a match.
    pub fn f1(&self) -> Option<f64> {
        let f1 = Share {
            part: 2 * self.right,
            whole: 2 * self.right + self.wrong + self.missed,
        };
        f1.value()
    }

    /// The 95 % interval of [`f1`](Self::f1). F1 rises with the share of right hits among all that is
    /// flagged or a match, so it follows from the Wilson interval of that share.
    pub fn f1_interval(&self) -> (f64, f64) {
        let (low, high) = self.overlap().interval();
        (f1_of(low), f1_of(high))
    }

    fn overlap(&self) -> Share {
        Share {
            part: self.right,
            whole: self.right + self.wrong + self.missed,
        }
    }
}

fn f1_of(overlap: f64) -> f64 {
    2.0 * overlap / (1.0 + overlap)
}

/// What a threshold would change, compared with the outcomes as received.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// Answers that would match, but do not.
    pub gained: usize,
    /// Answers that match, but would not.
    pub lost: usize,
}

impl LabelScores {
    /// The id of the policy, or its title if it has no id.
    pub fn policy(&self) -> &str {
        &self.policy
    }

    /// The name of the label. Labels of a policy that share a name are merged here.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The number of answers with a yes or no and a score.
    pub fn scored(&self) -> usize {
        self.answers.len()
    }

    /// The number of answers with a yes or no, but no score.
    pub fn unscored(&self) -> usize {
        self.unscored
    }

    /// The number of answers that failed or are unknown. No threshold changes them.
    pub fn unsure(&self) -> usize {
        self.unsure
    }

    /// The number of scored answers with a truth.
    pub fn told(&self) -> usize {
        self.answers
            .iter()
            .filter(|one| one.truth.is_some())
            .count()
    }

    /// Whether outcomes follow from score and threshold. Check this first.
    pub fn agreement(&self) -> Agreement {
        let mut found = Agreement::default();
        for answer in &self.answers {
            let Some(threshold) = answer.threshold else {
                continue;
            };
            found.compared += 1;
            let reaches = answer.score >= threshold;
            if reaches == answer.matched {
                continue;
            }
            if reaches {
                found.above_without_match += 1;
            } else {
                found.below_with_match += 1;
            }
            found.farthest = found.farthest.max((answer.score - threshold).abs());
        }
        found
    }

    /// What a threshold makes of the scores: those that reach it are flagged.
    pub fn at(&self, threshold: f64) -> Hits {
        let mut hits = Hits::default();
        for answer in &self.answers {
            let flagged = answer.score >= threshold;
            *(if flagged {
                &mut hits.flagged
            } else {
                &mut hits.passed
            }) += 1;
            match (flagged, answer.truth) {
                (true, Some(true)) => hits.right += 1,
                (true, Some(false)) => hits.wrong += 1,
                (false, Some(true)) => hits.missed += 1,
                (false, Some(false)) | (_, None) => {}
            }
        }
        hits
    }

    /// What a threshold would change.
    pub fn change(&self, threshold: f64) -> Change {
        let mut change = Change::default();
        for answer in &self.answers {
            match (answer.matched, answer.score >= threshold) {
                (false, true) => change.gained += 1,
                (true, false) => change.lost += 1,
                (true, true) | (false, false) => {}
            }
        }
        change
    }

    /// The average score. `None` if there is none.
    pub fn mean(&self) -> Option<f64> {
        let sum: f64 = self.answers.iter().map(|answer| answer.score).sum();
        (!self.answers.is_empty()).then(|| sum / float(self.answers.len()))
    }
}
