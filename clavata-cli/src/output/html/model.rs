//! The data of the report, kept small: each text, outcome and tree is stored once.

use std::borrow::Borrow;
use std::collections::HashSet;
use std::hash::Hash;

use chrono::{DateTime, Utc};
use clavata_api_ext::api::Outcome;
use clavata_api_ext::{
    Basis, ContentResult, Id, Job, JobRow, LabelResult, Metadata, Row, RowKind, Usage, Verdict,
};
use indexmap::IndexSet;
use serde::Serialize;

use super::parts::{Content, JobShown, Node, Problem, State};
use crate::terminal::cut;
use crate::verdicts::Judge;

/// The most characters kept of a metadata value.
const LONGEST: usize = 2_000;

/// The most problems listed one by one.
const PROBLEMS: usize = 1_000;

/// Names are indexes into `texts`. `assets/report/data.js` reads this.
#[derive(Default, Serialize)]
pub(super) struct Model {
    texts: IndexSet<String>,
    /// The outcome of a node as text, and what it means.
    outcomes: IndexSet<(String, State)>,
    /// Trees without the outcomes of their nodes.
    shapes: IndexSet<Vec<Node>>,
    /// Id, title and version.
    policies: IndexSet<(u32, u32, u32)>,
    jobs: Vec<JobShown>,
    contents: Vec<Content>,
    problems: Vec<Problem>,
    /// Values that could not be read. Each may have held any number of answers.
    unread: usize,
    /// The number of problems that are not listed.
    more_problems: usize,
    /// Inputs without a valid answer.
    #[serde(skip)]
    unjudged: HashSet<usize>,
}

impl Model {
    /// Whether there is nothing to show.
    pub(super) fn is_empty(&self) -> bool {
        self.jobs.is_empty() && self.contents.is_empty()
    }

    pub(super) fn job(&mut self, judge: Judge, job: &Job) {
        let row: JobRow<'_> = judge.row(job);
        let shown = JobShown {
            id: self.id(row.job_uuid),
            status: self.text(row.status),
            verdict: row.verdict,
            reason: row.reason.as_deref().map(|reason| self.text(reason)),
            content: row.content,
            results: row.results,
        };
        self.jobs.push(shown);
        for (result, sent) in job.content_results().zip(&job.results) {
            let time = sent.created.or(job.completed).or(job.created);
            self.result(judge, &result, time);
            if let Some(content) = self.contents.last_mut() {
                content.job = Some(self.jobs.len() - 1);
            }
        }
    }

    pub(super) fn result(
        &mut self,
        judge: Judge,
        result: &ContentResult<'_>,
        time: Option<DateTime<Utc>>,
    ) {
        let about = About {
            job_uuid: result.job_uuid(),
            index: result.index(),
            hash: result.content_hash(),
            metadata: result.metadata(),
            verdict: judge.result(result),
            usage: result.usage(),
            time,
        };
        self.content(judge, &about, result.rows());
    }

    pub(super) fn label(&mut self, judge: Judge, answer: &LabelResult<'_>) {
        let about = About {
            job_uuid: answer.job_uuid(),
            index: answer.index(),
            hash: answer.content_hash(),
            metadata: Metadata::default(),
            verdict: judge.label(answer),
            usage: ContentResult::of(answer.job_uuid(), answer.index(), answer.report()).usage(),
            time: None,
        };
        self.content(judge, &about, answer.rows());
    }

    /// Counts a value that could not be read.
    pub(super) fn unread(&mut self, source: Option<(&str, usize)>, why: &str) {
        self.unread += 1;
        let (file, line) = source.unzip();
        self.problem(file.map(str::to_owned), line, why);
    }

    /// Records an input without a valid answer. An answer shown for it does not count.
    pub(super) fn unjudged(&mut self, input: usize) {
        self.unjudged.insert(input);
    }

    /// Makes sure that no input without a valid answer is shown as clear.
    pub(super) fn complete(&mut self) {
        if self.unjudged.is_empty() {
            return;
        }
        let reason = self.text("the input has no valid answer");
        for content in &mut self.contents {
            if content.verdict == Verdict::Clear.as_str() && self.unjudged.contains(&content.index)
            {
                content.verdict = "undetermined";
                content.reason = Some(reason);
            }
        }
    }

    /// Records an input that could not be read.
    pub(super) fn missed(&mut self, why: &str) {
        self.problem(None, None, why);
    }

