//! The end of a stream, and the error that it returns.

use super::Evaluation;
use crate::error::{Error, Evidence, Facts, Kind};
use crate::evaluate::evaluated::Evaluated;
use crate::evaluate::trouble::Grave;
use crate::{metrics, operation};

/// How the bytes of a stream ended.
pub(super) enum Ended {
    Well,
    Broke(Box<dyn std::error::Error + Send + Sync>),
    Silent,
    /// The limit for reading after an error was reached.
    Enough,
}

impl Evaluation {
    /// Ends the stream. Fails if anything is wrong with it.
    pub(super) fn end(&mut self, ended: Ended, may_end: bool) -> Result<Option<Evaluated>, Error> {
        let permit = self.permit.take();
        let is_well = may_end && !self.trouble.is_some() && matches!(ended, Ended::Well);
        self.ledger.close(is_well);
        if let Some(doubt) = self.ledger.doubt() {
            self.trouble.see(Grave::Doubt, Error::unreadable(doubt));
        }
        if let Some(objection) = self.ledger.objection() {
            let what = format!("an answer in the stream: {objection}");
            self.trouble.see(Grave::Other, Error::unreadable(what));
        }
        let early = match ended {
            Ended::Silent => Some(self.silent()),
            Ended::Broke(error) => Some(self.stopped("the connection broke").with_source(error)),
            _ if !may_end => Some(self.stopped("it was cut off inside an answer")),
            _ if self.completeness().is_complete() => None,
            _ => Some(self.stopped("the gateway ended it")),
        };
        if let Some(early) = early {
            self.trouble.see(Grave::End, early);
        }
        match self.trouble.take(&self.headers) {
            None => Ok(None),
            Some(error) => {
                metrics::stream_failed(&error);
                if let Some(permit) = permit {
                    permit.learn(&error);
                }
                Err(self.told(error))
            }
        }
    }

    fn stopped(&self, why: &str) -> Error {
        let strays = match self.ledger.strays() {
            0 => String::new(),
            1 => ", and an answer does not say which input it is about".to_owned(),
            strays => format!(", and {strays} answers do not say which inputs they are about"),
        };
        let what = format!("{why}, {}{strays}", self.completeness());
        Error::new(Kind::StoppedEarly(what), Evidence::MaybeDone).transient_if(true)
    }

    fn silent(&self) -> Error {
        let what = if self.clock.left().is_some_and(|left| left.is_zero()) {
            "the stream reached its total limit"
        } else {
            "no answer arrived in the stream for too long"
        };
        Error::deadline(format!("{what}, {}", self.completeness()))
    }

    fn told(&mut self, error: Error) -> Error {
        if let Some(refusals) = error.refusals() {
            self.ledger.refuse(refusals);
        }
        self.complete(error)
    }

    /// Adds what is known about the stream, and masks the content and the key.
    pub(super) fn complete(&self, error: Error) -> Error {
        let error = error.or_headers(&self.headers);
        // Now it contains all text from the gateway.
        let mut error = self.request.redact_in(error, &self.ledger);
        self.request.clavata.redact(&mut error);
        let error = error.at(&self.request.clavata.shared.host);
        error.with_completeness(self.completeness()).of_call(Facts {
            operation: Some(operation::EVALUATE),
            attempts: self.attempts,
            elapsed: self.clock.elapsed(),
        })
    }
}
