//! The faults of networks, proxies and gateways, by name.

macro_rules! faults {
    (
        plain { $( $(#[doc = $doc:literal])+ $variant:ident = $name:literal, )+ }
        measured { $( $(#[doc = $mdoc:literal])+ $mvariant:ident($unit:ty) = $mname:literal, )+ }
    ) => {
        /// Something that goes wrong with an answer. Usable on every operation.
        ///
        /// Faults of the connection and of the body let the operation happen first: a create whose
        /// answer is lost *was* done. Faults that are a status of their own stand in its place: the
        /// operation does not happen, but for those that say so.
        ///
        /// On the evaluate stream, a status is written as the gateway does before the first item,
        /// `{"error": …}`, and "half of the body" may fall within a line.
        ///
        /// ```
        /// use mock_gateway::Fault;
        /// assert!(Fault::ALL.len() > 50);
        /// assert_eq!(Fault::Html502.name(), "html_502");
        /// assert_eq!(Fault::JsonNull.description(), "200 with the JSON value `null`.");
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Fault {
            $( $(#[doc = $doc])+ $variant, )+
            $( $(#[doc = $mdoc])+ $mvariant($unit), )+
        }

        impl Fault {
            /// Every fault without a parameter, in the order of the matrix.
            pub const ALL: &'static [Self] = &[$( Self::$variant, )+];

            /// Its name in tables, such as `reset_before_headers`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $( Self::$variant => $name, )+
                    $( Self::$mvariant(_) => $mname, )+
                }
            }

            /// What it does, in a sentence.
            #[must_use]
            pub const fn description(self) -> &'static str {
                match self {
                    $( Self::$variant => concat!($($doc),+).trim_ascii(), )+
                    $( Self::$mvariant(_) => concat!($($mdoc),+).trim_ascii(), )+
                }
            }
        }
    };
}

faults! {
    plain {
        /// The connection is reset (RST) once the request has arrived.
        ResetBeforeHeaders = "reset_before_headers",
        /// The connection is closed (FIN) once the request has arrived.
        CloseBeforeHeaders = "close_before_headers",
        /// Nothing comes back until the client leaves.
        StallBeforeHeaders = "stall_before_headers",
        /// The connection is closed in the middle of the head.
        CloseInHeaders = "close_in_headers",
        /// The connection is reset after half of the body.
        ResetInBody = "reset_in_body",
        /// The connection is closed after half of the body.
        CloseInBody = "close_in_body",
        /// Half of the body, then nothing until the client leaves.
        StallInBody = "stall_in_body",
        /// The right answer, 16 bytes a second.
        SlowDrip = "slow_drip",
        /// A body without end: a JSON string that goes on until the client leaves, 256 KiB a millisecond.
        EndlessBody = "endless_body",
        /// A header of one MiB.
        OversizedHeader = "oversized_header",
        /// Something that is no HTTP.
        HttpGarbage = "http_garbage",
        /// `100 Continue` and `103 Early Hints`, then the right answer.
        InformationalFirst = "informational_first",
        /// The right answer with `Connection: close`.
        CloseAfterAnswer = "close_after_answer",
        /// The right answer, then an end of the connection that was not announced.
        CloseUnannounced = "close_unannounced",
        /// A `Content-Length` ten bytes longer than the body that comes.
        LengthTooLong = "length_too_long",
        /// A `Content-Length` ten bytes shorter than the body that comes.
        LengthTooShort = "length_too_short",
        /// Half of the JSON, in a body that is whole as far as HTTP can tell.
        TruncatedJson = "truncated_json",
        /// The right answer with bytes that are no UTF-8 in its first string.
        InvalidUtf8 = "invalid_utf8",
        /// 100,000 nested brackets where the job should be.
        NestedBrackets = "nested_brackets",
        /// 200 with the JSON value `null`.
        JsonNull = "json_null",
        /// 200 with the JSON value `{}`.
        JsonEmptyObject = "json_empty_object",
        /// 200 with an empty body.
        Empty200 = "empty_200",
        /// 204, no content.
        NoContent204 = "no_content_204",
        /// 200 with a page of HTML.
        Html200 = "html_200",
        /// 502 with a page of HTML.
        Html502 = "html_502",
        /// 503 with a page of HTML and `Retry-After: 1`.
        Html503 = "html_503",
        /// The right answer under the content type `text/plain`.
        WrongContentType = "wrong_content_type",
        /// The right answer, compressed with gzip.
        Gzip = "gzip",
        /// The right answer, compressed with gzip and damaged.
        BrokenGzip = "broken_gzip",
        /// 302 to another host.
        Redirect302 = "redirect_302",
        /// 307 to another host.
        Redirect307 = "redirect_307",
        /// 308 to another host.
        Redirect308 = "redirect_308",
        /// 400, code 3: the request is invalid.
        InvalidArgument = "invalid_argument",
        /// 400, code 9, with no detail: an ordinary error.
        PreconditionPlain = "precondition_plain",
        /// 400, code 9, with a precheck detail: the content is refused.
        PreconditionRefused = "precondition_refused",
        /// 403, code 7: the key may not do this.
        Forbidden = "forbidden",
        /// 404, code 5.
        NotFound = "not_found",
        /// 408 with text.
        RequestTimeout = "request_timeout",
        /// 425 with text.
        TooEarly = "too_early",
        /// 429, code 8, without `Retry-After`.
        RateLimited = "rate_limited",
        /// 429 with `Retry-After: 2`.
        RateLimitedSeconds = "rate_limited_seconds",
        /// 429 with a `Retry-After` date three seconds ahead.
        RateLimitedDate = "rate_limited_date",
        /// 429 with `Retry-After: 86400`.
        RateLimitedAbsurd = "rate_limited_absurd",
        /// 429 with `Retry-After: soon`.
        RateLimitedGarbage = "rate_limited_garbage",
        /// 429 without `Retry-After`, with a `RetryInfo` detail of two seconds.
        RateLimitedRetryInfo = "rate_limited_retry_info",
        /// 429 because the plan's daily quota is used up.
        QuotaExceeded = "quota_exceeded",
        /// 499, code 1, with no detail.
        RefusedWithoutDetail = "refused_without_detail",
        /// 499 with one detail: known abuse material.
        RefusedOne = "refused_one",
        /// 499 with three details: an invalid image, an unknown type, known abuse material.
        RefusedThree = "refused_three",
        /// 499 with two details that cannot be read, then known abuse material.
        RefusedUnreadable = "refused_unreadable",
        /// 500 with text.
        Text500 = "text_500",
        /// 500, code 13.
        Json500 = "json_500",
        /// 501, code 12.
        NotImplemented501 = "not_implemented_501",
        /// 502, code 14.
        Json502 = "json_502",
        /// 503, code 14.
        Unavailable = "unavailable",
        /// 503, code 14, from a hop that broke after the work was done.
        UnavailableDone = "unavailable_done",
        /// 504, code 4.
        DeadlineExceeded504 = "deadline_exceeded_504",
    }
    measured {
        /// The body ends, whole as far as HTTP can tell, after so many bytes.
        CutAt(usize) = "cut_at",
        /// The connection is reset after so many bytes of the body.
        ResetAt(usize) = "reset_at",
        /// The connection is closed after so many bytes of the body.
        CloseAt(usize) = "close_at",
        /// Nothing more comes after so many bytes of the body, until the client leaves.
        StallAt(usize) = "stall_at",
        /// A stream ends in good order after so many of its values.
        EndAfter(usize) = "end_after",
        /// A stream breaks off with an `{"error": …}` line (code 13) after so many of its values.
        ErrorAfter(usize) = "error_after",
        /// A stream goes on with a line that is no JSON after so many of its values, then as it should.
        GarbageAfter(usize) = "garbage_after",
        /// Any status with a gRPC error that fits it.
        Status(u16) = "status",
    }
}

impl Fault {
    /// The faults that a builder's `fail_rate` draws from: transient, and each of another kind.
    pub const BY_CHANCE: &'static [Self] = &[
        Self::Unavailable,
        Self::RateLimited,
        Self::CloseBeforeHeaders,
        Self::ResetInBody,
        Self::Html502,
    ];
}