    fn problem(&mut self, file: Option<String>, line: Option<usize>, why: &str) {
        if self.problems.len() == PROBLEMS {
            self.more_problems += 1;
            return;
        }
        let why = why.to_owned();
        self.problems.push(Problem { file, line, why });
    }

    fn content<'a>(
        &mut self,
        judge: Judge,
        about: &About<'a>,
        rows: impl Iterator<Item = Row<'a>>,
    ) {
        let mut content = Content {
            job: None,
            job_uuid: self.id(about.job_uuid),
            index: about.index,
            hash: self.text(about.hash),
            policy: None,
            threshold: None,
            verdict: about.verdict.as_str(),
            reason: match &about.verdict {
                Verdict::Undetermined(reason) => Some(self.text(&reason.to_string())),
                Verdict::Clear | Verdict::Flagged => None,
            },
            time: about.time.map(|time| time.timestamp_millis()),
            tokens: about.usage.input_tokens().zip(about.usage.billed_tokens()),
            metadata: Vec::new(),
            shape: 0,
            outcomes: Vec::new(),
            scores: Vec::new(),
        };
        for (key, value) in about.metadata.iter() {
            content.metadata.push(self.text(key));
            content.metadata.push(self.text(&cut(value, LONGEST)));
        }
        let mut shape = Vec::new();
        for row in rows {
            if shape.is_empty() {
                let id = row.policy_id.map(ToString::to_string).unwrap_or_default();
                let version = row.policy_version_id.map(ToString::to_string);
                let version = version.unwrap_or_default();
                let names = [id.as_str(), row.policy_key, version.as_str()];
                let [id, key, version] = names.map(|name| self.text(name));
                content.policy = Some(number(&mut self.policies, &(id, key, version)));
                content.threshold = Some(row.threshold).filter(|one| *one > 0.0 && one.is_finite());
            }
            shape.push(self.node(&row));
            content.outcomes.push(self.outcome(judge, &row));
            content.scores.push(row.score);
        }
        content.shape = number(&mut self.shapes, &shape);
        self.contents.push(content);
    }

    fn node(&mut self, row: &Row<'_>) -> Node {
        // The answer of a label that was evaluated on its own does not name the label.
        let label = match (row.kind, row.label) {
            (RowKind::Label, None) => self.id(row.policy_id),
            (_, label) => label.map(|label| self.text(label)),
        };
        let message = row.message.filter(|message| !message.is_empty());
        let message = message.map(|message| self.text(message));
        Node(row.kind.as_str(), label, message, row.index)
    }

    fn outcome(&mut self, judge: Judge, row: &Row<'_>) -> u32 {
        let decides = matches!(row.kind, RowKind::Policy | RowKind::Label);
        let state = match row.outcome {
            Outcome::True => State::Yes,
            // A strict verdict does not rely on the deprecated field.
            Outcome::False
                if judge.is_strict() && decides && row.basis() == Some(Basis::Result) =>
            {
                State::Unknown
            }
            Outcome::False if !row.has_failed_score() => State::No,
            Outcome::False | Outcome::Failed => State::Failed,
            Outcome::Unspecified if row.has_failed_score() => State::Failed,
            Outcome::Unspecified => State::Unspecified,
            _ => State::Unknown,
        };
        let text = row.outcome_text().to_owned();
        number(&mut self.outcomes, &(text, state))
    }

    fn id(&mut self, id: Option<&Id>) -> Option<u32> {
        id.map(|id| self.text(&id.to_string()))
    }

    fn text(&mut self, text: &str) -> u32 {
        number(&mut self.texts, text)
    }
}

/// What is known about a content besides its tree.
struct About<'a> {
    job_uuid: Option<&'a Id>,
    index: usize,
    hash: &'a str,
    metadata: Metadata<'a>,
    verdict: Verdict,
    usage: Usage,
    time: Option<DateTime<Utc>>,
}

/// The number of a value among those seen so far, from 0.
fn number<T, Q>(seen: &mut IndexSet<T>, value: &Q) -> u32
where
    T: Borrow<Q> + Hash + Eq,
    Q: Hash + Eq + ToOwned<Owned = T> + ?Sized,
{
    let number = seen.get_index_of(value);
    let number = number.unwrap_or_else(|| seen.insert_full(value.to_owned()).0);
    // A report with more distinct texts than this does not fit in memory.
    u32::try_from(number).unwrap_or(u32::MAX)
}
