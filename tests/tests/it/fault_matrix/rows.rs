//! The table: each fault, and its outcome for each class of operation.

use mock_gateway::{Answer, Fault};

use super::case::Class;

/// For a fault that cannot happen to an operation.
pub(crate) const DOES_NOT_APPLY: &str = "–";

/// A fault and its expected outcomes.
pub(crate) struct Row {
    pub(crate) script: Script,
    /// Safe, create, stream.
    pub(crate) expected: [&'static str; 3],
}

/// How to cause a fault.
#[derive(Clone, Copy)]
pub(crate) enum Script {
    /// No server listens.
    Closed,
    /// A server listens, but does not accept connections.
    Deaf,
    /// The gateway does not know the key.
    WrongKey,
    /// This fault each time.
    Fault(Fault),
    /// This fault a number of times, then none.
    Times(usize, Fault),
    /// This answer each time: its name, a description, the answer.
    Answer(&'static str, &'static str, fn(Class) -> Answer),
    /// This fault in the middle of a refusal of content.
    Refusal(&'static str, &'static str, Fault),
}

impl Script {
    /// What is sent.
    pub(crate) fn content(&self) -> &'static str {
        match self {
            Self::Refusal(..) => "csam",
            _ => "some text",
        }
    }
}

impl Row {
    pub(crate) fn name(&self) -> String {
        match self.script {
            Script::Closed => "connection_refused".to_owned(),
            Script::Deaf => "connection_stalled".to_owned(),
            Script::WrongKey => "unauthorized".to_owned(),
            Script::Fault(fault) => match fault {
                Fault::EndAfter(n) | Fault::ErrorAfter(n) | Fault::GarbageAfter(n) => {
                    format!("{}({n})", fault.name())
                }
                _ => fault.name().to_owned(),
            },
            Script::Times(count, fault) => format!("{} ×{count}", fault.name()),
            Script::Answer(name, ..) | Script::Refusal(name, ..) => name.to_owned(),
        }
    }

    pub(crate) fn description(&self) -> String {
        match self.script {
            Script::Closed => "Nothing listens on the port.".to_owned(),
            Script::Deaf => "The connection is neither accepted nor refused.".to_owned(),
            Script::WrongKey => "401, code 16: the gateway does not know the key.".to_owned(),
            Script::Fault(fault) => fault.description().to_owned(),
            Script::Times(_, fault) => format!("{} Then it works.", fault.description()),
            Script::Answer(_, what, _) | Script::Refusal(_, what, _) => what.to_owned(),
        }
    }
}

