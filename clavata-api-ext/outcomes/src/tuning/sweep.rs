//! Moves the threshold over the scores of many pieces of content.

use std::collections::HashMap;

use super::judged::{KeyBy, proves_nothing, without_result};
use super::label_scores::{Answer, LabelScores};
use super::truth::Truth;
use crate::{ContentResult, Job, Row, RowKind, Verdict};

/// The scores of many pieces of content, already paid for, and what other thresholds would make of them.
///
/// It cannot know what exceptions and rules would do at another threshold, nor how failed evaluations would have ended.
/// [`Agreement`](super::Agreement) shows how often they decided against the score. A piece of content that
/// occurs twice counts twice.
///
/// ```
/// use clavata_outcomes::tuning::{Sweep, Truth, Wanted};
/// use clavata_outcomes::{Job, decode};
///
/// let job: Job = decode(br#"{"results": [
///     {"report": {"contentHash": "a", "threshold": 0.5, "sectionEvaluationReports": [
///         {"name": "Spam", "reviewResult": {"outcome": "OUTCOME_TRUE", "score": 0.6}}]}},
///     {"report": {"contentHash": "b", "threshold": 0.5, "sectionEvaluationReports": [
///         {"name": "Spam", "reviewResult": {"outcome": "OUTCOME_TRUE", "score": 0.9}}]}}
/// ]}"#)?;
/// let mut truth = Truth::default();
/// truth.say("a", "Spam", false);
/// truth.say("b", "Spam", true);
///
/// let mut sweep = Sweep::default().with_truth(truth);
/// for result in job.content_results() {
///     sweep.see(&result, &result.verdict());
/// }
/// let spam = &sweep.labels()[0];
/// assert_eq!(spam.at(0.5).precision().value(), Some(0.5));
/// let wanted = Wanted { precision: Some(0.9), recall: None };
/// assert_eq!(spam.suggest(wanted).map(|one| one.threshold), Some(0.9));
/// assert_eq!(spam.change(0.9).lost, 1);
/// # Ok::<(), clavata_outcomes::DecodeError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Sweep {
    key: KeyBy,
    truth: Truth,
    labels: Vec<LabelScores>,
    places: HashMap<(String, String), usize>,
    contents: Vec<Content>,
    missing: usize,
}

/// What decides the verdict of a piece of content at other thresholds.
#[derive(Clone, Copy, Debug)]
struct Content {
    /// The highest score of a label that says yes or no.
    highest: Option<f64>,
    /// Something matched without a score, which no threshold can undo.
    is_fixed: bool,
    /// Something failed, is missing or unknown.
    is_unsure: bool,
}

/// The verdicts if one threshold applied to all labels.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct VerdictsAt {
    /// The threshold, in 0..=1.
    pub threshold: f64,
    /// Pieces of content with a label that reaches it, or that matched without a score.
    pub flagged: usize,
    /// Of the others, those in which something failed, is missing, unknown or doubted.
    pub undetermined: usize,
    /// Those whose labels are all below it.
    pub clear: usize,
}

impl Sweep {
    /// Sets the truth: which content matches which labels. Call it before [`see`](Self::see).
    #[must_use]
    pub fn with_truth(self, truth: Truth) -> Self {
        Self { truth, ..self }
    }

    /// Sets what identifies a piece of content in the [`Truth`]. Default: its hash.
    #[must_use]
    pub fn with_key(self, key: KeyBy) -> Self {
        Self { key, ..self }
    }

