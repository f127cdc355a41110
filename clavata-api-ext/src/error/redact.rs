//! Masks parts of the request that the gateway repeats in errors.

use super::{Error, Kind};
use crate::mask::{Foreign, redact_body};

impl Error {
    /// Masks all strings of the request body in the gateway's text.
    pub(crate) fn hiding<B: serde::Serialize>(mut self, body: impl FnOnce() -> B) -> Self {
        let mut any = false;
        self.words(&mut |_| any = true);
        if any {
            redact_body(&mut self, &body());
        }
        self
    }
}

impl Foreign for Error {
    fn words(&mut self, visit: &mut dyn FnMut(&mut String)) {
        let inner = &mut *self.0;
        if let Some(status) = &mut inner.gateway {
            status.words(visit);
        }
        if let Some(headers) = &mut inner.headers {
            headers.words(visit);
        }
        let source = inner.source.as_mut();
        if let Some(source) = source.and_then(|source| source.downcast_mut::<Self>()) {
            source.words(visit);
        }
        match &mut inner.kind {
            Kind::ContentRefused(refusals) => refusals.words(visit),
            Kind::Declined { code, .. } => visit(code),
            Kind::RefusedByStorage { code, .. } => code.iter_mut().for_each(visit),
            // Our own text, no text, or an id that the caller passed.
            Kind::NotBuilt(_)
            | Kind::InvalidContent(_)
            | Kind::NotSent(_)
            | Kind::MaybeSent(_)
            | Kind::NotTaken(_)
            | Kind::Unreadable(_)
            | Kind::UnreadableJob(_)
            | Kind::Refused
            | Kind::NotFound(_)
            | Kind::Deadline(_)
            | Kind::StoppedEarly(_) => {}
        }
    }
}