const fn row(script: Script, expected: [&'static str; 3]) -> Row {
    Row { script, expected }
}

const fn fault(fault: Fault, expected: [&'static str; 3]) -> Row {
    row(Script::Fault(fault), expected)
}

const OK: [&str; 3] = ["ok ×1 0 s"; 3];
const REFUSED: [&str; 3] = ["refused ×1 0 s"; 3];
const CONTENT_REFUSED: [&str; 3] = ["content_refused ×1 0 s"; 3];
const UNREADABLE: [&str; 3] = ["unreadable ×1 0 s"; 3];
/// Whether it was carried out is unknown, so billed requests are not sent again.
const NO_ANSWER: [&str; 3] = [
    "maybe_sent ×4 3.5 s",
    "maybe_sent ×1 0 s",
    "maybe_sent ×4 3.5 s",
];
const BROKEN_ANSWER: [&str; 3] = [
    "unreadable ×4 3.5 s",
    "unreadable ×1 0 s",
    "stopped_early ×1 0 s",
];
const PROXY_FAILED: [&str; 3] = [
    "unreadable ×4 3.5 s",
    "unreadable ×1 0 s",
    "unreadable ×4 3.5 s",
];
const GATEWAY_FAILED: [&str; 3] = ["refused ×4 3.5 s", "refused ×1 0 s", "refused ×4 3.5 s"];
const SURELY_NOT_DONE: [&str; 3] = ["refused ×4 3.5 s"; 3];

/// Every fault without a parameter, and some with one.
pub(crate) const ROWS: &[Row] = &[
    row(Script::Closed, ["not_sent ×0 3.5 s"; 3]),
    row(Script::Deaf, ["not_sent ×0 23.5 s"; 3]),
    fault(Fault::ResetBeforeHeaders, NO_ANSWER),
    fault(Fault::CloseBeforeHeaders, NO_ANSWER),
    fault(
        Fault::StallBeforeHeaders,
        ["deadline ×2 60 s", "deadline ×1 30 s", "deadline ×2 60 s"],
    ),
    fault(Fault::CloseInHeaders, NO_ANSWER),
    fault(
        Fault::ResetInBody,
        [
            "unreadable ×4 3.58 s",
            "unreadable ×1 0.02 s",
            "stopped_early ×1 0.02 s",
        ],
    ),
    fault(Fault::CloseInBody, BROKEN_ANSWER),
    fault(
        Fault::StallInBody,
        ["deadline ×2 60 s", "deadline ×1 30 s", "deadline ×1 30 s"],
    ),
    fault(
        Fault::SlowDrip,
        // The answer to a create is short enough; the head of a stream takes 7 s.
        ["deadline ×2 60 s", "ok ×1 25 s", "deadline ×1 37 s"],
    ),
    // Each 256 KiB take a millisecond. The test limits an answer to 1 MiB; a frame has a limit of its own.
    fault(
        Fault::EndlessBody,
        [
            "unreadable ×1 0.005 s",
            "unreadable ×1 0.005 s",
            "unreadable ×1 0.426 s",
        ],
    ),
    fault(Fault::OversizedHeader, NO_ANSWER),
    fault(Fault::HttpGarbage, NO_ANSWER),
    fault(Fault::InformationalFirst, OK),
    fault(Fault::CloseAfterAnswer, OK),
    fault(Fault::CloseUnannounced, OK),
    fault(Fault::LengthTooLong, BROKEN_ANSWER),
    fault(Fault::LengthTooShort, BROKEN_ANSWER),
    fault(Fault::TruncatedJson, BROKEN_ANSWER),
    fault(Fault::InvalidUtf8, UNREADABLE),
    fault(Fault::NestedBrackets, UNREADABLE),
    fault(Fault::JsonNull, UNREADABLE),
    fault(Fault::JsonEmptyObject, UNREADABLE),
    fault(Fault::Empty200, BROKEN_ANSWER),
    fault(Fault::NoContent204, UNREADABLE),
    fault(Fault::Html200, UNREADABLE),
    fault(Fault::Html502, PROXY_FAILED),
    fault(
        Fault::Html503,
        [
            "unreadable ×4 3 s",
            "unreadable ×1 0 s",
            "unreadable ×4 3 s",
        ],
    ),
    fault(
        Fault::WrongContentType,
        ["unreadable ×1 0 s", "unreadable ×1 0 s", "ok ×1 0 s"],
    ),
    fault(Fault::Gzip, OK),
    fault(Fault::BrokenGzip, BROKEN_ANSWER),
    fault(Fault::Redirect302, UNREADABLE),
    fault(Fault::Redirect307, UNREADABLE),
    fault(Fault::Redirect308, UNREADABLE),
    fault(Fault::InvalidArgument, REFUSED),
    fault(Fault::PreconditionPlain, REFUSED),
    fault(Fault::PreconditionRefused, CONTENT_REFUSED),
    row(Script::WrongKey, REFUSED),
    fault(Fault::Forbidden, REFUSED),
    fault(Fault::NotFound, REFUSED),
    fault(Fault::RequestTimeout, PROXY_FAILED),
    fault(Fault::TooEarly, ["unreadable ×4 3.5 s"; 3]),
    fault(Fault::RateLimited, SURELY_NOT_DONE),
    fault(Fault::RateLimitedSeconds, ["refused ×4 6 s"; 3]),
    row(
        Script::Answer(
            "rate_limited_date",
            "429 with a `Retry-After` date three seconds after its `Date`.",
            rate_limited_date,
        ),
        ["refused ×4 9 s"; 3],
    ),
    fault(Fault::RateLimitedRetryInfo, ["refused ×4 6 s"; 3]),
    fault(Fault::RateLimitedAbsurd, REFUSED),
    fault(Fault::RateLimitedGarbage, SURELY_NOT_DONE),
    fault(Fault::QuotaExceeded, REFUSED),
    fault(Fault::RefusedWithoutDetail, REFUSED),
    fault(Fault::RefusedOne, CONTENT_REFUSED),
    fault(Fault::RefusedThree, CONTENT_REFUSED),
    fault(Fault::RefusedUnreadable, CONTENT_REFUSED),
    row(
        Script::Refusal(
            "refusal_cut",
            "499 with known abuse material, then the connection is closed in the middle of the body.",
            Fault::CloseAt(CUT),
        ),
        [
            DOES_NOT_APPLY,
            "content_refused ×1 0 s",
            "content_refused ×1 0 s",
        ],
    ),
    row(
        Script::Refusal(
            "refusal_stalled_before_body",
            "499 with known abuse material, whose body never comes.",
            Fault::StallAt(0),
        ),
        [
            DOES_NOT_APPLY,
            "content_refused ×1 30 s",
            "content_refused ×1 30 s",
        ],
    ),
    row(
        Script::Refusal(
            "refusal_stalled",
            "499 with known abuse material, whose body stalls in the middle.",
            Fault::StallAt(CUT),
        ),
        [
            DOES_NOT_APPLY,
            "content_refused ×1 30 s",
            "content_refused ×1 30 s",
        ],
    ),
    fault(Fault::Text500, PROXY_FAILED),
    fault(Fault::Json500, GATEWAY_FAILED),
    fault(Fault::NotImplemented501, REFUSED),
    fault(Fault::Json502, GATEWAY_FAILED),
    fault(Fault::Unavailable, GATEWAY_FAILED),
    row(
        Script::Times(3, Fault::Unavailable),
        ["ok ×4 3.5 s", "refused ×1 0 s", "ok ×4 3.5 s"],
    ),
    fault(Fault::UnavailableDone, GATEWAY_FAILED),
    row(
        Script::Answer(
            "unavailable_balancer",
            "503 with a load balancer's JSON, which has no gRPC code.",
            unavailable_balancer,
        ),
        GATEWAY_FAILED,
    ),
    fault(Fault::DeadlineExceeded504, GATEWAY_FAILED),
    fault(
        Fault::EndAfter(1),
        [DOES_NOT_APPLY, DOES_NOT_APPLY, "stopped_early ×1 0 s"],
    ),
    fault(
        Fault::ErrorAfter(1),
        [DOES_NOT_APPLY, DOES_NOT_APPLY, "refused ×1 0 s"],
    ),
    fault(
        Fault::GarbageAfter(1),
        [DOES_NOT_APPLY, DOES_NOT_APPLY, "unreadable ×1 0 s"],
    ),
];

/// Far enough into a refusal to recognize it.
const CUT: usize = 150;

fn rate_limited_date(class: Class) -> Answer {
    let status = r#"{"code":8,"message":"rate limited","details":[]}"#;
    let body = match class {
        Class::Stream => format!("{{\"error\":{status}}}\n"),
        _ => status.to_owned(),
    };
    Answer::json(429, body)
        .with_header("date", "Sun, 06 Nov 1994 08:49:37 GMT")
        .with_header("retry-after", "Sun, 06 Nov 1994 08:49:40 GMT")
}

fn unavailable_balancer(_: Class) -> Answer {
    Answer::json(503, r#"{"message":"Service Unavailable"}"#)
}
