//! The target of results: stdout or a file.

use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use super::pending::Pending;
use crate::arguments::{Format, Shown};
use crate::exit::{End, Failure};
use crate::terminal::{Guard, Masked, Writing, secret};

const BUFFER: usize = 1 << 16;

/// The writer that a format prints to.
pub(crate) type Sink = Box<dyn Write + Send>;

/// Buffered: output becomes visible when it is flushed.
pub(crate) fn stdout() -> BufWriter<io::Stdout> {
    BufWriter::with_capacity(BUFFER, io::stdout())
}

/// Like [`stdout`], for data: masks the key, and escapes what would control a terminal.
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

/// How to escape a format on a terminal. `None` if the format does so itself.
pub(super) fn writing(format: Format) -> Option<Writing> {
    match format {
        Format::Json | Format::Jsonl | Format::Verdict => Some(Writing::Json),
        Format::Csv | Format::Html => Some(Writing::Text),
        Format::Table | Format::Parquet | Format::Arrow => None,
    }
}

/// Fails if the output cannot work, before anything is done or paid for.
pub(super) fn check(shown: &Shown) -> Result<(), Failure> {
    let Some(file) = &shown.output else {
        if shown.format().is_for_files() && io::stdout().is_terminal() {
            let what = "this format is meant for files and is not printed on a terminal";
            let hint = "name a file with --output, or use --format table";
            return Err(Failure::input(what, hint));
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
        Err(unwritable(
            file,
            &io::Error::new(io::ErrorKind::NotFound, "its folder does not exist"),
        ))
    }
}

/// Fails if the output would replace an input.
pub(crate) fn check_inputs(
    output: Option<&Path>,
    mut inputs: impl Iterator<Item = PathBuf>,
) -> Result<(), Failure> {
    let output = output.and_then(|output| output.canonicalize().ok());
    let Some(output) = output.filter(|output| output.is_file()) else {
        return Ok(());
    };
    let is_stdin = |input: &Path| input.as_os_str() == "-";
    let is_output = |input: &PathBuf| {
        let file = Some(&**input).filter(|input| !is_stdin(input));
        let file = file.unwrap_or(Path::new("/dev/stdin")).canonicalize();
        file.is_ok_and(|file| file == output)
    };
    let Some(input) = inputs.find(is_output) else {
        return Ok(());
    };
    let name = if is_stdin(&input) {
        "stdin".into()
    } else {
        input.to_string_lossy()
    };
    let what = format!("the output would replace the input {name}");
    let hint = "name another file with --output";
    Err(Failure::input(what, hint))
}

/// Opens the target, and returns what to do once the results are complete.
pub(super) fn open(shown: &Shown) -> Result<(Sink, Option<Pending>), End> {
    open_as(shown, writing(shown.format()))
}

pub(super) fn open_as(
    shown: &Shown,
    writing: Option<Writing>,
) -> Result<(Sink, Option<Pending>), End> {
    let Some(file) = &shown.output else {
        let is_terminal = io::stdout().is_terminal();
        let out = guarded(stdout(), is_terminal, writing);
        return Ok((out, None));
    };
    let opened = Pending::create(file).map_err(|error| unwritable(file, &error))?;
    let (file, pending) = opened;
    let is_terminal = file.is_terminal();
    let out = BufWriter::with_capacity(BUFFER, file);
    let out = guarded(out, is_terminal, writing);
    Ok((out, Some(pending)))
}

fn unwritable(file: &Path, why: &io::Error) -> Failure {
    let what = format!("cannot write {}: {why}", file.display());
    let hint = "name a file in an existing, writable folder";
    Failure::input(what, hint)
}

fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}