    /// Adds a result with its verdict: its own, or your stricter one. If it is undetermined, so is the content
    /// at each threshold that no score reaches. If you doubt the rest of flagged content, pass an undetermined verdict
    /// for it as well.
    pub fn see(&mut self, result: &ContentResult<'_>, verdict: &Verdict) {
        let key = self.key.of(result).map(str::to_owned);
        let mut content = Content {
            highest: None,
            is_fixed: false,
            is_unsure: matches!(verdict, Verdict::Undetermined(_)) || result.doubt().is_some(),
        };
        let is_doubted = proves_nothing(result, verdict);
        let (mut any, mut policy_matches, mut label_matches) = (false, false, false);
        for row in result.rows() {
            match row.kind {
                RowKind::Policy => {
                    policy_matches = row.matched() == Some(true);
                    content.is_unsure |= row.matched().is_none();
                }
                RowKind::Label => {
                    any = true;
                    label_matches |= row.matched() == Some(true);
                    self.label(&row, is_doubted, key.as_deref(), &mut content);
                }
                // The verdict of flagged content does not say what else is wrong with it.
                RowKind::Rule => content.is_unsure |= row.said().is_doubtful_rule(),
                RowKind::Exception | RowKind::ExceptionRule => {}
            }
        }
        // A policy that matches without any of its labels has no score to move a threshold over.
        content.is_fixed |= policy_matches && !label_matches;
        content.is_unsure |= !any;
        self.contents.push(content);
    }

    /// Counts the pieces of content of a job that have no result. They are undetermined.
    pub fn see_missing(&mut self, job: &Job) {
        self.missing += without_result(job);
    }

    fn label(&mut self, row: &Row<'_>, is_doubted: bool, key: Option<&str>, content: &mut Content) {
        let label = row.label.unwrap_or_default();
        let truth = key.and_then(|key| self.truth.of(key, label));
        let place = self.place(row, label);
        let scores = &mut self.labels[place];
        match (
            row.matched().filter(|matched| *matched || !is_doubted),
            row.score,
        ) {
            (Some(matched), Some(score)) => {
                content.highest = Some(content.highest.map_or(score, |high| high.max(score)));
                scores.answers.push(Answer {
                    score,
                    matched,
                    threshold: Some(row.threshold).filter(|one| one.is_finite() && *one > 0.0),
                    truth,
                });
            }
            (Some(matched), None) => {
                content.is_fixed |= matched;
                content.is_unsure |= !matched;
                scores.unscored += 1;
            }
            (None, _) => {
                content.is_unsure = true;
                scores.unsure += 1;
            }
        }
    }

    fn place(&mut self, row: &Row<'_>, label: &str) -> usize {
        let policy = row
            .policy_id
            .map_or_else(|| row.policy_key.to_owned(), ToString::to_string);
        let next = self.labels.len();
        let key = (policy, label.to_owned());
        if let Some(place) = self.places.get(&key) {
            return *place;
        }
        self.labels.push(LabelScores {
            policy: key.0.clone(),
            label: key.1.clone(),
            answers: Vec::new(),
            unsure: 0,
            unscored: 0,
        });
        self.places.insert(key, next);
        next
    }

    /// The labels, in the order in which they were first seen.
    pub fn labels(&self) -> &[LabelScores] {
        &self.labels
    }

    /// The truth that was set. It knows which part of it was used.
    pub fn truth(&self) -> &Truth {
        &self.truth
    }

    /// The number of pieces of content, including those without a result.
    pub fn contents(&self) -> usize {
        self.contents.len() + self.missing
    }

    /// The number of pieces of content without a result.
    pub fn missing(&self) -> usize {
        self.missing
    }

    /// The verdicts if one threshold, in 0..=1, applied to all labels. Exceptions and rules are not applied.
    pub fn verdicts(&self, threshold: f64) -> VerdictsAt {
        let mut at = VerdictsAt {
            threshold,
            flagged: 0,
            undetermined: self.missing,
            clear: 0,
        };
        for content in &self.contents {
            let reaches = content.highest.is_some_and(|score| score >= threshold);
            if reaches || content.is_fixed {
                at.flagged += 1;
            } else if content.is_unsure {
                at.undetermined += 1;
            } else {
                at.clear += 1;
            }
        }
        at
    }
}
