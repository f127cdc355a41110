//! Where results go: stdout, or a file that appears once it is complete.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::Path;

use clavata_api_ext::api::EvaluateResponse;
use clavata_api_ext::files::{Partial, Target};
#[cfg(feature = "arrow")]
use clavata_api_ext::tables::RecordBatch;
use clavata_api_ext::{ContentResult, Evaluated, Job, LabelAnswers};

use super::Output;
use crate::arguments::{Format, Shown};
use crate::exit::{Code, End, Failure};
use crate::signals;
use crate::terminal::{Guard, Masked, Writing, note, secret};

const BUFFER: usize = 1 << 16;

/// The writer of a format.
pub(crate) type Sink = Box<dyn Write + Send>;

/// Buffered: output becomes visible when it is flushed.
pub(crate) fn stdout() -> BufWriter<io::Stdout> {
    BufWriter::with_capacity(BUFFER, io::stdout())
}

/// Like [`stdout`], for data: it masks the key, and escapes what would control a terminal.
pub(crate) fn data_stdout(writing: Writing) -> Sink {
    guarded(stdout(), io::stdout().is_terminal(), Some(writing))
}

fn guarded(out: impl Write + Send + 'static, is_terminal: bool, writing: Option<Writing>) -> Sink {
    let Some(writing) = writing else {
        return Box::new(out);
    };
    let out: Sink = if is_terminal {
        Box::new(Guard::new(out, writing))
    } else {
        Box::new(out)
    };
    match secret() {
        Some(key) => Box::new(BufWriter::with_capacity(BUFFER, Masked::new(out, key))),
        None => out,
    }
}

/// How to escape a format on a terminal. `None` if the format does it itself.
fn writing(format: Format) -> Option<Writing> {
    match format {
        Format::Json | Format::Jsonl | Format::Verdict => Some(Writing::Json),
        Format::Csv | Format::Html => Some(Writing::Text),
        Format::Table | Format::Parquet | Format::Arrow => None,
    }
}

/// Fails early if the output cannot work, before anything is done and paid for.
pub(super) fn check(shown: &Shown) -> Result<(), Failure> {
    let Some(file) = &shown.output else {
        if shown.format().is_for_files() && io::stdout().is_terminal() {
            let what = "cannot print this format on a terminal: it is for files";
            let hint = "name a file with --output, or use --format table";
            return Err(Failure::new(Code::Input, what, hint));
        }
        return Ok(());
    };
    if file.is_dir() || file.file_name().is_none() {
        let why = io::Error::from(io::ErrorKind::IsADirectory);
        return Err(unwritable(file, &why));
    }
    if folder_of(file).is_dir() {
        Ok(())
    } else {
        Err(unwritable(file, &io::ErrorKind::NotFound.into()))
    }
}

/// Opens the target, and returns what to do once the results are complete.
pub(super) fn open(shown: &Shown) -> Result<(Sink, Option<Pending>), End> {
    let Some(file) = &shown.output else {
        let is_terminal = io::stdout().is_terminal();
        let out = guarded(stdout(), is_terminal, writing(shown.format()));
        return Ok((out, None));
    };
    let opened = Pending::create(file).map_err(|error| unwritable(file, &error))?;
    let (file, pending) = opened;
    let is_terminal = file.is_terminal();
    let out = BufWriter::with_capacity(BUFFER, file);
    let out = guarded(out, is_terminal, writing(shown.format()));
    Ok((out, Some(pending)))
}

fn unwritable(file: &Path, why: &io::Error) -> Failure {
    let what = format!("cannot write {}: {why}", file.display());
    let hint = "name a file in an existing, writable folder";
    Failure::new(Code::Input, what, hint)
}

fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// What to do with a file at its end.
pub(super) enum Pending {
    /// It replaces this path once it is complete. So no reader finds half of it, and it can be made from
    /// the file that it replaces.
    Partial(Partial),
    /// A device or a pipe cannot be replaced, and needs no protection.
    Written,
}

impl Pending {
    fn create(file: &Path) -> io::Result<(File, Self)> {
        let there = fs::metadata(file);
        if there.is_ok_and(|there| !there.is_file()) || is_stream(file) {
            let stream = File::options().append(true).open(file)?;
            return Ok((stream, Self::Written));
        }
        let partial = Target::look(file)?.begin()?;
        Ok((partial.file().try_clone()?, Self::Partial(partial)))
    }

