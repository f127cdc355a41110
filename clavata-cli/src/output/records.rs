//! Fields and records of CSV (RFC 4180), with the options of the user.

use std::borrow::Cow;
use std::io::{self, Write};

use clavata_api_ext::{Cell, Record};
use memchr::{memchr, memchr_iter, memchr3};
use serde::Serialize;

use super::choice::Choice;
use crate::arguments::CsvOptions;

/// A byte order mark, by which Excel knows UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Makes records in memory. By hand, because the crate csv cannot quote one empty field and not another,
/// and Spark tells null from empty text by that alone.
pub(super) struct Records {
    made: Vec<u8>,
    options: CsvOptions,
    /// Whether the next field is the first of its record.
    is_first: bool,
    /// Where the record begins in what was made.
    begin: usize,
    json: Vec<u8>,
}

impl Records {
    pub(super) fn new(options: &CsvOptions) -> Self {
        Self {
            made: Vec::new(),
            options: options.clone(),
            is_first: true,
            begin: 0,
            json: Vec::new(),
        }
    }

    /// What comes before the header.
    pub(super) fn mark(&self) -> &'static [u8] {
        if self.options.excel { MARK } else { b"" }
    }

    pub(super) fn head(&mut self, columns: &[&str]) {
        for column in columns {
            self.word(column);
        }
        self.end();
    }

    /// Adds a record with the columns of a row that were chosen.
    pub(super) fn record(&mut self, row: &impl Record, choice: &Choice) -> io::Result<()> {
        choice.each_cell(row, |cell| self.cell(&cell))?;
        self.end();
        Ok(())
    }

    fn cell(&mut self, cell: &Cell<'_>) -> io::Result<()> {
        match cell {
            Cell::Null => self.null(),
            Cell::Text(text) => self.text(text),
            // An id is text from outside: it is kept as it came.
            Cell::Id(id) => self.text(id.as_str(&mut [0; 36])),
            Cell::Outcome(_) if self.options.raw_outcomes => self.text(cell.outcome_text()),
            Cell::Outcome(_) => self.text(cell.outcome_word()),
            Cell::Time(time) => self.word(&Cell::time_text(*time)),
            number_or_metadata => self.json(number_or_metadata)?,
        }
        Ok(())
    }

    /// A text from outside.
    fn text(&mut self, text: &str) {
        let mut text = Cow::from(text);
        if self.options.excel && is_formula(&text) {
            text = format!("'{text}").into();
        }
        if self.options.escape_newlines && text.contains(['\n', '\r', '\\']) {
            let escaped = text.replace('\\', r"\\").replace('\n', r"\n");
            text = escaped.replace('\r', r"\r").into();
        }
        // Where null has a word, quotes keep text that is empty, or is that word, from being taken for it.
        let is_like_null = !self.options.null.is_empty();
        let is_like_null = is_like_null && (text.is_empty() || *text == *self.options.null);
        self.separate();
        quote(&mut self.made, text.as_bytes(), is_like_null);
    }

    /// A word of this program.
    fn word(&mut self, word: &str) {
        self.separate();
        self.made.extend_from_slice(word.as_bytes());
    }

    fn null(&mut self) {
        self.separate();
        quote(&mut self.made, self.options.null.as_bytes(), false);
    }

    /// A number or an object, as JSON writes it.
    fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.json.clear();
        serde_json::to_writer(&mut self.json, value)?;
        self.separate();
        quote(&mut self.made, &self.json, false);
        Ok(())
    }

    /// Ends a record.
    fn end(&mut self) {
        if self.made.len() == self.begin {
            // Its only field is empty. Readers would skip the line.
            self.made.extend_from_slice(b"\"\"");
        }
        self.made.extend_from_slice(b"\r\n");
        self.is_first = true;
        self.begin = self.made.len();
    }

    fn separate(&mut self) {
        if !self.is_first {
            self.made.push(b',');
        }
        self.is_first = false;
    }

    /// The number of bytes of the records so far.
    pub(super) fn size(&self) -> usize {
        self.made.len()
    }

    /// Forgets the records from this size on, and one that has begun.
    pub(super) fn back(&mut self, to: usize) {
        self.made.truncate(to);
        self.begin = self.made.len();
        self.is_first = true;
    }

    /// Writes the records so far.
    pub(super) fn drain(&mut self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(&self.made)?;
        self.made.clear();
        self.begin = 0;
        Ok(())
    }
}

/// Adds a field, in quotes if it needs them or must have them.
fn quote(out: &mut Vec<u8>, field: &[u8], always: bool) {
    let needs = memchr3(b',', b'"', b'\n', field).is_some() || memchr(b'\r', field).is_some();
    if !needs && !always {
        return out.extend_from_slice(field);
    }
    out.push(b'"');
    let mut from = 0;
    for at in memchr_iter(b'"', field) {
        out.extend_from_slice(&field[from..=at]);
        from = at;
    }
    out.extend_from_slice(&field[from..]);
    out.push(b'"');
}

/// Whether a spreadsheet may take a text for a formula.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}
