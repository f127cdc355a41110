//! How each fault is committed: as an answer of its own, or as a script for the bare connection.

use crate::answer::{Answer, Form, grpc_status};
use crate::contract::precheck_detail;
use crate::dialect::Json;
use crate::fault::Fault;
use crate::wire::{Step, framed, with_length};
use bytes::Bytes;
use std::io::Write as _;
use std::time::{Duration, SystemTime};

/// What a request meets.
pub(crate) enum Reaction {
    Answer(Answer),
    Wire(Vec<Step>),
}

/// Long enough for a client to have read what was sent before a reset could overtake it.
const BEFORE_RESET: Duration = Duration::from_millis(20);

const HTML: &str = "<!DOCTYPE html>\n<html><head><title>Sorry</title></head>\
                    <body><h1>The server is having a bad day</h1></body></html>\n";

/// Commits a fault; `ordinary` performs the operation, and is only called where the fault lets it.
pub(crate) fn commit(
    fault: Fault,
    form: Form,
    elsewhere: &str,
    ordinary: impl FnOnce() -> Answer,
) -> Reaction {
    if let Some(answer) = status(fault, form, elsewhere) {
        return Reaction::Answer(answer);
    }
    let mut answer = ordinary();
    let body = answer.body();
    let half = body.len() / 2;
    let cut = |answer: &Answer, at: usize, then: &[Step]| {
        let mut steps = vec![Step::Send(framed(answer, at))];
        steps.extend_from_slice(then);
        Reaction::Wire(steps)
    };
    let reset = [Step::Pause(BEFORE_RESET), Step::Reset];
    let whole = framed(&answer, usize::MAX);
    match fault {
        Fault::ResetBeforeHeaders => Reaction::Wire(vec![Step::Reset]),
        Fault::CloseBeforeHeaders => Reaction::Wire(vec![Step::Close]),
        Fault::StallBeforeHeaders => Reaction::Wire(vec![Step::Stall]),
        Fault::CloseInHeaders => Reaction::Wire(vec![Step::Send(whole.slice(..30)), Step::Close]),
        Fault::ResetInBody => cut(&answer, half, &reset),
        Fault::CloseInBody => cut(&answer, half, &[Step::Close]),
        Fault::StallInBody => cut(&answer, half, &[Step::Stall]),
        Fault::ResetAt(at) => cut(&answer, at, &reset),
        Fault::CloseAt(at) => cut(&answer, at, &[Step::Close]),
        Fault::StallAt(at) => cut(&answer, at, &[Step::Stall]),
        Fault::SlowDrip => Reaction::Wire(vec![Step::Drip(whole), Step::Close]),
        Fault::EndlessBody => {
            answer.chunked = true;
            answer.chunks = vec![Bytes::from_static(b"{\"job\":{\"policyId\":\"")];
            let chunk = format!("10000\r\n{}\r\n", "a".repeat(0x10000));
            cut(&answer, usize::MAX - 1, &[Step::Endless(chunk.into())])
        }
        Fault::OversizedHeader => {
            Reaction::Answer(answer.with_header("x-padding", &"a".repeat(1 << 20)))
        }
        Fault::HttpGarbage => Reaction::Wire(vec![
            Step::Send(Bytes::from_static(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")),
            Step::Close,
        ]),
        Fault::InformationalFirst => Reaction::Wire(vec![
            Step::Send(Bytes::from_static(
                b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </style.css>\r\n\r\n",
            )),
            Step::Send(whole),
            Step::Close,
        ]),
        Fault::CloseAfterAnswer => Reaction::Answer(answer.with_header("connection", "close")),
        Fault::CloseUnannounced => Reaction::Wire(vec![Step::Send(whole), Step::Close]),
        Fault::LengthTooLong => wrong_length(&answer, body.len() + 10),
        Fault::LengthTooShort => wrong_length(&answer, body.len().saturating_sub(10)),
        _ => Reaction::Answer(spoil(fault, answer, &body)),
    }
}

fn wrong_length(answer: &Answer, length: usize) -> Reaction {
    Reaction::Wire(vec![Step::Send(with_length(answer, length)), Step::Close])
}

/// Faults of the body alone: HTTP itself stays in order.
fn spoil(fault: Fault, mut answer: Answer, body: &Bytes) -> Answer {
    let one = |answer: Answer, body: Bytes| Answer {
        chunks: vec![body],
        ..answer
    };
    match fault {
        Fault::TruncatedJson => one(answer, body.slice(..body.len() / 2)),
        Fault::CutAt(at) => one(answer, body.slice(..at.min(body.len()))),
        Fault::InvalidUtf8 => {
            let text = body.windows(2).position(|pair| pair == b":\"");
            let at = text.map_or(body.len(), |at| at + 2);
            let spoiled = [&body[..at], b"\xff\xfe\xc3(", &body[at..]].concat();
            one(answer, spoiled.into())
        }
        Fault::WrongContentType => {
            answer.headers.retain(|(name, _)| name != "content-type");
            answer.with_header("content-type", "text/plain; charset=utf-8")
        }
        Fault::Gzip => one(answer, gzip(body).into()).with_header("content-encoding", "gzip"),
        Fault::BrokenGzip => {
            let mut damaged = gzip(body);
            damaged.truncate(damaged.len() / 2);
            damaged.extend_from_slice(&[0xff; 16]);
            one(answer, damaged.into()).with_header("content-encoding", "gzip")
        }
        Fault::EndAfter(count) => {
            answer.chunks.truncate(count);
            answer
        }
        Fault::ErrorAfter(count) => {
            let error = Json::Message(vec![("error", grpc_status(13, "upstream broke", vec![]))]);
            let line = error.frame(crate::Dialect::Go) + "\n";
            answer.chunks.truncate(count);
            answer.chunks.push(line.into());
            answer
        }
        Fault::GarbageAfter(count) => {
            let at = count.min(answer.chunks.len());
            let garbage = Bytes::from_static(b"%%% no JSON at all %%%\n");
            answer.chunks.insert(at, garbage);
            answer
        }
        _ => answer,
    }
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    // Writing to memory does not fail.
    let _ = encoder.write_all(body);
    encoder.finish().unwrap_or_default()
}

/// The faults that stand in the place of the operation.
fn status(fault: Fault, form: Form, elsewhere: &str) -> Option<Answer> {
    let grpc =
        |status, code, message: &str, details| Answer::grpc(status, code, message, details, form);
    let text = |status, body: &str| {
        Answer::raw(status, &[("content-type", "text/plain")], body.to_owned())
    };
    let html = |status| Answer::raw(status, &[("content-type", "text/html")], HTML);
    let json = |body: String| {
        let mut answer = Answer::ok_text(body);
        answer.chunked = form.stream;
        answer
    };
    let limited = || grpc(429, 8, "rate limited", vec![]);
    let redirect = |status| {
        let target = format!("{elsewhere}/v1/jobs/00000000-0000-4000-8000-000000000000");
        text(status, "moved").with_header("location", &target)
    };
    let refused = |details| grpc(499, 1, "precheck failed", details);
    let csam = || precheck_detail("PRECHECK_FAILURE_TYPE_NCMEC", "match", "md5::abc");
    let image = || {
        precheck_detail(
            "PRECHECK_FAILURE_TYPE_INVALID_IMAGE",
            "not an image",
            "md5::bad",
        )
    };
    Some(match fault {
        Fault::NestedBrackets => {
            let name = if form.stream { "result" } else { "job" };
            let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
            json(format!("{{\"{name}\":{open}{close}}}"))
        }
        Fault::JsonNull => json("null".to_owned()),
        Fault::JsonEmptyObject => json("{}".to_owned()),
        Fault::Empty200 => json(String::new()),
        Fault::NoContent204 => Answer::raw(204, &[], ""),
        Fault::Html200 => html(200),
        Fault::Html502 => html(502),
        Fault::Html503 => html(503).with_header("retry-after", "1"),
        Fault::Redirect302 => redirect(302),
        Fault::Redirect307 => redirect(307),
        Fault::Redirect308 => redirect(308),
        Fault::InvalidArgument => grpc(400, 3, "invalid argument", vec![]),
        Fault::PreconditionPlain => grpc(400, 9, "policy has no published version", vec![]),
        Fault::PreconditionRefused => grpc(400, 9, "precheck failed", vec![csam()]),
        Fault::Forbidden => grpc(403, 7, "permission denied", vec![]),
        Fault::NotFound => grpc(404, 5, "not found", vec![]),
        Fault::RequestTimeout => text(408, "request timeout\n"),
        Fault::TooEarly => text(425, "too early\n"),
        Fault::RateLimited => limited(),
        Fault::RateLimitedSeconds => limited().with_header("retry-after", "2"),
        Fault::RateLimitedDate => {
            let date = SystemTime::now() + Duration::from_secs(3);
            limited().with_header("retry-after", &httpdate::fmt_http_date(date))
        }
        Fault::RateLimitedAbsurd => limited().with_header("retry-after", "86400"),
        Fault::RateLimitedGarbage => limited().with_header("retry-after", "soon"),
        Fault::QuotaExceeded => grpc(
            429,
            8,
            "daily evaluation quota exceeded for your plan",
            vec![],
        ),
        Fault::RefusedWithoutDetail => refused(vec![]),
        Fault::RefusedOne => refused(vec![csam()]),
        Fault::RefusedThree => {
            let unknown = precheck_detail("PRECHECK_FAILURE_TYPE_FUTURE", "new kind", "md5::new");
            refused(vec![image(), unknown, csam()])
        }
        Fault::RefusedUnreadable => refused(vec![
            Json::Raw(
                "{\"@type\":\"type.googleapis.com/clavata.gateway.v1.PrecheckFailure\",\
                 \"type\":{\"not\":\"an enum\"},\"message\":[7],\"details\":{}}"
                    .to_owned(),
            ),
            Json::Raw("\"not even a message\"".to_owned()),
            csam(),
        ]),
        Fault::Text500 => text(500, "internal server error\n"),
        Fault::Json500 => grpc(500, 13, "internal error", vec![]),
        Fault::NotImplemented501 => grpc(501, 12, "unimplemented", vec![]),
        Fault::Json502 => grpc(502, 14, "bad gateway", vec![]),
        Fault::Unavailable => grpc(503, 14, "upstream unavailable", vec![]),
        Fault::DeadlineExceeded504 => grpc(504, 4, "deadline exceeded", vec![]),
        Fault::Status(status) => grpc(status, code_of(status), "scripted", vec![]),
        _ => return None,
    })
}

/// The gRPC code that the gateway maps to this HTTP status.
fn code_of(status: u16) -> i64 {
    match status {
        400 => 3,
        401 => 16,
        403 => 7,
        404 => 5,
        409 => 10,
        429 => 8,
        499 => 1,
        500 => 13,
        501 => 12,
        503 => 14,
        504 => 4,
        _ => 2,
    }
}
