//! Prints results in each of the formats.

mod aligned;
mod choice;
mod condition;
mod copied;
mod each_result;
mod formats;
mod html;
mod json;
mod keeping;
mod layout;
mod list;
mod made;
mod opening;
mod pending;
mod record_lines;
mod shown_rows;
mod source;
mod table;
mod table_rows;
#[cfg(feature = "arrow")]
mod tables;
mod target;
mod text;
mod verdict;
mod verdict_line;

use std::io::{self, Write};

use clavata_api_ext::api::EvaluateResponse;
use clavata_api_ext::flatten::Found;
#[cfg(feature = "arrow")]
use clavata_api_ext::tables::RecordBatch;
use clavata_api_ext::{ContentResult, Evaluated, Job, LabelAnswers};

pub(crate) use copied::{Copied, write};
pub(crate) use each_result::{EachResult, Seen};
pub(crate) use formats::{from_bytes, shows_times, shows_what_follows};
pub(crate) use html::{escaped, hash, style};
pub(crate) use list::minute;
use made::{Made, Making};
#[cfg(not(feature = "arrow"))]
pub(crate) use opening::no_tables;
pub(crate) use opening::{check, only_kept, open, open_with};
pub(crate) use target::{check_inputs, data_stdout, stdout};

use crate::verdicts::Judge;

/// A format. It prints in the order of the calls, but output may become visible only at
/// [`flush`](Output::flush). Each answer comes with its judge, which knows whether an error came with the answer.
pub(crate) trait Output {
    /// Says that what is printed next was read from this line of a file, from 1.
    fn at(&mut self, _file: &str, _line: usize) {}

    /// Prints a job.
    fn job(&mut self, job: &Job, judge: Judge) -> io::Result<()>;

    /// Prints the answer of an evaluate stream at `index`, from 0.
    fn evaluation(
        &mut self,
        index: usize,
        answer: &EvaluateResponse,
        judge: Judge,
    ) -> io::Result<()> {
        self.result(&ContentResult::of_evaluation(index, answer), judge)
    }

    /// Prints the result for one piece of content. [`evaluation`](Output::evaluation) and
    /// [`judged`](Output::judged) call it.
    fn result(&mut self, result: &ContentResult<'_>, judge: Judge) -> io::Result<()>;

    /// Prints the answers of label versions, in the order of the request.
    fn labels(&mut self, answers: &LabelAnswers, judge: Judge) -> io::Result<()>;

    /// Prints the answer for an input, from 0, of an evaluation that this program ran.
    fn judged(&mut self, input: usize, answer: &Evaluated, judge: Judge) -> io::Result<()> {
        self.result(&answer.result_at(input), judge)
    }

    /// Says that an input has no valid answer. Formats with a line for each input print one.
    fn unjudged(&mut self, _input: usize) -> io::Result<()> {
        Ok(())
    }

    /// Holds back verdicts until [`release`](Output::release), because more may arrive with the answers that are
    /// printed until then. Other formats hold back nothing.
    fn hold(&mut self) {}

    /// Prints what was held back. If an error came with the answers, none of them is printed as clear.
    fn release(&mut self, _is_doubted: bool) -> io::Result<()> {
        Ok(())
    }

    /// Says that a value of a file could not be read, or says that nothing was judged. Formats with a line for
    /// each value print one.
    fn unread(&mut self, _why: &str) -> io::Result<()> {
        Ok(())
    }

    /// Says that an input could not be read to its end. Self-contained formats say so.
    fn missed(&mut self, _why: &str) {}

    /// Prints an answer that belongs to no input, in formats whose lines do not name the input.
    fn stray(&mut self, _answer: &Evaluated, _judge: Judge) -> io::Result<()> {
        Ok(())
    }

    /// Prints what [`FromBytes`] made for the same format. Formats that need whole answers fail.
    fn piece(&mut self, _piece: &Piece) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Makes everything printed so far visible.
    fn flush(&mut self) -> io::Result<()>;

    /// Writes what must follow all results. Must be the last call.
    fn finish(&mut self) -> io::Result<()> {
        self.flush()
    }
}

/// A format that is made directly from bytes, in memory.
pub(crate) trait FromBytes: Send {
    /// Adds what was found in the bytes.
    fn found(&mut self, found: &Found<'_>) -> io::Result<()>;

    /// The number of bytes since the last [`take`](FromBytes::take). 0 if unknown.
    fn size(&self) -> usize {
        0
    }

    /// How much was made since the last [`take`](FromBytes::take), for [`back`](FromBytes::back).
    fn mark(&self) -> usize;

    /// Discards what was made since a mark that was set between two values.
    fn back(&mut self, to: usize);

    /// Takes what was made since the last call.
    fn take(&mut self) -> io::Result<Piece>;

    /// Discards the job that has begun, because the rest of it cannot be read.
    fn forget(&mut self) {}
}

/// Results for an [`Output`] of the same format.
pub(crate) enum Piece {
    Text(Made),
    #[cfg(feature = "arrow")]
    Rows(Vec<RecordBatch>),
}

impl Piece {
    /// The size in bytes. 0 if unknown.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            #[cfg(feature = "arrow")]
            Self::Rows(_) => 0,
        }
    }
}

/// Writes a value as JSON on a line of its own.
fn json_line(out: &mut impl Write, value: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}
