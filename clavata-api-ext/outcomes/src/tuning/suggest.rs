//! A threshold for a wanted precision or recall.

use super::label_scores::{Hits, LabelScores};

/// What a threshold should reach, each in 0..=1. A suggestion needs at least one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Wanted {
    /// The share of what is flagged that should be a match.
    pub precision: Option<f64>,
    /// The share of matches that should be flagged.
    pub recall: Option<f64>,
}

/// A threshold, and what it reaches on the answers with a truth.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Suggestion {
    /// The threshold: one of the scores.
    pub threshold: f64,
    /// What it makes of the answers.
    pub hits: Hits,
}

impl LabelScores {
    /// Returns a threshold that reaches the wanted precision and recall: the one with the highest recall if a
    /// precision is wanted, or else the one with the highest precision. If several are equal, returns the highest.
    ///
    /// `None` if no threshold reaches it, no answer has a truth, nothing is wanted, or score and threshold do not
    /// explain the outcomes ([`Agreement::holds`](super::Agreement::holds)). The answers are a sample: see the
    /// intervals.
    pub fn suggest(&self, wanted: Wanted) -> Option<Suggestion> {
        if wanted == Wanted::default() || !self.agreement().holds() {
            return None;
        }
        let mut scores: Vec<f64> = self.answers.iter().map(|answer| answer.score).collect();
        scores.retain(|score| *score <= 1.0);
        scores.sort_by(f64::total_cmp);
        scores.dedup();
        let reaches = |share: Option<f64>, wanted: Option<f64>| {
            wanted.is_none_or(|wanted| share.is_some_and(|share| share >= wanted))
        };
        let free = |hits: &Hits| match wanted.precision {
            Some(_) => hits.recall().value(),
            None => hits.precision().value(),
        };
        let mut best: Option<Suggestion> = None;
        for (threshold, hits) in self.each(&scores) {
            let is_enough = reaches(hits.precision().value(), wanted.precision)
                && reaches(hits.recall().value(), wanted.recall);
            // A threshold without a right hit reaches nothing.
            if !is_enough || hits.right == 0 {
                continue;
            }
            if best.is_none_or(|best| free(&hits) >= free(&best.hits)) {
                best = Some(Suggestion { threshold, hits });
            }
        }
        best
    }

    /// What each of the sorted scores would make of the answers as a threshold, in one pass.
    fn each<'a>(&self, scores: &'a [f64]) -> impl Iterator<Item = (f64, Hits)> + use<'a> {
        let mut answers = self.answers.clone();
        answers.sort_by(|one, other| one.score.total_cmp(&other.score));
        let mut hits = self.at(0.0);
        let mut answers = answers.into_iter().peekable();
        scores.iter().map(move |threshold| {
            while let Some(below) = answers.next_if(|answer| answer.score < *threshold) {
                hits.flagged -= 1;
                hits.passed += 1;
                match below.truth {
                    Some(true) => {
                        hits.right -= 1;
                        hits.missed += 1;
                    }
                    Some(false) => hits.wrong -= 1,
                    None => {}
                }
            }
            (*threshold, hits)
        })
    }
}
