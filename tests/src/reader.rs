//! Reads well-formed JSON token by token, with positions for messages, as protobuf's parser does.

use crate::protojson::{Field, Kind, Message, Schema, Value};
use crate::scalar::{read, snake, unquote};

/// As recorded, with a no-break space. (protobuf varies it from build to build, so that nobody
/// compares its messages.)
const PREFIX: &str = "proto:\u{a0}";

/// A token of JSON that is known to be well-formed.
#[derive(Clone, Copy)]
struct Token<'a> {
    at: usize,
    raw: &'a str,
}

pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The text of one member of the object that begins here.
    pub(crate) fn member(&mut self, name: &str) -> Option<&'a str> {
        self.next();
        loop {
            let key = self.next();
            if !key.raw.starts_with('"') {
                return None;
            }
            self.space();
            let start = self.at;
            self.skip();
            if key.raw.trim_matches('"') == name {
                return Some(&self.text[start..self.at]);
            }
        }
    }

    fn space(&mut self) {
        let rest = self.text[self.at..].trim_start_matches([' ', '\t', '\r', '\n', ',', ':']);
        self.at = self.text.len() - rest.len();
    }

    fn next(&mut self) -> Token<'a> {
        self.space();
        let (at, rest) = (self.at, &self.text[self.at..]);
        let length = match rest.as_bytes().first() {
            None => 0,
            Some(b'"') => text_length(rest.as_bytes()),
            Some(b'{' | b'}' | b'[' | b']') => 1,
            Some(_) => rest
                .find(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c))
                .unwrap_or(rest.len()),
        };
        self.at += length;
        Token {
            at,
            raw: &rest[..length],
        }
    }

    fn peek(&mut self) -> Token<'a> {
        let at = self.at;
        let token = self.next();
        self.at = at;
        token
    }

    fn skip(&mut self) {
        let mut depth = 0_usize;
        loop {
            match self.next().raw {
                "{" | "[" => depth += 1,
                "}" | "]" => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }

    fn place(&self, token: Token<'_>) -> String {
        let before = &self.text[..token.at];
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before[start..].chars().count() + 1;
        format!("(line {line}:{column})")
    }

    fn wrong(&self, token: Token<'_>, what: &str) -> String {
        format!("{PREFIX}{}: {what}", self.place(token))
    }

    fn unexpected(&self, token: Token<'_>) -> String {
        let place = self.place(token);
        format!(
            "{PREFIX}syntax error {place}: unexpected token {}",
            token.raw
        )
    }

    fn open(&mut self, bracket: &str) -> Result<(), String> {
        let token = self.next();
        if token.raw == bracket {
            Ok(())
        } else {
            Err(self.unexpected(token))
        }
    }

    pub(crate) fn message(&mut self, schema: &Schema) -> Result<Message, String> {
        self.open("{")?;
        let mut message = Message::default();
        let mut seen = Vec::new();
        let mut groups = Vec::new();
        loop {
            let key = self.next();
            if key.raw == "}" {
                return Ok(message);
            }
            let name = unquote(key.raw).unwrap_or_default();
            let known = |field: &&Field| field.name == name || snake(field.name) == name;
            let Some(field) = schema.0.iter().find(known) else {
                return Err(self.wrong(key, &format!("unknown field {}", key.raw)));
            };
            if seen.contains(&field.name) {
                return Err(self.wrong(key, &format!("duplicate field {}", key.raw)));
            }
            seen.push(field.name);
            if self.peek().raw == "null" {
                self.next();
                continue;
            }
            if let Some(group) = field.oneof {
                if groups.contains(&group) {
                    let what = format!("error parsing {}, oneof {group} is already set", key.raw);
                    return Err(self.wrong(key, &what));
                }
                groups.push(group);
            }
            let value = self.value(field)?;
            message.0.push((field.name, value));
        }
    }

    fn value(&mut self, field: &Field) -> Result<Value, String> {
        match field.kind {
            Kind::Message(schema) => Ok(Value::Message(self.message(schema)?)),
            Kind::Messages(schema) => {
                let mut messages = Vec::new();
                self.open("[")?;
                while self.peek().raw != "]" {
                    messages.push(self.message(schema)?);
                }
                self.next();
                Ok(Value::Messages(messages))
            }
            Kind::Texts => {
                let mut texts = Vec::new();
                self.open("[")?;
                while self.peek().raw != "]" {
                    texts.push(self.text(field.name)?);
                }
                self.next();
                Ok(Value::Texts(texts))
            }
            Kind::Map => self.map(),
            Kind::Text => Ok(Value::Text(self.text(field.name)?)),
            scalar => {
                let token = self.next();
                read(scalar, token.raw).ok_or_else(|| self.invalid(token, scalar, field.name))
            }
        }
    }

    fn map(&mut self) -> Result<Value, String> {
        let mut entries: Vec<(String, String)> = Vec::new();
        self.open("{")?;
        loop {
            let key = self.next();
            if key.raw == "}" {
                return Ok(Value::Map(entries));
            }
            let name = unquote(key.raw).ok_or_else(|| self.unexpected(key))?;
            if entries.iter().any(|(known, _)| *known == name) {
                return Err(self.wrong(key, &format!("duplicate map key {}", key.raw)));
            }
            entries.push((name, self.text("value")?));
        }
    }

    fn text(&mut self, field: &str) -> Result<String, String> {
        let token = self.next();
        unquote(token.raw).ok_or_else(|| self.invalid(token, Kind::Text, field))
    }

    fn invalid(&self, token: Token<'_>, kind: Kind, field: &str) -> String {
        let what = format!(
            "invalid value for {} field {field}: {}",
            kind.name(),
            token.raw
        );
        self.wrong(token, &what)
    }
}

/// The length of a quoted text, including the quotes.
fn text_length(bytes: &[u8]) -> usize {
    let mut at = 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}
