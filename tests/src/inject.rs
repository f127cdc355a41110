//! How each fault is carried out: as an answer of its own, or as a plan for the bare connection.

use crate::answer::{Answer, Form, grpc_status};
use crate::dialect::Json;
use crate::fault::Fault;
use crate::status_fault::status;
use crate::wire::{Step, framed, with_length};
use bytes::Bytes;
use std::io::Write as _;
use std::time::Duration;

/// What happens to a request.
pub(crate) enum Reaction {
    Answer(Answer),
    Wire(Vec<Step>),
}

/// Long enough for a client to read what was sent before a reset could overtake it.
const BEFORE_RESET: Duration = Duration::from_millis(20);

/// Carries out a fault; `ordinary` performs the operation, and is called only if the fault lets it happen.
pub(crate) fn inject(
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
        Fault::UnavailableDone => {
            let answer = Answer::grpc(503, 14, "upstream connect error", vec![], form);
            Reaction::Answer(answer)
        }
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

/// Faults of the body only: the HTTP is correct.
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
