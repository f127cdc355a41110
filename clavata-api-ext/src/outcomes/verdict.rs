//! What may be done with the content.

use std::fmt;

use clavata_api::types::Job;

use super::content_result::{ContentResult, Results};
use super::labels::LabelResult;
use super::matches::{Match, Matches, distinct_actions};
use super::reason::{Doubt, Reason};
use super::row::Level;
use super::rows::Rows;
use super::tally::{JobTally, ResultTally, Tallied};

/// What a result or a job allows. It fails closed: nothing that failed, is missing, is unknown or
/// is unfinished ever makes it [`Clear`](Verdict::Clear).
///
/// ```
/// use clavata_api_ext::{Decision, Job, OnUndetermined, Verdict};
///
/// let job: Job = serde_json::from_str(r#"{"status": "JOB_STATUS_RUNNING"}"#)?;
/// match job.verdict() {
///     Verdict::Flagged(flagged) => println!("{:?}", flagged.actions()),
///     Verdict::Clear => println!("clear"),
///     Verdict::Undetermined(reason) => println!("nobody knows: {reason}"),
/// }
/// // To get a yes or no, say what happens where nobody knows.
/// assert_eq!(job.verdict().decide(OnUndetermined::Review), Decision::Review);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a verdict that nobody reads protects nobody"]
pub enum Verdict<'a> {
    /// The policy or a label is true.
    Flagged(Flagged<'a>),
    /// Every part that should speak did, and said no.
    Clear,
    /// Anything else.
    Undetermined(Reason),
}

impl<'a> Verdict<'a> {
    pub(crate) fn of_result(result: ContentResult<'a>) -> Self {
        let standing = match (tally(result).standing(), result.doubt()) {
            (Tallied::Clear | Tallied::Undetermined(_), Some(doubt)) => {
                Tallied::Undetermined(doubt.clone())
            }
            (standing, _) => standing,
        };
        Self::of_standing(standing, result)
    }

    pub(crate) fn of_job(job: &'a Job) -> Self {
        let mut seen = JobTally::default();
        for result in Results::of(job) {
            seen.see(tally(result).standing());
        }
        match seen.standing(&job.status, job.content_data.len()) {
            Tallied::Flagged => Self::Flagged(Flagged(By::Job(job))),
            Tallied::Clear => Self::Clear,
            Tallied::Undetermined(reason) => Self::Undetermined(reason),
        }
    }

    pub(crate) fn of_label(result: &LabelResult<'a>) -> Self {
        Self::of_standing(result.standing(), result.content_result())
    }

    fn of_standing(standing: Tallied<Doubt>, result: ContentResult<'a>) -> Self {
        match standing {
            Tallied::Flagged => Self::Flagged(Flagged(By::Result(result))),
            Tallied::Clear => Self::Clear,
            Tallied::Undetermined(doubt) => Self::Undetermined(Reason::Result {
                index: result.index(),
                doubt,
            }),
        }
    }

    /// A yes or no: flagged content is blocked, clear content allowed, and the caller says what
    /// becomes of the rest.
    pub fn decide(&self, on_undetermined: OnUndetermined) -> Decision {
        match self {
            Self::Flagged(_) => Decision::Block,
            Self::Clear => Decision::Allow,
            Self::Undetermined(_) => on_undetermined.into(),
        }
    }

    /// `flagged`, `clear` or `undetermined`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Flagged(_) => "flagged",
            Self::Clear => "clear",
            Self::Undetermined(_) => "undetermined",
        }
    }
}

impl fmt::Display for Verdict<'_> {
    /// The word, and the reason where it is undetermined.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undetermined(reason) => write!(f, "undetermined: {reason}"),
            known => f.write_str(known.as_str()),
        }
    }
}

/// Counts what speaks for or against one result.
pub(crate) fn tally(result: ContentResult<'_>) -> ResultTally {
    let mut seen = ResultTally::default();
    for row in result.rows().level(Level::Label) {
        seen.see(row.label, row.outcome);
    }
    seen
}

/// What flagged the content.
#[derive(Clone, Copy, Debug)]
pub struct Flagged<'a>(By<'a>);

#[derive(Clone, Copy, Debug)]
enum By<'a> {
    Job(&'a Job),
    Result(ContentResult<'a>),
}

impl<'a> Flagged<'a> {
    /// The labels that did it, in order. None where the policy as a whole is true and no label is.
    pub fn matches(&self) -> Matches<'a> {
        Matches::of(match self.0 {
            By::Job(job) => Rows::of_results(Results::of(job)),
            By::Result(result) => Rows::of_result(result),
        })
    }

    /// Their distinct action texts, in order; a label without one adds nothing.
    pub fn actions(&self) -> Vec<&'a str> {
        distinct_actions(self.matches())
    }
}

impl PartialEq for Flagged<'_> {
    /// Two are equal where the same labels did it.
    fn eq(&self, other: &Self) -> bool {
        let ours: Vec<Match<'_>> = self.matches().collect();
        ours == other.matches().collect::<Vec<_>>()
    }
}

/// What becomes of content whose verdict is undetermined. There is no default: whoever asks for a
/// yes or no decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OnUndetermined {
    /// Treat it as flagged.
    Block,
    /// Let it through, unjudged.
    Allow,
    /// Leave it to a person.
    Review,
}

/// What to do with the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use = "a decision that nobody acts on protects nobody"]
pub enum Decision {
    /// Keep it out.
    Block,
    /// Let it through.
    Allow,
    /// Ask a person.
    Review,
}

impl From<OnUndetermined> for Decision {
    fn from(chosen: OnUndetermined) -> Self {
        match chosen {
            OnUndetermined::Block => Self::Block,
            OnUndetermined::Allow => Self::Allow,
            OnUndetermined::Review => Self::Review,
        }
    }
}
