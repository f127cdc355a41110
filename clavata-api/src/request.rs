//! How the generated client writes the parameters of a request, and what it adds when it sends one.

use std::fmt::Write as _;
use std::time::Duration;

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, HeaderName, HeaderValue};
use reqwest::{Client, Request, Response};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::Value;

use crate::call::Call;
use crate::error::Error;

/// Why a request got no answer.
pub(crate) enum Unanswered {
    /// It was not sent.
    Invalid(String),
    Transport(reqwest::Error),
}

impl<E> From<Unanswered> for Error<E> {
    fn from(why: Unanswered) -> Self {
        match why {
            Unanswered::Invalid(why) => Self::InvalidRequest(why),
            Unanswered::Transport(error) => Self::Transport(error),
        }
    }
}

/// Sends a request with the headers and the further fields of a call.
pub(crate) async fn send(
    http: &Client,
    call: &Call,
    mut request: Request,
) -> Result<Response, Unanswered> {
    if !call.fields.as_map().is_empty()
        && let Some(body) = request.body_mut()
    {
        let whole = call.fields.added_to(body.as_bytes().unwrap_or_default());
        *body = whole.map_err(Unanswered::Invalid)?.into();
    }
    let headers = request.headers_mut();
    // At once: growing with each that comes would hash them all again.
    headers.reserve(call.headers.len() + 5);
    headers.entry(ACCEPT).or_insert(HeaderValue::from_static(
        "application/x-ndjson, application/json",
    ));
    headers
        .entry(ACCEPT_ENCODING)
        .or_insert(HeaderValue::from_static("gzip"));
    for (name, value) in &*call.headers {
        headers.insert(name, value.clone());
    }
    if let Some(timeout) = call.timeout.and_then(grpc_timeout) {
        headers.insert(GRPC_TIMEOUT, timeout);
    }
    let sent = http.execute(request).await;
    let response = sent.map_err(Unanswered::Transport)?;
    call.connections.answered(&response);
    Ok(response)
}

/// A text as one segment of a path: everything but letters, digits, `-`, `.`, `_` and `~` is
/// percent-encoded.
///
/// Nothing, `.` and `..` are refused: in a path they mean another path, however they are written.
pub(crate) fn encode_path(text: &str) -> Result<String, String> {
    if matches!(text, "" | "." | "..") {
        return Err(format!("`{text}` cannot be a part of a path"));
    }
    let mut segment = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            segment.push(char::from(byte));
        } else {
            let _ = write!(segment, "%{byte:02X}");
        }
    }
    Ok(segment)
}

/// A parameter in the query: nothing if it is not set, one pair of name and value if it is, and one
/// pair for each element of a list.
///
/// One that cannot be written is an error. Left out, a filter would match everything.
pub(crate) fn query<'a, T: Serialize>(name: &'static str, value: &'a T) -> Query<'a, T> {
    Query {
        name,
        value,
        is_joined: false,
    }
}

/// The same, but a list is one value, separated by commas (`explode: false`).
#[allow(dead_code)] // if the contract has no such parameter
pub(crate) fn joined<'a, T: Serialize>(name: &'static str, value: &'a T) -> Query<'a, T> {
    Query {
        name,
        value,
        is_joined: true,
    }
}

/// See [`query`] and [`joined`].
pub(crate) struct Query<'a, T> {
    name: &'static str,
    value: &'a T,
    is_joined: bool,
}

impl<T: Serialize> Serialize for Query<'_, T> {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        let values = match serde_json::to_value(self.value).map_err(S::Error::custom)? {
            Value::Null => Vec::new(),
            Value::Array(values) => values,
            value => vec![value],
        };
        let texts = values.into_iter().map(|value| match value {
            Value::String(text) => Ok(text),
            Value::Bool(_) | Value::Number(_) => Ok(value.to_string()),
            Value::Null | Value::Array(_) | Value::Object(_) => {
                let why = format!("the parameter {} contains no plain value", self.name);
                Err(S::Error::custom(why))
            }
        });
        let mut texts = texts.collect::<Result<Vec<_>, _>>()?;
        if self.is_joined && !texts.is_empty() {
            texts = vec![texts.join(",")];
        }
        into.collect_seq(texts.iter().map(|text| (self.name, text)))
    }
}

