//! The faults that the gateway can commit on demand.

use crate::answer::{Answer, Form};
use crate::contract::precheck_detail;

/// A fault: something that a network, a proxy or a gateway does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// 499 with one detail: content that matched known abuse material.
    RefusedOne,
    /// 429, code 8, no `Retry-After`.
    RateLimited,
    /// 500 with a gRPC status, code 13.
    Json500,
    /// 503 with a gRPC status, code 14.
    Unavailable,
}

impl Fault {
    pub(crate) fn answer(self, form: Form) -> Answer {
        match self {
            Self::RefusedOne => {
                let hit = precheck_detail("PRECHECK_FAILURE_TYPE_NCMEC", "match", "md5::abc");
                Answer::grpc(499, 1, "precheck failed", vec![hit], form)
            }
            Self::RateLimited => Answer::grpc(429, 8, "rate limited", vec![], form),
            Self::Json500 => Answer::grpc(500, 13, "internal error", vec![], form),
            Self::Unavailable => Answer::grpc(503, 14, "upstream unavailable", vec![], form),
        }
    }
}
