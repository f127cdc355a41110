//! The faults of networks, proxies and gateways, by name.

macro_rules! faults {
    (
        plain { $( $(#[doc = $doc:literal])+ $variant:ident = $name:literal, )+ }
        measured { $( $(#[doc = $mdoc:literal])+ $mvariant:ident($unit:ty) = $mname:literal, )+ }
    ) => {
        /// Something that goes wrong with an answer. Any fault works on any operation.
        ///
        /// With a fault of the connection or of the body, the operation still happens: a create whose answer is lost
        /// *was* done. A fault that is a status of its own replaces the operation, which does not happen unless the
        /// fault says so.
        ///
        /// On the evaluate stream, a status is written as the gateway writes it before the first item,
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

            /// What it does, in one sentence.
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
        /// Nothing is sent until the client leaves.
        StallBeforeHeaders = "stall_before_headers",
        /// The connection is closed in the middle of the head.
        CloseInHeaders = "close_in_headers",
        /// The connection is reset after half of the body.
        ResetInBody = "reset_in_body",
        /// The connection is closed after half of the body.
        CloseInBody = "close_in_body",
        /// Half of the body, then nothing until the client leaves.
        StallInBody = "stall_in_body",
        /// The right answer, 16 bytes per second.
        SlowDrip = "slow_drip",
        /// A body without end: a JSON string that goes on until the client leaves, 256 KiB per millisecond.
        EndlessBody = "endless_body",
        /// A header of one MiB.
        OversizedHeader = "oversized_header",
        /// Bytes that are not HTTP.
        HttpGarbage = "http_garbage",
        /// `100 Continue` and `103 Early Hints`, then the right answer.
        InformationalFirst = "informational_first",
        /// The right answer with `Connection: close`.
        CloseAfterAnswer = "close_after_answer",
        /// The right answer, then the connection is closed without an announcement.
        CloseUnannounced = "close_unannounced",
        /// A `Content-Length` ten bytes longer than the body that is sent.
        LengthTooLong = "length_too_long",
        /// A `Content-Length` ten bytes shorter than the body that is sent.
        LengthTooShort = "length_too_short",
        /// Half of the JSON, in a body that is complete as far as HTTP can tell.
        TruncatedJson = "truncated_json",
        /// The right answer with bytes that are not UTF-8 in its first string.
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
        /// The right answer with the content type `text/plain`.
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
        /// 499 with two unreadable details, then known abuse material.
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
        /// The body ends after this many bytes, and is complete as far as HTTP can tell.
        CutAt(usize) = "cut_at",
        /// The connection is reset after this many bytes of the body.
        ResetAt(usize) = "reset_at",
        /// The connection is closed after this many bytes of the body.
        CloseAt(usize) = "close_at",
        /// Nothing more is sent after this many bytes of the body, until the client leaves.
        StallAt(usize) = "stall_at",
        /// A stream ends properly after this many of its values.
        EndAfter(usize) = "end_after",
        /// A stream breaks off with an `{"error": …}` line (code 13) after this many of its values.
        ErrorAfter(usize) = "error_after",
        /// A stream has a line that is not JSON after this many of its values, then continues as it should.
        GarbageAfter(usize) = "garbage_after",
        /// Any status, with a gRPC error that matches it.
        Status(u16) = "status",
    }
}

impl Fault {
    /// The faults that `fail_rate` of the builder draws from: transient ones, each of a different kind.
    pub const BY_CHANCE: &'static [Self] = &[
        Self::Unavailable,
        Self::RateLimited,
        Self::CloseBeforeHeaders,
        Self::ResetInBody,
        Self::Html502,
    ];
}
