//! Prints results in each of the formats.

mod archived;
mod csv;
mod each_result;
mod html;
mod job_rows;
mod json;
mod jsonl;
mod list;
mod records;
mod table;
#[cfg(feature = "arrow")]
mod tables;
mod target;
mod verdict;
mod verdict_line;

use std::io::{self, Write};

use clavata_api_ext::api::EvaluateResponse;
use clavata_api_ext::flatten::Found;
#[cfg(feature = "arrow")]
use clavata_api_ext::tables::RecordBatch;
use clavata_api_ext::{ContentResult, Evaluated, Job, LabelAnswers};

pub(crate) use each_result::{EachResult, Seen};
pub(crate) use html::{escaped, hash, style};
pub(crate) use list::minute;
pub(crate) use target::{data_stdout, stdout};

use crate::archive::{self, Shared};
use crate::arguments::{CsvOptions, Format, Shown};
use crate::exit::{Code, End, Failure};
use crate::terminal;

/// A format. It prints in the order of the calls. Output may become visible only at
/// [`flush`](Output::flush).
pub(crate) trait Output {
    /// What is printed next was read from this line of a file, from 1.
    fn at(&mut self, _file: &str, _line: usize) {}

    /// Prints a job.
    fn job(&mut self, job: &Job) -> io::Result<()>;

    /// Prints the answer of an evaluate stream at `index`, from 0.
    fn evaluation(&mut self, index: usize, answer: &EvaluateResponse) -> io::Result<()> {
        self.result(&ContentResult::of_evaluation(index, answer))
    }

