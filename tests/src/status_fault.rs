//! Faults that are an answer of their own: a status, an HTML page, an unexpected value.

use crate::answer::{Answer, Form, Kind};
use crate::contract::precheck_detail;
use crate::dialect::Json;
use crate::fault::Fault;
use std::time::{Duration, SystemTime};

const HTML: &str = "<!DOCTYPE html>\n<html><head><title>Sorry</title></head>\
                    <body><h1>The server is having a bad day</h1></body></html>\n";

/// The answer that replaces the operation. `None` for faults that let the operation happen.
pub(crate) fn status(fault: Fault, form: Form, elsewhere: &str) -> Option<Answer> {
    let grpc =
        |status, code, message: &str, details| Answer::grpc(status, code, message, details, form);
    let text = |status, body: &str| {
        Answer::raw(status, &[("content-type", "text/plain")], body.to_owned())
    };
    let html = |status| Answer::raw(status, &[("content-type", "text/html")], HTML);
    let json = |body: String| {
        let mut answer = Answer::ok_text(body);
        answer.chunked = form.kind == Kind::Stream;
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
            let name = if form.kind == Kind::Stream {
                "result"
            } else {
                "job"
            };
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
        Fault::RateLimitedRetryInfo => {
            let hint = Json::Message(vec![
                (
                    "@type",
                    Json::text("type.googleapis.com/google.rpc.RetryInfo"),
                ),
                ("retryDelay", Json::text("2s")),
            ]);
            grpc(429, 8, "rate limited", vec![hint])
        }
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
