//! The archive of an evaluation, and the questions that it asks.

use clavata_api_ext::Content;

use super::{Question, Shared};
use crate::arguments::EvaluateArguments;
use crate::exit::Failure;

#[derive(Clone)]
pub(crate) struct Keeper {
    pub(crate) archive: Shared,
    /// The base URL of the gateway.
    gateway: String,
    policy: uuid::Uuid,
    threshold: Option<f64>,
    include_report: bool,
    resume: bool,
}

impl Keeper {
    /// `None` if the answers are not archived.
    pub(crate) fn of(
        arguments: &EvaluateArguments,
        gateway: &str,
    ) -> Result<Option<Self>, Failure> {
        let archive = super::asked_for(&arguments.shown)?;
        let Some(archive) = archive else {
            return Ok(None);
        };
        Ok(Some(Self {
            archive,
            gateway: gateway.to_owned(),
            policy: arguments.policy.id()?,
            threshold: arguments.threshold,
            include_report: arguments.include_report,
            resume: arguments.resume,
        }))
    }

    /// The question whether a content matches. `None` if it cannot be asked.
    pub(crate) fn question(&self, content: &Content) -> Option<Question> {
        let asked = (&*self.gateway, self.policy, self.threshold);
        Question::of(asked, self.include_report, content)
    }

    /// Whether answers are reused from the archive.
    pub(crate) fn resumes(&self) -> bool {
        self.resume
    }
}