    pub(super) fn finish(&mut self) -> io::Result<()> {
        let Self::Partial(partial) = self else {
            return Ok(());
        };
        partial.publish().map_err(|error| {
            let kept = partial.keep().display();
            let why = match error.kind() {
                io::ErrorKind::AlreadyExists => {
                    "another file was created there in the meantime, and was kept".to_owned()
                }
                _ => error.to_string(),
            };
            io::Error::new(error.kind(), format!("{why}; the results are in {kept}"))
        })
    }

    /// Keeps what has arrived under the name of a partial file, if anything has.
    fn keep(&mut self) {
        if let Self::Partial(partial) = self
            && partial.file().metadata().is_ok_and(|file| file.len() > 0)
        {
            let kept = partial.keep().display();
            note(&format!("partial results are in {kept}"));
        }
    }
}

/// Whether a path names a file that the program already has open, such as `/dev/stdout`.
fn is_stream(file: &Path) -> bool {
    ["/dev", "/proc"]
        .iter()
        .any(|folder| file.starts_with(folder))
        && file.is_symlink()
}

/// An output to a file that appears once it is complete.
pub(super) struct ToFile {
    output: Box<dyn Output>,
    pending: Pending,
    /// Whether there is more than a header.
    has_results: bool,
    is_broken: bool,
    is_finished: bool,
}

impl ToFile {
    pub(super) fn new(output: Box<dyn Output>, pending: Pending) -> Self {
        Self {
            output,
            pending,
            has_results: false,
            is_broken: false,
            is_finished: false,
        }
    }

    fn print(&mut self, print: impl FnOnce(&mut dyn Output) -> io::Result<()>) -> io::Result<()> {
        self.has_results = true;
        print(&mut *self.output).inspect_err(|_| self.is_broken = true)
    }
}

/// Keeps what has arrived, because it may have been paid for. A signal drops the output of a command, and
/// a full disk ends the command with an error.
impl Drop for ToFile {
    fn drop(&mut self) {
        let was_cut = self.is_broken || (signals::caught().is_some() && !self.is_finished);
        if !was_cut || !self.has_results {
            return;
        }
        self.output
            .missed("this is not complete: it was interrupted, and shows what had arrived by then");
        // If the end cannot be written, the start is still there.
        let _ = self.output.finish();
        self.pending.keep();
    }
}

impl Output for ToFile {
    fn at(&mut self, file: &str, line: usize) {
        self.output.at(file, line);
    }

    fn doubt(&mut self, is_doubted: bool) {
        self.output.doubt(is_doubted);
    }

    fn job(&mut self, job: &Job) -> io::Result<()> {
        self.print(|output| output.job(job))
    }

    fn evaluation(&mut self, index: usize, answer: &EvaluateResponse) -> io::Result<()> {
        self.print(|output| output.evaluation(index, answer))
    }

    fn result(&mut self, result: &ContentResult<'_>) -> io::Result<()> {
        self.print(|output| output.result(result))
    }

    fn labels(&mut self, answers: &LabelAnswers) -> io::Result<()> {
        self.print(|output| output.labels(answers))
    }

    fn judged(&mut self, input: usize, answer: &Evaluated) -> io::Result<()> {
        self.print(|output| output.judged(input, answer))
    }

    fn unjudged(&mut self, input: usize) -> io::Result<()> {
        self.print(|output| output.unjudged(input))
    }

    fn unread(&mut self, why: &str) -> io::Result<()> {
        self.print(|output| output.unread(why))
    }

    fn missed(&mut self, why: &str) {
        self.output.missed(why);
    }

    fn stray(&mut self, answer: &Evaluated) -> io::Result<()> {
        self.print(|output| output.stray(answer))
    }

    fn formatted(&mut self, text: &[u8]) -> io::Result<()> {
        self.print(|output| output.formatted(text))
    }

    #[cfg(feature = "arrow")]
    fn gathered(&mut self, batches: &[RecordBatch]) -> io::Result<()> {
        self.print(|output| output.gathered(batches))
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.output.flush();
        flushed.inspect_err(|_| self.is_broken = true)
    }

    fn finish(&mut self) -> io::Result<()> {
        let finished = self.output.finish();
        finished.inspect_err(|_| self.is_broken = true)?;
        self.is_finished = true;
        self.pending.finish()
    }
}
