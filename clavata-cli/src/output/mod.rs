//! What is printed on stdout, in each of the formats.

mod csv;
mod json;
mod jsonl;
mod list;
mod table;
mod verdict;

use std::io::{self, BufWriter, Write};

use clavata_api_ext::api::EvaluateResponse;
use clavata_api_ext::flatten::Found;
use clavata_api_ext::{Job, LabelAnswers, Level};

pub(crate) use list::minute;

use crate::arguments::{Format, Shown};
use crate::terminal;

/// A format. What it is given it prints in that order; nothing need be visible before
/// [`flush`](Output::flush).
pub(crate) trait Output {
    /// Prints a job.
    fn job(&mut self, job: &Job) -> io::Result<()>;

    /// Prints one answer of an evaluate stream; `index` says which, counted from 0.
    fn evaluation(&mut self, index: usize, answer: &EvaluateResponse) -> io::Result<()>;

    /// Prints the answers of label versions, in the order of the request.
    fn labels(&mut self, answers: &LabelAnswers) -> io::Result<()>;

    /// Content of an evaluation has no result. Formats with a line for each content say so.
    fn unjudged(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Prints what was found in bytes. Only for formats of rows and verdicts, see [`from_bytes`].
    fn found(&mut self, _found: &Found<'_>) -> io::Result<()> {
        Ok(())
    }

    /// Prints what is formatted already, by [`InBytes`] of the same format.
    fn formatted(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Makes everything visible that was printed.
    fn flush(&mut self) -> io::Result<()>;
}

/// Opens stdout in a format.
pub(crate) fn open(shown: &Shown) -> Box<dyn Output> {
    to(stdout(), shown.format, shown.level())
}

/// Opens stdout for many jobs: in a table, one line each unless their rows were asked for.
pub(crate) fn open_list(shown: &Shown) -> Box<dyn Output> {
    if shown.format == Format::Table && !shown.has_level() {
        return Box::new(list::List::new(stdout(), terminal::width()));
    }
    open(shown)
}

/// Opens a buffer in a format that can be made straight from bytes; none where the format needs
/// whole answers.
pub(crate) fn from_bytes(shown: &Shown) -> Option<Box<dyn InBytes>> {
    let level = shown.level();
    match shown.format {
        Format::Jsonl => Some(Box::new(jsonl::Jsonl::new(Vec::new(), level))),
        Format::Csv => Some(Box::new(csv::Csv::without_head(Vec::new(), level))),
        Format::Verdict => Some(Box::new(verdict::VerdictLines::new(Vec::new()))),
        Format::Table | Format::Json => None,
    }
}

/// A format that prints into memory.
pub(crate) trait InBytes: Output + Send {
    /// Takes what was printed since this was asked last.
    fn take(&mut self) -> io::Result<Vec<u8>>;
}

/// Buffered, so that what is printed becomes visible when it is flushed.
pub(crate) fn stdout() -> impl Write {
    BufWriter::with_capacity(1 << 16, io::stdout())
}

fn to(out: impl Write + 'static, format: Format, level: Level) -> Box<dyn Output> {
    match format {
        Format::Table => {
            let table = table::Table::new(out, level, terminal::width(), terminal::has_colour());
            Box::new(table)
        }
        Format::Jsonl => Box::new(jsonl::Jsonl::new(out, level)),
        Format::Json => Box::new(json::Json::new(out)),
        Format::Csv => Box::new(csv::Csv::new(out, level)),
        Format::Verdict => Box::new(verdict::VerdictLines::new(out)),
    }
}

/// Writes a value as JSON on a line of its own.
fn json_line(out: &mut impl Write, value: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}
