//! What you may do with the content.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::reason::Reason;

/// What a job, a result or a label allows. It fails closed: it is never [`Clear`](Verdict::Clear) if
/// something failed, is missing, unknown or unfinished, or belongs to another job.
///
/// The policy and each of its labels must answer. One has failed if its outcome or its score says so: a `False` with
/// a score that is negative, NaN or infinite does not count. The rules of a label need not answer, but must not have
/// failed. Exceptions never count, nor do their rules. A policy or a label that is `True` always flags.
///
/// A verdict does not say what flagged the content. Ask the job, the result or the label for its
/// matches and actions.
///
/// ```
/// use clavata_outcomes::{Job, Verdict, decode};
///
/// let job: Job = decode(br#"{"results": [{"report": {"sectionEvaluationReports":
///     [{"name": "Insults", "message": "block", "result": "OUTCOME_TRUE"}]
/// }}]}"#)?;
/// if job.verdict() == Verdict::Flagged {
///     assert_eq!(job.actions(), ["block"]);
/// }
///
/// let job: Job = decode(br#"{"status": "JOB_STATUS_RUNNING"}"#)?;
/// match job.verdict() {
///     Verdict::Clear => println!("publish it"),
///     Verdict::Flagged => println!("keep it out: {:?}", job.actions()),
///     Verdict::Undetermined(reason) => assert_eq!(reason.to_string(), "the job is still running"),
/// }
/// # Ok::<(), clavata_outcomes::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "this verdict may not be clear, which must be handled"]
pub enum Verdict {
    /// Every part that must answer did, and said no.
    Clear,
    /// The policy or a label is true.
    Flagged,
    /// Anything else.
    Undetermined(Reason),
}

impl Verdict {
    /// Returns what to do with the content: allow it if it is clear, block it if it is flagged. You decide
    /// what to do if the verdict is undetermined; there is no default.
    ///
    /// ```
    /// use clavata_outcomes::{Decision, Job};
    ///
    /// let unfinished = Job::default();
    /// let decision = unfinished.verdict().decide_or(Decision::Review);
    /// assert_eq!(decision, Decision::Review);
    /// ```
    pub fn decide_or(&self, undetermined: Decision) -> Decision {
        match self {
            Self::Clear => Decision::Allow,
            Self::Flagged => Decision::Block,
            Self::Undetermined(_) => undetermined,
        }
    }

    /// Whether this verdict is worse than another: flagged is worse than undetermined, and undetermined is
    /// worse than clear, whatever the reason.
    pub fn is_worse_than(&self, other: &Self) -> bool {
        self.badness() > other.badness()
    }

    fn badness(&self) -> u8 {
        match self {
            Self::Clear => 0,
            Self::Undetermined(_) => 1,
            Self::Flagged => 2,
        }
    }

    /// `clear`, `flagged` or `undetermined`.
    pub fn as_str(&self) -> &'static str {
        let word = match self {
            Self::Clear => Word::Clear,
            Self::Flagged => Word::Flagged,
            Self::Undetermined(_) => Word::Undetermined,
        };
        word.as_str()
    }
}

/// A verdict without its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Clear,
    Flagged,
    Undetermined,
}

impl Word {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Flagged => "flagged",
            Self::Undetermined => "undetermined",
        }
    }
}

impl fmt::Display for Verdict {
    /// The word, and the reason if it is undetermined.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undetermined(reason) => write!(f, "undetermined: {reason}"),
            known => f.write_str(known.as_str()),
        }
    }
}

/// Serializes as [`as_str`](Verdict::as_str), without the reason.
impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        into.serialize_str(self.as_str())
    }
}

/// What to do with the content.
///
/// ```
/// use clavata_outcomes::Decision;
///
/// assert_eq!(Decision::Review.to_string(), "review");
/// assert_eq!(serde_json::to_string(&Decision::Review)?, r#""review""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use = "this decision must be acted on"]
pub enum Decision {
    /// Keep it out.
    Block,
    /// Let it through.
    Allow,
    /// Ask a person.
    Review,
}

impl Decision {
    /// `block`, `allow` or `review`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Allow => "allow",
            Self::Review => "review",
        }
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Serializes as [`as_str`](Decision::as_str).
impl Serialize for Decision {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        into.serialize_str(self.as_str())
    }
}
