//! What was said about each content in a set of answers.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use serde::{Serialize, Serializer};

use crate::{ContentResult, Job, Reason, RowKind, Verdict};

/// What identifies a piece of content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum KeyBy {
    /// Its hash.
    #[default]
    Hash,
    /// The value of this key of its metadata.
    Metadata(String),
}

impl KeyBy {
    /// The name of a piece of content. `None` if it has none.
    pub fn of<'a>(&self, result: &ContentResult<'a>) -> Option<&'a str> {
        let name = match self {
            Self::Hash => Some(result.content_hash()),
            Self::Metadata(key) => result.metadata().get(key),
        };
        name.filter(|name| !name.is_empty())
    }
}

/// What a verdict or a label says. The worse one is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Said {
    /// No match: clear.
    No,
    /// It failed, is missing or unknown: undetermined.
    Unsure,
    /// A match: flagged.
    Yes,
}

impl Said {
    /// `clear`, `undetermined` or `flagged`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::No => "clear",
            Self::Unsure => "undetermined",
            Self::Yes => "flagged",
        }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// [`as_str`](Said::as_str).
impl Serialize for Said {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        into.serialize_str(self.as_str())
    }
}

impl From<&Verdict> for Said {
    fn from(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Clear => Self::No,
            Verdict::Flagged => Self::Yes,
            Verdict::Undetermined(_) => Self::Unsure,
        }
    }
}

impl From<Option<bool>> for Said {
    fn from(matched: Option<bool>) -> Self {
        match matched {
            Some(true) => Self::Yes,
            Some(false) => Self::No,
            None => Self::Unsure,
        }
    }
}

/// Whether the no of a label in a result proves nothing, because there is a doubt about the whole result.
pub(super) fn proves_nothing(result: &ContentResult<'_>, verdict: &Verdict) -> bool {
    result.doubt().is_some() || matches!(verdict, Verdict::Undetermined(Reason::BesideError))
}

/// The number of pieces of content of a job that certainly have no result: there are too few results, or none has
/// their hash.
pub(super) fn without_result(job: &Job) -> usize {
    let results = job.content_results();
    let judged: HashSet<&str> = results.map(|one| one.content_hash()).collect();
    let nameless = job
        .content_results()
        .filter(|one| one.content_hash().is_empty());
    let sent = job.content_data.iter();
    let sent: HashSet<&str> = sent.filter_map(|one| one.content_hash.as_deref()).collect();
    let unjudged = sent
        .iter()
        .filter(|hash| !hash.is_empty() && !judged.contains(*hash));
    // A result without a hash may be about any content.
    let by_hash = unjudged.count().saturating_sub(nameless.count());
    by_hash.max(job.content_data.len().saturating_sub(job.results.len()))
}

/// What was said about each content. Pass it to [`compare`](super::compare).
///
/// Content that occurs more than once has the worst that was said about it.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    key: KeyBy,
    pub(super) contents: BTreeMap<String, Content>,
    pub(super) nameless: usize,
    pub(super) repeated: usize,
    pub(super) missing: usize,
}

#[derive(Clone, Debug)]
pub(super) struct Content {
    pub(super) verdict: Said,
    pub(super) labels: Labels,
}

/// Labels by name, and by their index among the labels of that name in the report, from 0.
type Labels = BTreeMap<(String, usize), (Said, Option<f64>)>;

impl Judged {
    /// Identifies content by its hash, or by a value of its metadata.
    pub fn new(key: KeyBy) -> Self {
        Self {
            key,
            ..Self::default()
        }
    }

    /// Adds a result with its verdict: its own, or your stricter one.
    pub fn see(&mut self, result: &ContentResult<'_>, verdict: &Verdict) {
        let Some(name) = self.key.of(result) else {
            self.nameless += 1;
            return;
        };
        let is_doubted = proves_nothing(result, verdict);
        let mut labels = Labels::new();
        let mut names: HashMap<&str, usize> = HashMap::new();
        for row in result.rows().filter(|row| row.kind == RowKind::Label) {
            let label = row.label.unwrap_or_default();
            let next = names.entry(label).or_default();
            let matched = row.matched().filter(|matched| *matched || !is_doubted);
            let said = (Said::from(matched), row.score);
            labels.insert((label.to_owned(), *next), said);
            *next += 1;
        }
        let content = Content {
            verdict: Said::from(verdict),
            labels,
        };
        let Some(held) = self.contents.get_mut(name) else {
            self.contents.insert(name.to_owned(), content);
            return;
        };
        self.repeated += 1;
        held.verdict = held.verdict.max(content.verdict);
        for (label, new) in content.labels {
            let held = held.labels.entry(label).or_insert(new);
            *held = worse(*held, new);
        }
    }

    /// Counts the pieces of content of a job that have no result. They cannot be compared.
    pub fn see_missing(&mut self, job: &Job) {
        self.missing += without_result(job);
    }

    /// The number of different pieces of content.
    pub fn len(&self) -> usize {
        self.contents.len()
    }

    /// Whether there is no content.
    pub fn is_empty(&self) -> bool {
        self.contents.is_empty()
    }

    /// The number of results without a name, which cannot be compared.
    pub fn nameless(&self) -> usize {
        self.nameless
    }

    /// The number of results about content that already had one.
    pub fn repeated(&self) -> usize {
        self.repeated
    }

    /// The number of pieces of content without a result, which cannot be compared.
    pub fn missing(&self) -> usize {
        self.missing
    }
}

/// The worse outcome, with the higher score.
fn worse(one: (Said, Option<f64>), other: (Said, Option<f64>)) -> (Said, Option<f64>) {
    let score = match (one.1, other.1) {
        (Some(one), Some(other)) => Some(one.max(other)),
        (one, other) => one.or(other),
    };
    (one.0.max(other.0), score)
}
