//! Where results go: stdout, or a file that is there once it is whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use clavata_api_ext::api::EvaluateResponse;
#[cfg(feature = "arrow")]
use clavata_api_ext::tables::RecordBatch;
use clavata_api_ext::{Job, LabelAnswers};

use super::Output;
use crate::arguments::{Format, Shown};
use crate::exit::{Code, End, Failure};
use crate::terminal::{Guard, Masked, Writing, secret};

const BUFFER: usize = 1 << 16;

/// What a format writes to.
pub(crate) type Sink = Box<dyn Write + Send>;

/// Buffered, so that what is printed becomes visible when it is flushed.
pub(crate) fn stdout() -> BufWriter<io::Stdout> {
    BufWriter::with_capacity(BUFFER, io::stdout())
}

/// As [`stdout`], for data: a terminal gets none of what it would obey, and nobody the key.
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

/// How a format is written to a terminal; none where it takes care of that itself.
fn writing(format: Format) -> Option<Writing> {
    match format {
        Format::Json | Format::Jsonl | Format::Verdict => Some(Writing::Json),
        Format::Csv => Some(Writing::Text),
        Format::Table | Format::Parquet | Format::Arrow => None,
    }
}

/// Refuses what cannot work before anything is done, and paid for.
pub(super) fn check(shown: &Shown) -> Result<(), Failure> {
    let Some(file) = &shown.output else {
        if shown.format.is_binary() && io::stdout().is_terminal() {
            let what = "cannot print a table file on a terminal: it is not text";
            let hint = "name a file with --output, or take --format table";
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

/// Opens what the results go to, and says what is to happen once they are whole.
pub(super) fn open(shown: &Shown) -> Result<(Sink, Option<Pending>), End> {
    let Some(file) = &shown.output else {
        let is_terminal = io::stdout().is_terminal();
        let out = guarded(stdout(), is_terminal, writing(shown.format));
        return Ok((out, None));
    };
    let opened = Pending::create(file).map_err(|error| unwritable(file, &error))?;
    let (file, pending) = opened;
    let is_terminal = file.is_terminal();
    let out = BufWriter::with_capacity(BUFFER, file);
    let out = guarded(out, is_terminal, writing(shown.format));
    Ok((out, Some(pending)))
}

fn unwritable(file: &Path, why: &io::Error) -> Failure {
    let what = format!("cannot write {}: {why}", file.display());
    let hint = "name a file in a folder that is there and can be written to";
    Failure::new(Code::Input, what, hint)
}

fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// A file that is being written beside the one that it is to become, so that a reader never finds
/// half of it there, and so that it may be made from the very file that it replaces.
pub(super) struct Pending {
    partial: Option<PathBuf>,
    file: PathBuf,
}

impl Pending {
    fn create(file: &Path) -> io::Result<(File, Self)> {
        // What a link leads to is replaced, not the link.
        let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
        if file.exists() && !file.is_file() {
            // A device or a pipe cannot be replaced, and needs no protection.
            let partial = None;
            return Ok((
                File::options().write(true).open(&file)?,
                Self { partial, file },
            ));
        }
        let mut name = std::ffi::OsString::from(".");
        name.push(file.file_name().unwrap_or_default());
        name.push(format!(".{}.partial", std::process::id()));
        let partial = folder_of(&file).join(name);
        let created = File::create(&partial)?;
        let partial = Some(partial);
        Ok((created, Self { partial, file }))
    }

    fn finish(&mut self) -> io::Result<()> {
        if let Some(partial) = &self.partial {
            fs::rename(partial, &self.file)?;
        }
        self.partial = None;
        Ok(())
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if let Some(partial) = &self.partial {
            // Whatever ended the command has been told; a leftover harms nobody.
            let _ = fs::remove_file(partial);
        }
    }
}

/// An output to a file, which appears with the last of its results.
pub(super) struct ToFile {
    pub(super) output: Box<dyn Output>,
    pub(super) pending: Pending,
}

impl Output for ToFile {
    fn job(&mut self, job: &Job) -> io::Result<()> {
        self.output.job(job)
    }

    fn evaluation(&mut self, index: usize, answer: &EvaluateResponse) -> io::Result<()> {
        self.output.evaluation(index, answer)
    }

    fn labels(&mut self, answers: &LabelAnswers) -> io::Result<()> {
        self.output.labels(answers)
    }

    fn unjudged(&mut self) -> io::Result<()> {
        self.output.unjudged()
    }

    fn formatted(&mut self, text: &[u8]) -> io::Result<()> {
        self.output.formatted(text)
    }

    #[cfg(feature = "arrow")]
    fn gathered(&mut self, batches: &[RecordBatch]) -> io::Result<()> {
        self.output.gathered(batches)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.output.finish()?;
        self.pending.finish()
    }
}
