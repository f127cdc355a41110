//! Compares two sets of answers about the same content.

use std::collections::BTreeMap;

use serde::Serialize;

use super::judged::{Judged, Said};
use super::share::float;

/// What differs between two sets of answers. Sorted by content and label.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Comparison {
    /// The number of pieces of content in both.
    pub compared: usize,
    /// Verdicts and labels that differ.
    pub flips: Vec<Flip>,
    /// How the scores of each label moved, over content that has a score in both.
    pub shifts: Vec<Shift>,
    /// Content that is only in the first.
    pub only_before: Vec<String>,
    /// Content that is only in the second.
    pub only_after: Vec<String>,
    /// Labels that the second lacks, and how often content in both has them. Labels that share a name count
    /// separately.
    pub labels_only_before: BTreeMap<String, usize>,
    /// Labels that the first lacks, counted in the same way.
    pub labels_only_after: BTreeMap<String, usize>,
    /// Results in either set without a name, which could not be compared.
    pub nameless: usize,
    /// Results about content that already had one in the same set.
    pub repeated: usize,
    /// Pieces of content of the jobs in either set that have no result, and could not be compared.
    pub missing: usize,
}

/// A verdict or label that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Flip {
    /// The content.
    pub content: String,
    /// The label. `None` for the verdict.
    pub label: Option<String>,
    /// What the first says.
    pub from: Said,
    /// What the second says.
    pub to: Said,
    /// The score in the first. `None` for a verdict, or if there is none.
    pub score_before: Option<f64>,
    /// The score in the second.
    pub score_after: Option<f64>,
}

/// How the scores of a label moved: the second minus the first.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Shift {
    /// The label.
    pub label: String,
    /// The number of pieces of content with a score in both.
    pub scores: usize,
    /// The average.
    pub mean: f64,
    /// The largest decrease, at most 0.
    pub lowest: f64,
    /// The largest increase, at least 0.
    pub highest: f64,
}

/// Compares two sets of answers, the earlier one first.
///
/// ```
/// use clavata_outcomes::tuning::{Judged, KeyBy, Said, compare};
/// use clavata_outcomes::{Job, decode};
///
/// let judged = |outcome: &str| {
///     let job: Job = decode(format!(r#"{{"results": [{{"report":
///         {{"contentHash": "a", "result": "{outcome}"}}}}]}}"#).as_bytes())?;
///     let mut judged = Judged::new(KeyBy::Hash);
///     for result in job.content_results() {
///         judged.see(&result, &result.verdict());
///     }
///     Ok::<_, clavata_outcomes::DecodeError>(judged)
/// };
/// let found = compare(&judged("OUTCOME_TRUE")?, &judged("OUTCOME_FALSE")?);
/// assert_eq!((found.flips[0].from, found.flips[0].to), (Said::Yes, Said::No));
/// # Ok::<(), clavata_outcomes::DecodeError>(())
/// ```
pub fn compare(before: &Judged, after: &Judged) -> Comparison {
    let mut found = Comparison {
        nameless: before.nameless + after.nameless,
        repeated: before.repeated + after.repeated,
        missing: before.missing + after.missing,
        only_after: only(after, before),
        only_before: only(before, after),
        ..Comparison::default()
    };
    let mut moves: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (name, one) in &before.contents {
        let Some(other) = after.contents.get(name) else {
            continue;
        };
        found.compared += 1;
        let mut flip = |label: Option<&str>, from: (Said, Option<f64>), to: (Said, Option<f64>)| {
            if from.0 != to.0 {
                found.flips.push(Flip {
                    content: name.clone(),
                    label: label.map(str::to_owned),
                    from: from.0,
                    to: to.0,
                    score_before: from.1,
                    score_after: to.1,
                });
            }
        };
        flip(None, (one.verdict, None), (other.verdict, None));
        for (place, from) in &one.labels {
            let (label, _) = place;
            let Some(to) = other.labels.get(place) else {
                *found.labels_only_before.entry(label.clone()).or_default() += 1;
                continue;
            };
            flip(Some(label), *from, *to);
            if let (Some(from), Some(to)) = (from.1, to.1) {
                moves.entry(label).or_default().push(to - from);
            }
        }
        for (label, _) in other
            .labels
            .keys()
            .filter(|place| !one.labels.contains_key(*place))
        {
            *found.labels_only_after.entry(label.clone()).or_default() += 1;
        }
    }
    found.shifts = moves
        .into_iter()
        .map(|(label, moves)| Shift {
            label: label.to_owned(),
            scores: moves.len(),
            mean: moves.iter().sum::<f64>() / float(moves.len()),
            lowest: moves.iter().copied().fold(0.0, f64::min),
            highest: moves.iter().copied().fold(0.0, f64::max),
        })
        .collect();
    found
}

fn only(one: &Judged, other: &Judged) -> Vec<String> {
    let missing = one
        .contents
        .keys()
        .filter(|name| !other.contents.contains_key(*name));
    missing.cloned().collect()
}
