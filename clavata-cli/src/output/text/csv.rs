//! Rows as CSV (RFC 4180), with the user's options.
//!
//! Metadata is a JSON object, and numbers are written as in JSON. The crate csv is not used, because it cannot
//! quote one empty field and not another, and Spark tells null from empty text by that alone.

use std::borrow::Cow;
use std::io;

use clavata_api_ext::Cell;
use memchr::memchr_iter;

use super::Form;
use super::json::value;
use super::scan::Special;
use super::times::Times;
use crate::arguments::CsvOptions;

/// A byte order mark, by which Excel recognizes UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// The bytes that make quotes necessary.
const QUOTED: Special<4> = Special {
    bytes: *b",\"\n\r",
    below: 0,
};

pub(in super::super) struct Csv {
    options: CsvOptions,
    null: Vec<u8>,
    times: Times,
    json: Vec<u8>,
}

impl Csv {
    pub(in super::super) fn new(options: &CsvOptions) -> Self {
        let mut null = Vec::new();
        quote(options.null.as_bytes(), false, &mut null);
        Self {
            options: options.clone(),
            null,
            times: Times::default(),
            json: Vec::new(),
        }
    }

    /// Adds text from outside the program.
    #[inline]
    fn text(&self, text: &str, to: &mut Vec<u8>) {
        // If there is a word for null, quotes distinguish empty text, or text equal to that word, from it.
        let options = &self.options;
        if !options.excel && !options.escape_newlines {
            return quote(text.as_bytes(), self.is_like_null(text), to);
        }
        let mut text = Cow::from(text);
        if options.excel && is_formula(&text) {
            text = format!("'{text}").into();
        }
        if options.escape_newlines && text.contains(['\n', '\r', '\\']) {
            let escaped = text.replace('\\', r"\\").replace('\n', r"\n");
            text = escaped.replace('\r', r"\r").into();
        }
        quote(text.as_bytes(), self.is_like_null(&text), to);
    }

    #[inline]
    fn is_like_null(&self, text: &str) -> bool {
        let null = &self.options.null;
        !null.is_empty() && (text.is_empty() || text == null)
    }
}

impl Form for Csv {
    const END: &'static str = "\r\n";

    const EMPTY: &'static str = "\"\"";

    fn head(&self, names: &[&str], to: &mut Vec<u8>) {
        if self.options.excel {
            to.extend_from_slice(MARK);
        }
        to.extend_from_slice(names.join(",").as_bytes());
        to.extend_from_slice(Self::END.as_bytes());
    }

    fn before(_name: &str, is_first: bool) -> String {
        if is_first { "" } else { "," }.to_owned()
    }

    #[inline]
    fn cell(&mut self, column: usize, cell: &Cell<'_>, to: &mut Vec<u8>) -> io::Result<()> {
        match cell {
            Cell::Null => to.extend_from_slice(&self.null),
            Cell::Text(text) => self.text(text, to),
            // An id is text from outside: it is kept as received.
            Cell::Id(id) => self.text(id.as_str(&mut [0; 36]), to),
            Cell::Outcome(_) if self.options.raw_outcomes => self.text(cell.outcome_text(), to),
            Cell::Outcome(_) => self.text(cell.outcome_word(), to),
            Cell::Flag(true) => to.extend_from_slice(b"true"),
            Cell::Flag(false) => to.extend_from_slice(b"false"),
            Cell::Time(time) => {
                let text = self.times.text(column, *time, || Cell::time_text(*time));
                to.extend_from_slice(text.as_bytes());
            }
            Cell::Metadata(_) => {
                self.json.clear();
                value(cell, &mut self.json)?;
                quote(&self.json, false, to);
            }
            number => value(number, to)?,
        }
        Ok(())
    }
}

/// Adds a field, quoted if necessary or if `always`.
#[inline]
fn quote(field: &[u8], always: bool, to: &mut Vec<u8>) {
    if always || QUOTED.is_in(field) {
        quoted(field, to);
    } else {
        to.extend_from_slice(field);
    }
}

#[inline(never)]
fn quoted(field: &[u8], to: &mut Vec<u8>) {
    to.push(b'"');
    let mut from = 0;
    for at in memchr_iter(b'"', field) {
        to.extend_from_slice(&field[from..=at]);
        from = at;
    }
    to.extend_from_slice(&field[from..]);
    to.push(b'"');
}

/// Whether a spreadsheet may interpret a text as a formula.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}
