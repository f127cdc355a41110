//! The dialects of protojson that gateways write.

use std::fmt::Write as _;

/// How a gateway writes its answers. Both mean the same value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// Like the Go gateway: an unset message is `null`, an unset string `""`, an unset list
    /// `[]`, an unset enum its `…_UNSPECIFIED` name; a space after each comma, except in streams.
    #[default]
    Go,
    /// Leaves out unset fields.
    Sparse,
}

/// A protojson value that keeps the order of its members and knows how to write unset ones.
#[derive(Clone, Debug)]
pub(crate) enum Json {
    Null,
    Int(i64),
    Double(f64),
    Text(String),
    List(Vec<Json>),
    Message(Vec<(&'static str, Json)>),
    Map(Vec<(String, String)>),
    /// JSON text that is sent unchanged.
    Raw(String),
}

impl Json {
    pub(crate) fn text(value: impl Into<String>) -> Self {
        Self::Text(value.into())
    }

    fn is_unset(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Int(value) => *value == 0,
            Self::Double(value) => *value == 0.0,
            Self::Text(value) => value.is_empty() || value.ends_with("_UNSPECIFIED"),
            Self::List(items) => items.is_empty(),
            Self::Map(entries) => entries.is_empty(),
            Self::Message(_) | Self::Raw(_) => false,
        }
    }

    /// The text of a unary answer.
    pub(crate) fn unary(&self, dialect: Dialect) -> String {
        let mut out = String::new();
        let comma = match dialect {
            Dialect::Go => ", ",
            Dialect::Sparse => ",",
        };
        self.write(&mut out, dialect, comma);
        out
    }

    /// The text of one value of a stream, without its newline.
    pub(crate) fn frame(&self, dialect: Dialect) -> String {
        let mut out = String::new();
        self.write(&mut out, dialect, ",");
        match dialect {
            Dialect::Go => escape_like_go(out),
            Dialect::Sparse => out,
        }
    }

    fn write(&self, out: &mut String, dialect: Dialect, comma: &str) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Int(value) => {
                let _ = write!(out, "{value}");
            }
            Self::Double(value) if value.is_nan() => out.push_str("\"NaN\""),
            Self::Double(value) if value.is_infinite() => {
                out.push_str(if *value > 0.0 {
                    "\"Infinity\""
                } else {
                    "\"-Infinity\""
                });
            }
            Self::Double(value) => {
                let _ = write!(out, "{value}");
            }
            Self::Text(value) => write_text(out, value),
            Self::Raw(value) => out.push_str(value),
            Self::List(items) => {
                out.push('[');
                for (position, item) in items.iter().enumerate() {
                    if position > 0 {
                        out.push_str(comma);
                    }
                    item.write(out, dialect, comma);
                }
                out.push(']');
            }
            Self::Message(fields) => {
                let mut first = true;
                out.push('{');
                for (name, value) in fields {
                    if dialect == Dialect::Sparse && value.is_unset() {
                        continue;
                    }
                    if !std::mem::take(&mut first) {
                        out.push_str(comma);
                    }
                    let _ = write!(out, "\"{name}\":");
                    value.write(out, dialect, comma);
                }
                out.push('}');
            }
            Self::Map(entries) => {
                out.push('{');
                for (position, (name, value)) in entries.iter().enumerate() {
                    if position > 0 {
                        out.push_str(comma);
                    }
                    write_text(out, name);
                    out.push(':');
                    write_text(out, value);
                }
                out.push('}');
            }
        }
    }
}

fn write_text(out: &mut String, value: &str) {
    let plain = |byte: u8| byte >= 0x20 && byte != b'"' && byte != b'\\';
    if value.bytes().all(plain) {
        out.push('"');
        out.push_str(value);
        out.push('"');
    } else {
        out.push_str(&serde_json::Value::from(value).to_string());
    }
}

/// Stream frames pass through Go's `encoding/json`, which escapes characters that HTML gives a meaning.
fn escape_like_go(text: String) -> String {
    // The two line separators begin with the byte 0xe2.
    let plain = |byte: u8| !matches!(byte, b'<' | b'>' | b'&' | 0xe2);
    if text.bytes().all(plain) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", character as u32);
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Json {
        Json::Message(vec![
            ("name", Json::text("a<b")),
            ("empty", Json::text("")),
            ("list", Json::List(vec![Json::Int(1), Json::Null])),
            ("score", Json::Double(0.0)),
        ])
    }

    #[test]
    fn the_go_dialect_writes_unset_fields_and_spaces_after_commas() {
        assert_eq!(
            sample().unary(Dialect::Go),
            r#"{"name":"a<b", "empty":"", "list":[1, null], "score":0}"#
        );
    }

    #[test]
    fn a_go_stream_frame_has_no_spaces_and_escapes_html() {
        assert_eq!(
            sample().frame(Dialect::Go),
            r#"{"name":"a\u003cb","empty":"","list":[1,null],"score":0}"#
        );
    }

    #[test]
    fn the_sparse_dialect_leaves_unset_fields_out_but_never_list_items() {
        assert_eq!(
            sample().unary(Dialect::Sparse),
            r#"{"name":"a<b","list":[1,null]}"#
        );
    }
}
