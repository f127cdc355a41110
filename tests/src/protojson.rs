//! Request bodies, parsed as strictly as protobuf's JSON parser does, with its messages.

use crate::reader::Reader;
use serde::de::IgnoredAny;

/// The fields of a message.
pub(crate) struct Schema(pub(crate) &'static [Field]);

/// One field: its JSON name, its kind, and the group of which only one member may be set.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) oneof: Option<&'static str>,
}

#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Text,
    Bytes,
    Double,
    Int64,
    Bool,
    Message(&'static Schema),
    Messages(&'static Schema),
    Texts,
    /// Text to text.
    Map,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Double => "double",
            Self::Int64 => "int64",
            Self::Bool => "bool",
            _ => "string",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Text(String),
    Bytes(Vec<u8>),
    Double(f64),
    Int64(i64),
    Bool(bool),
    Message(Message),
    Messages(Vec<Message>),
    Texts(Vec<String>),
    Map(Vec<(String, String)>),
}

/// The fields that were set, under their JSON names.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Message(pub(crate) Vec<(&'static str, Value)>);

impl Message {
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(n, _)| *n == name).map(|(_, v)| v)
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        match self.get(name) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    pub(crate) fn double(&self, name: &str) -> f64 {
        match self.get(name) {
            Some(Value::Double(number)) => *number,
            _ => 0.0,
        }
    }

    pub(crate) fn message(&self, name: &str) -> Option<&Message> {
        match self.get(name) {
            Some(Value::Message(message)) => Some(message),
            _ => None,
        }
    }

    pub(crate) fn messages(&self, name: &str) -> &[Message] {
        match self.get(name) {
            Some(Value::Messages(messages)) => messages,
            _ => &[],
        }
    }

    pub(crate) fn texts(&self, name: &str) -> &[String] {
        match self.get(name) {
            Some(Value::Texts(texts)) => texts,
            _ => &[],
        }
    }

    pub(crate) fn map(&self, name: &str) -> &[(String, String)] {
        match self.get(name) {
            Some(Value::Map(entries)) => entries,
            _ => &[],
        }
    }
}

/// Parses a body as a message. Like the gateway, it accepts an empty body as an empty message, and ignores
/// everything after the first JSON value.
pub(crate) fn parse(schema: &Schema, body: &[u8]) -> Result<Message, String> {
    let Ok(text) = std::str::from_utf8(body) else {
        return Err("proto:\u{a0}syntax error (line 1:1): invalid UTF-8 in string".to_owned());
    };
    let text = text.trim_start();
    if text.is_empty() {
        return Ok(Message::default());
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    if let Some(Err(error)) = values.next() {
        return Err(if error.is_eof() {
            "unexpected EOF".to_owned()
        } else {
            format!("invalid JSON: {error}")
        });
    }
    Reader::new(text).message(schema)
}

/// The text of a member of a JSON object, as written. The object must be valid JSON.
pub(crate) fn member<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    Reader::new(text).member(name)
}
