//! What may be done with the content.

use std::fmt;

use clavata_api::types::Job;

use crate::content_result::{ContentResult, Results};
use crate::labels::LabelResult;
use crate::matches::{Match, Matches, distinct_actions};
use crate::reason::{Doubt, Reason};
use crate::row::Level;
use crate::row::{Row, RowKind};
use crate::rows::Rows;
use crate::tally::{At, JobTally, ResultTally, Saying, Tallied};

/// What a result or a job allows. It fails closed: nothing that failed, is missing, is unknown,
/// belongs to another job or is unfinished ever makes it [`Clear`](Verdict::Clear).
///
/// A node has failed if its outcome says so, or if its score does: a `False` beside a score that is
/// negative, NaN or infinite was not judged. The same goes for the rules of a label, those of its
/// exceptions aside, except that a rule without an outcome was not needed. `True` always flags.
///
/// ```
/// use clavata_outcomes::{Decision, Job, OnUndetermined, Verdict};
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
    pub(crate) fn of_result(result: ContentResult<'a>, strict: bool) -> Self {
        let standing = match (tally(result.rows(), strict).standing(), result.doubt()) {
            (Tallied::Clear | Tallied::Undetermined(_), Some(doubt)) => {
                Tallied::Undetermined(doubt.clone())
            }
            (standing, _) => standing,
        };
        Self::of_standing(standing, result.index(), By::Result(result))
    }

    pub(crate) fn of_job(job: &'a Job, strict: bool) -> Self {
        let mut seen = JobTally::default();
        for content in &job.content_data {
            seen.see_content(content.content_hash.as_deref().unwrap_or_default());
        }
        for (result, sent) in Results::of(job).zip(&job.results) {
            let is_foreign = sent.job_uuid.is_some() && sent.job_uuid != job.job_uuid;
            let standing = tally(result.rows(), strict).standing();
            seen.see(result.content_hash(), is_foreign, standing);
        }
        match seen.standing(&job.status, job.job_uuid.is_some()) {
            Tallied::Flagged => Self::Flagged(Flagged(By::Job(job))),
            Tallied::Clear => Self::Clear,
            Tallied::Undetermined(reason) => Self::Undetermined(reason),
        }
    }

    pub(crate) fn of_label(result: &LabelResult<'a>, strict: bool) -> Self {
        Self::of_standing(result.standing(strict), result.index(), By::Label(*result))
    }

    fn of_standing(standing: Tallied<Doubt>, index: usize, by: By<'a>) -> Self {
        match standing {
            Tallied::Flagged => Self::Flagged(Flagged(by)),
            Tallied::Clear => Self::Clear,
            Tallied::Undetermined(doubt) => Self::Undetermined(Reason::Result { index, doubt }),
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
pub(crate) fn tally(rows: Rows<'_>, strict: bool) -> ResultTally {
    let mut seen = ResultTally::new(strict);
    for row in rows.level(Level::Rule) {
        if let Some(at) = at(&row) {
            let said = Saying {
                outcome: row.outcome,
                has_failed: row.has_failed,
                basis: row.basis,
            };
            seen.see(at, said);
        }
    }
    seen
}

/// Which node a row is, if it has a say.
fn at<'a>(row: &Row<'a>) -> Option<At<'a>> {
    match (row.kind, row.label) {
        (RowKind::Policy, _) => Some(At::Policy),
        (RowKind::Label, None) => Some(At::Answer),
        (RowKind::Label, Some(label)) => Some(At::Label(label)),
        (RowKind::Rule, label) => Some(At::Rule {
            label: label.unwrap_or_default(),
            index: row.index.unwrap_or_default(),
        }),
        (RowKind::Exception | RowKind::ExceptionRule, _) => None,
    }
}

/// What flagged the content.
#[derive(Clone, Copy, Debug)]
pub struct Flagged<'a>(By<'a>);

#[derive(Clone, Copy, Debug)]
enum By<'a> {
    Job(&'a Job),
    Result(ContentResult<'a>),
    Label(LabelResult<'a>),
}

impl<'a> Flagged<'a> {
    /// The labels that did it, in order. None where the policy as a whole is true and no label is.
    /// A label that was evaluated by itself is one, without a name.
    pub fn matches(&self) -> Matches<'a> {
        Matches::of(match self.0 {
            By::Job(job) => Rows::of_results(Results::of(job)),
            By::Result(result) => Rows::of_result(result),
            By::Label(result) => result.rows(),
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