    /// Prints what was found for one piece of content. [`evaluation`](Output::evaluation) and
    /// [`judged`](Output::judged) call it.
    fn result(&mut self, result: &ContentResult<'_>) -> io::Result<()>;

    /// Prints the answers of label versions, in the order of the request.
    fn labels(&mut self, answers: &LabelAnswers) -> io::Result<()>;

    /// Prints the answer for an input, from 0, of an evaluation that this program ran.
    fn judged(&mut self, input: usize, answer: &Evaluated) -> io::Result<()> {
        self.result(&answer.result_at(input))
    }

    /// An input has no valid answer. Formats with a line for each input say so.
    fn unjudged(&mut self, _input: usize) -> io::Result<()> {
        Ok(())
    }

    /// Whether an error came with the answers until the next call. Formats that print verdicts let none of
    /// them be clear.
    fn doubt(&mut self, is_doubted: bool);

    /// A value of a file could not be read, or says that nothing was judged. Formats with a line for each
    /// value say so.
    fn unread(&mut self, _why: &str) -> io::Result<()> {
        Ok(())
    }

    /// An input could not be read to its end. Formats that stand on their own say so.
    fn missed(&mut self, _why: &str) {}

    /// An answer belongs to no input. Formats whose lines do not name the input print it.
    fn stray(&mut self, _answer: &Evaluated) -> io::Result<()> {
        Ok(())
    }

    /// Prints text that [`FromBytes`] of the same format has made.
    fn formatted(&mut self, text: &[u8]) -> io::Result<()>;

    /// Prints rows that [`FromBytes`] of the same format has collected.
    #[cfg(feature = "arrow")]
    fn gathered(&mut self, _batches: &[RecordBatch]) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Makes everything printed so far visible.
    fn flush(&mut self) -> io::Result<()>;

    /// Writes what must come after all results. Nothing may follow.
    fn finish(&mut self) -> io::Result<()> {
        self.flush()
    }
}

/// Fails if the format cannot be printed, before anything else is done.
pub(crate) fn check(shown: &Shown) -> Result<(), Failure> {
    if shown.format().is_binary() && !cfg!(feature = "arrow") {
        return Err(no_tables());
    }
    if shown.contradicts_itself() {
        let what = "the name of the output says another format than --format";
        let hint = "leave out --format, or choose another name";
        return Err(Failure::new(Code::Input, what, hint));
    }
    if shown.format() != Format::Csv && shown.csv != CsvOptions::default() {
        let what = "the options of CSV change nothing in other formats";
        return Err(Failure::new(Code::Input, what, "add --format csv"));
    }
    if shown.csv.null_is_a_value() {
        let what = format!("--null {:?} would read like a value", shown.csv.null);
        return Err(Failure::new(
            Code::Input,
            what,
            "choose a word such as NULL",
        ));
    }
    target::check(shown)
}

pub(crate) fn no_tables() -> Failure {
    let what = "this clavata was built without tables: parquet and arrow need the feature `arrow`";
    let hint = "build with the feature: cargo run -p clavata-cli --features arrow -- …";
    Failure::new(Code::Input, what, hint)
}

/// Opens stdout, or the given file, in a format. It keeps the answers if that was asked for.
pub(crate) fn open(shown: &Shown) -> Result<Box<dyn Output>, End> {
    keeping(shown, open_plain)
}

fn keeping(
    shown: &Shown,
    open: impl FnOnce(&Shown) -> Result<Box<dyn Output>, End>,
) -> Result<Box<dyn Output>, End> {
    let archive = archive::asked_for(shown)?;
    let output = open(shown)?;
    Ok(match archive {
        Some(archive) => Box::new(archived::Archived::new(archive, Some(output))),
        None => output,
    })
}

/// Opens an output for many jobs, which keeps them in an archive.
pub(crate) fn keeping_list(shown: &Shown, archive: Shared) -> Result<Box<dyn Output>, End> {
    let output = if shown.has_level() {
        open_plain(shown)?
    } else {
        open_plain_jobs(shown)?
    };
    Ok(Box::new(archived::Archived::new(archive, Some(output))))
}

/// Keeps answers in an archive, and prints nothing.
pub(crate) fn only_kept(archive: Shared) -> Box<dyn Output> {
    Box::new(archived::Archived::new(archive, None))
}

/// Opens stdout, or the given file, in a format, for a command that keeps the answers itself.
pub(crate) fn open_plain(shown: &Shown) -> Result<Box<dyn Output>, End> {
    let level = shown.level();
    opened(shown, |out| {
        Ok(match shown.format() {
            Format::Table => {
                let colour = shown.output.is_none() && terminal::has_colour();
                Box::new(table::Table::new(
                    out,
                    (level, shown.judge()),
                    terminal::width(),
                    colour,
                ))
            }
            Format::Jsonl => Box::new(jsonl::Jsonl::new(out, level)),
            Format::Json => Box::new(json::Json::new(out)),
            Format::Csv => Box::new(csv::Csv::new(out, level, &shown.csv)),
            Format::Html => Box::new(html::Html::new(out, shown.judge())),
            #[cfg(feature = "arrow")]
            Format::Parquet => tables::parquet(out, level)?,
            #[cfg(feature = "arrow")]
            Format::Arrow => tables::arrow(out, level)?,
            #[cfg(not(feature = "arrow"))]
            Format::Parquet | Format::Arrow => return Err(no_tables().into()),
            Format::Verdict => Box::new(verdict::VerdictLines::new(out, shown.judge())),
        })
    })
}

/// Opens an output for many jobs: one line or row each, unless the caller asked for the rows of their
/// reports by giving a level.
pub(crate) fn open_list(shown: &Shown) -> Result<Box<dyn Output>, End> {
    if shown.has_level() {
        open(shown)
    } else {
        open_jobs(shown)
    }
}

/// Opens an output for the table of jobs.
pub(crate) fn open_jobs(shown: &Shown) -> Result<Box<dyn Output>, End> {
    keeping(shown, open_plain_jobs)
}

fn open_plain_jobs(shown: &Shown) -> Result<Box<dyn Output>, End> {
    match shown.format() {
        Format::Table => opened(shown, |out| {
            Ok(Box::new(list::List::new(
                out,
                terminal::width(),
                shown.judge(),
            )))
        }),
        Format::Jsonl => opened(shown, |out| {
            let rows = job_rows::Jsonl(out);
            Ok(Box::new(job_rows::JobRows::new(rows, shown.judge())))
        }),
        Format::Csv => opened(shown, |out| {
            let rows = job_rows::Csv::new(out, &shown.csv);
            Ok(Box::new(job_rows::JobRows::new(rows, shown.judge())))
        }),
        #[cfg(feature = "arrow")]
        Format::Parquet => opened(shown, |out| {
            let rows = tables::JobFile::parquet(out)?;
            Ok(Box::new(job_rows::JobRows::new(rows, shown.judge())))
        }),
        #[cfg(feature = "arrow")]
        Format::Arrow => opened(shown, |out| {
            let rows = tables::JobFile::arrow(out)?;
            Ok(Box::new(job_rows::JobRows::new(rows, shown.judge())))
        }),
        #[cfg(not(feature = "arrow"))]
        Format::Parquet | Format::Arrow => Err(no_tables().into()),
        // They print whole jobs in any case.
        Format::Json | Format::Verdict | Format::Html => open_plain(shown),
    }
}

fn opened(
    shown: &Shown,
    format: impl FnOnce(target::Sink) -> Result<Box<dyn Output>, End>,
) -> Result<Box<dyn Output>, End> {
    let (out, pending) = target::open(shown)?;
    let output = format(out)?;
    Ok(match pending {
        Some(pending) => Box::new(target::ToFile::new(output, pending)),
        None => output,
    })
}

/// Writes a whole text where the options say.
pub(crate) fn write(shown: &Shown, text: &[u8]) -> Result<(), End> {
    target::check(shown)?;
    let (mut out, pending) = target::open(shown)?;
    out.write_all(text)?;
    out.flush()?;
    // The file is complete once its writer is gone.
    drop(out);
    Ok(pending.map_or(Ok(()), |mut pending| pending.finish())?)
}

/// Opens a format that can be made straight from bytes. `None` if the format needs whole answers.
pub(crate) fn from_bytes(shown: &Shown) -> Option<Box<dyn FromBytes>> {
    if shown.archive.is_some() {
        return None;
    }
    let level = shown.level();
    match shown.format() {
        Format::Jsonl => Some(Box::new(jsonl::Jsonl::new(Vec::new(), level))),
        Format::Csv => Some(Box::new(csv::Csv::without_head(
            Vec::new(),
            level,
            &shown.csv,
        ))),
        Format::Verdict => Some(Box::new(verdict::VerdictLines::new(
            Vec::new(),
            shown.judge(),
        ))),
        #[cfg(feature = "arrow")]
        Format::Parquet | Format::Arrow => Some(Box::new(tables::Gathered::new())),
        #[cfg(not(feature = "arrow"))]
        Format::Parquet | Format::Arrow => None,
        Format::Table | Format::Json | Format::Html => None,
    }
}

/// A format that is made straight from bytes, in memory.
pub(crate) trait FromBytes: Send {
    /// Adds what was found in bytes.
    fn found(&mut self, found: &Found<'_>) -> io::Result<()>;

    /// The number of bytes since the last take. 0 if it is not known.
    fn size(&self) -> usize {
        0
    }

    /// Takes what was made since the last take.
    fn take(&mut self) -> io::Result<Piece>;
}

/// Results for an [`Output`] of the same format.
pub(crate) enum Piece {
    Text(Vec<u8>),
    #[cfg(feature = "arrow")]
    Rows(Vec<RecordBatch>),
}

impl Piece {
    pub(crate) fn print(&self, output: &mut dyn Output) -> io::Result<()> {
        match self {
            Self::Text(text) => output.formatted(text),
            #[cfg(feature = "arrow")]
            Self::Rows(batches) => output.gathered(batches),
        }
    }
}

/// Writes a value as JSON on a line of its own.
fn json_line(out: &mut impl Write, value: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}
