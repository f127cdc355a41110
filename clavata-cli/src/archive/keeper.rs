//! Archives the answers of an evaluation, and finds answers of earlier ones.

use std::io;

use clavata_api_ext::{Content, Evaluated};

use super::{Key, Known, Question, Shared};
use crate::arguments::EvaluateArguments;
use crate::exit::Failure;

#[derive(Clone)]
pub(crate) struct Keeper {
    archive: Shared,
    policy: uuid::Uuid,
    threshold: Option<f64>,
    include_report: bool,
    resume: bool,
}

impl Keeper {
    /// `None` if the answers are not archived.
    pub(crate) fn of(arguments: &EvaluateArguments) -> Result<Option<Self>, Failure> {
        let archive = super::asked_for(&arguments.shown)?;
        let Some(archive) = archive else {
            return Ok(None);
        };
        Ok(Some(Self {
            archive,
            policy: arguments.policy.id()?,
            threshold: arguments.threshold,
            include_report: arguments.include_report,
            resume: arguments.resume,
        }))
    }

    /// The question whether a content matches. `None` if it cannot be asked.
    pub(crate) fn question(&self, content: &Content) -> Option<Question> {
        Question::of(self.policy, self.threshold, self.include_report, content)
    }

    /// Whether the archive has an answer to the question.
    pub(crate) fn knows(&self, question: Key) -> bool {
        self.archive.knows(question)
    }

    /// Whether answers are reused from the archive.
    pub(crate) fn resumes(&self) -> bool {
        self.resume
    }

    pub(crate) fn recall(&self, question: Key) -> io::Result<Option<Known>> {
        self.archive.recall(question)
    }

    /// Archives an answer that has just arrived.
    pub(crate) fn arrived(&self, question: Option<Key>, answer: &Evaluated) -> io::Result<()> {
        self.archive.arrived(question, answer)
    }

    /// Records that the answer to a question counts.
    pub(crate) fn settled(&self, question: Key, answer: &Evaluated) -> io::Result<()> {
        self.archive.settled(question, answer)
    }

    /// Records that the content was refused, whatever was answered before.
    pub(crate) fn refused(&self, question: Key) -> io::Result<()> {
        self.archive.refused(question)
    }

    /// Syncs everything to disk. Returns a summary.
    pub(crate) fn finish(&self) -> io::Result<String> {
        Ok(self.archive.sync()?.to_string())
    }
}