const GRPC_TIMEOUT: HeaderName = HeaderName::from_static("grpc-timeout");

/// `Grpc-Timeout`: at most eight digits and a unit. Rounded up, so the server does not give up
/// before us.
fn grpc_timeout(left: Duration) -> Option<HeaderValue> {
    const EIGHT_DIGITS: u128 = 99_999_999;
    let milliseconds = left.as_micros().div_ceil(1000).max(1);
    let text = if milliseconds <= EIGHT_DIGITS {
        format!("{milliseconds}m")
    } else {
        format!("{}S", milliseconds.div_ceil(1000).min(EIGHT_DIGITS))
    };
    HeaderValue::try_from(text).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use serde::Serialize;
    use serde_json::{Value, json};

    use super::{encode_path, grpc_timeout, joined, query};
    use crate::types::BatchJobState;

    #[test]
    fn the_time_left_is_sent_with_at_most_eight_digits() {
        let text = |left| grpc_timeout(left).unwrap().to_str().unwrap().to_owned();
        assert_eq!(text(Duration::from_secs(5)), "5000m");
        assert_eq!(text(Duration::from_nanos(1)), "1m");
        assert_eq!(text(Duration::from_secs(99_999)), "99999000m");
        assert_eq!(text(Duration::from_secs(100_000)), "100000S");
        assert_eq!(text(Duration::MAX), "99999999S");
    }

    #[test]
    fn a_segment_of_a_path_reaches_no_other_path() {
        let encoded = |text| encode_path(text).ok();
        assert_eq!(encoded("a-Z_0.~").unwrap(), "a-Z_0.~");
        assert_eq!(
            encoded("a/../b?c#d %é").unwrap(),
            "a%2F..%2Fb%3Fc%23d%20%25%C3%A9"
        );
        assert_eq!(encoded("%2e%2E").unwrap(), "%252e%252E");
        for elsewhere in ["", ".", ".."] {
            assert_eq!(encoded(elsewhere), None, "{elsewhere:?}");
        }
    }

    /// What is sent of a parameter by its own pairs, and joined.
    fn sent(value: &impl Serialize) -> [Result<Value, serde_json::Error>; 2] {
        [
            serde_json::to_value(query("n", value)),
            serde_json::to_value(joined("n", value)),
        ]
    }

    #[test]
    fn a_parameter_is_left_out_single_or_a_list() {
        let both = |value: Value| [value.clone(), value];
        let written = |sent: [Result<Value, _>; 2]| sent.map(Result::unwrap);
        assert_eq!(written(sent(&None::<i32>)), both(json!([])));
        assert_eq!(written(sent(&None::<Vec<String>>)), both(json!([])));
        assert_eq!(written(sent(&Vec::<String>::new())), both(json!([])));
        assert_eq!(written(sent(&Some(5))), both(json!([["n", "5"]])));
        assert_eq!(written(sent(&true)), both(json!([["n", "true"]])));
        let states = [BatchJobState::Queued, BatchJobState::Error];
        let [repeated, joined] = written(sent(&states));
        let [queued, error] = states.map(|state| state.as_str().to_owned());
        assert_eq!(repeated, json!([["n", queued], ["n", error]]));
        assert_eq!(joined, json!([["n", format!("{queued},{error}")]]));
    }

    #[test]
    fn a_parameter_that_cannot_be_written_is_an_error() {
        let strange = BTreeMap::from([([1, 2], 3)]);
        let object = BTreeMap::from([("a", 3)]);
        let all = [
            sent(&strange),
            sent(&object),
            sent(&[Some(1), None]),
            sent(&[["a"]]),
        ];
        for sent in all.into_iter().flatten() {
            assert!(sent.is_err(), "{sent:?}");
        }
    }
}
