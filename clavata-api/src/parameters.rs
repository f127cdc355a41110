//! How the generated client writes the parameters of a request.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::Value;

/// Encodes a text as one segment of a path: everything but letters, digits, `-`, `.`, `_` and `~` is
/// percent-encoded.
///
/// The empty text, `.` and `..` are refused: they lead to another path, however they are encoded.
pub(crate) fn encode_path(text: &str) -> Result<Cow<'_, str>, String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    if matches!(text, "" | "." | "..") {
        return Err(format!("`{text}` cannot be a part of a path"));
    }
    if text.bytes().all(is_plain) {
        return Ok(text.into());
    }
    let mut segment = String::with_capacity(3 * text.len());
    for byte in text.bytes() {
        if is_plain(byte) {
            segment.push(char::from(byte));
        } else {
            let _ = write!(segment, "%{byte:02X}");
        }
    }
    Ok(segment.into())
}

/// A query parameter: nothing if it is unset, one pair of name and value if it is set, and one pair
/// for each element of a list.
///
/// A value that cannot be written is an error: without it, a filter would match everything.
pub(crate) fn query<'a, T: Serialize>(name: &'static str, value: &'a T) -> Query<'a, T> {
    Query {
        name,
        value,
        is_joined: false,
    }
}

/// Like [`query`], but a list becomes one comma-separated value (`explode: false`).
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
                let why = format!(
                    "the parameter {} must be text, a number or a boolean",
                    self.name
                );
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Serialize;
    use serde_json::{Value, json};

    use super::{encode_path, joined, query};
    use crate::types::BatchJobState;

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

    /// What is sent for a parameter as separate pairs, and joined.
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
