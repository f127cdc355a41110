//! Writes JSON as a gateway, an SDK or a script may write it.

use std::fmt::Write as _;
use std::ops::Range;

use fastrand::Rng;

use super::json::{Json, Member};

/// How it is written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Style {
    pub(crate) space: Space,
    /// The percentage of characters to write as `\u` escapes.
    pub(crate) escapes: u8,
    /// The percentage of keys to write as protobuf names its fields.
    pub(crate) snake: u8,
    /// Whether enums are numbers.
    pub(crate) numbers: bool,
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Space {
    #[default]
    None,
    /// Like Go's protojson: a space after each comma.
    Some,
    Pretty,
}

/// The text that was written, and the places of its vital parts.
#[derive(Debug, Default)]
pub(crate) struct Printed {
    pub(crate) text: String,
    pub(crate) vital: Vec<Range<usize>>,
}

pub(crate) fn print(json: &Json, style: &Style, random: &mut Rng) -> Printed {
    let mut printer = Printer {
        style,
        random,
        printed: Printed::default(),
        depth: 0,
    };
    printer.value(json);
    printer.printed
}

struct Printer<'a> {
    style: &'a Style,
    random: &'a mut Rng,
    printed: Printed,
    depth: usize,
}

impl Printer<'_> {
    fn value(&mut self, json: &Json) {
        match json {
            Json::Null => self.printed.text.push_str("null"),
            Json::Number(number) => self.printed.text.push_str(number),
            Json::Enum(_, number) if self.style.numbers => {
                let _ = write!(self.printed.text, "{number}");
            }
            Json::Enum(text, _) => self.text(text),
            Json::Text(text) => self.text(text),
            Json::Written(text) => {
                let _ = write!(self.printed.text, "\"{text}\"");
            }
            Json::List(items) => self.between("[", "]", items, Self::value),
            Json::Object(members) => self.between("{", "}", members, Self::member),
        }
    }

    fn member(&mut self, member: &Member) {
        let start = self.printed.text.len();
        if self.random.u8(..100) < self.style.snake {
            self.text(&snake(member.key));
        } else {
            self.text(member.key);
        }
        let is_scalar = !matches!(member.value, Json::List(_) | Json::Object(_));
        let key_end = self.printed.text.len();
        self.printed.text.push(':');
        if !matches!(self.style.space, Space::None) && self.random.bool() {
            self.printed.text.push(' ');
        }
        self.value(&member.value);
        if member.is_vital {
            let end = if is_scalar {
                self.printed.text.len()
            } else {
                key_end
            };
            self.printed.vital.push(start..end);
        }
    }

    fn between<T>(&mut self, open: &str, close: &str, items: &[T], each: fn(&mut Self, &T)) {
        self.printed.text.push_str(open);
        self.depth += 1;
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.printed.text.push(',');
            }
            match self.style.space {
                Space::Pretty => self.new_line(),
                Space::Some if at > 0 => self.printed.text.push(' '),
                _ => {}
            }
            each(self, item);
        }
        self.depth -= 1;
        if matches!(self.style.space, Space::Pretty) {
            self.new_line();
        }
        self.printed.text.push_str(close);
    }

    fn new_line(&mut self) {
        let _ = write!(self.printed.text, "\n{:1$}", "", 2 * self.depth);
    }

    fn text(&mut self, text: &str) {
        self.printed.text.push('"');
        for character in text.chars() {
            let is_plain = character >= ' ' && !"\"\\".contains(character);
            if is_plain && self.random.u8(..100) >= self.style.escapes {
                self.printed.text.push(character);
                continue;
            }
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(self.printed.text, "\\u{unit:04x}");
            }
        }
        self.printed.text.push('"');
    }
}

fn snake(key: &str) -> String {
    let mut name = String::new();
    for character in key.chars() {
        if character.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(character.to_ascii_lowercase());
    }
    name
}
