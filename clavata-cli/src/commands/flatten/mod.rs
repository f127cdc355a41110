//! `clavata flatten`: prints the rows of saved answers.

mod careful;
mod cores;
mod failures;
mod files;
mod lookahead;
mod parts;
mod pieces;
mod quick;
mod reading;
mod stream;

use std::path::{Path, PathBuf};

use clavata_api_ext::News;

pub(super) use self::files::{answers_below, some_exist};
use self::pieces::Held;
use self::quick::Quick;
use crate::archive::archive_of;
use crate::arguments::{FlattenArguments, Format, Shown, Table};
use crate::exit::{Code, End, Failure, Reported};
use crate::input::{name_of, open, unread};
use crate::output::{self, Output};
use crate::progress::Bar;
use crate::signals;
use crate::terminal::note;
use crate::verdicts::{Judge, Verdicts};

/// The largest value that is read, in bytes.
const LIMIT: usize = 256 << 20;

/// A job or list of jobs of at least this size is read in pieces, in bytes.
const LONG: usize = 1 << 20;

/// How many unreadable inputs, or unreadable values of an input, are reported one by one.
const NAMED_FAILURES: usize = 5;

/// Smaller files are not worth a thread, in bytes.
const SMALL: u64 = 1 << 20;

pub(super) fn run(arguments: &FlattenArguments) -> Result<(), End> {
    if arguments.shown.archive.is_some() && arguments.from.files_from.is_none() {
        some_exist(&arguments.from.files)?;
    }
    let output = output::open(&arguments.shown, arguments.table)?;
    let mut flatten = Flatten::into(output, &arguments.shown);
    flatten.table = arguments.table;
    flatten.archives = arguments.shown.archive.is_some();
    flatten.news = arguments.news.then(News::default);
    let from = &arguments.from;
    flatten.all((&from.files, from.files_from.as_deref()), &arguments.shown)
}

/// Passes whole answers to an output that archives them.
pub(super) fn keep(files: &[PathBuf], output: Box<dyn Output>) -> Result<(), End> {
    let shown = Shown::whole(false);
    let mut flatten = Flatten::into(output, &shown);
    flatten.archives = true;
    flatten.all((files, None), &shown)
}

/// Passes whole answers to an output. Returns the exit code for what could not be read, which
/// has been reported.
pub(super) fn gather(
    files: &[PathBuf],
    is_strict: bool,
    output: impl Output,
) -> Result<Option<Code>, End> {
    let shown = Shown::whole(is_strict);
    match Flatten::into(Box::new(output), &shown).all((files, None), &shown) {
        Ok(()) => Ok(None),
        Err(End::Reported(code)) => Ok(Some(code)),
        Err(end) => Err(end),
    }
}

struct Flatten<'a> {
    output: Box<dyn Output + 'a>,
    table: Table,
    /// Whether the answers are added to an archive.
    archives: bool,
    judge: Judge,
    verdicts: Verdicts,
    /// The fields and enum values that the contract does not have, if they were requested.
    news: Option<News>,
    reported: Reported,
    /// For small inputs. It remembers the reports of previous inputs.
    quick: Option<Quick>,
    /// The value that is being read in pieces.
    held: Option<Held>,
    /// Whether there was any answer.
    has_answers: bool,
    /// The number of inputs that could not be read.
    unread: usize,
    bar: Bar,
}

impl<'a> Flatten<'a> {
    fn into(output: Box<dyn Output + 'a>, shown: &Shown) -> Self {
        Self {
            output,
            table: Table::Rows,
            archives: false,
            judge: shown.judge(),
            verdicts: Verdicts::default(),
            news: None,
            reported: Reported::default(),
            quick: None,
            held: None,
            has_answers: false,
            unread: 0,
            bar: Bar::hidden(),
        }
    }

    /// Reads the files, and those named in a list.
    fn all(
        mut self,
        (files, files_from): (&[PathBuf], Option<&Path>),
        shown: &Shown,
    ) -> Result<(), End> {
        let mut listed = Vec::new();
        if let Some(list) = files_from {
            let read = files::listed(list);
            // A signal ends the read with an error, which is not reported.
            signals::heed()?;
            listed = read?;
            if listed.is_empty() {
                self.fail_to_read(&failures::no_files(&list.display().to_string()))?;
            }
        }
        self.bar = Bar::bytes(|| files::size_of(files).filter(|_| listed.is_empty()));
        for path in files.iter().chain(&listed) {
            match files::below(path) {
                Ok(files) => {
                    if files.is_empty() {
                        self.fail_to_read(&failures::no_files(&path.display().to_string()))?;
                    }
                    for file in files {
                        self.file(&file, shown)?;
                    }
                }
                Err(error) => {
                    self.fail_to_read(&unread(&path.display().to_string(), &error))?;
                }
            }
        }
        self.bar.finish();
        if self.unread > NAMED_FAILURES {
            self.fail(&failures::more_inputs(self.unread - NAMED_FAILURES))?;
        }
        // A file without any answer must not look like one without a match.
        let is_empty = !self.has_answers && shown.format() != Format::Verdict;
        if self.reported.is_none() || shown.output.is_none() || !is_empty {
            self.output.finish()?;
        }
        self.tell_news();
        if self.verdicts.lacks_last_page() {
            note("the last page of the list of jobs is missing: each page here names a next one");
        }
        self.reported.end()?;
        self.verdicts.end(shown.exit_verdict)
    }

    fn file(&mut self, file: &Path, shown: &Shown) -> Result<(), End> {
        let name = name_of(file);
        if self.archives
            && let Some(archive) = archive_of(file)
        {
            return self.fail_to_read(&failures::of_archive(&name, &archive));
        }
        match open(file) {
            Ok(opened) => {
                let is_small = opened.size().is_some_and(|size| size < SMALL);
                if self.input(&name, opened, is_small, shown)? {
                    return Ok(());
                }
                if file == Path::new("-") {
                    // A program that found nothing prints nothing, but so does one that failed.
                    self.verdicts.see_unjudged();
                    return Ok(());
                }
                let is_blank = file
                    .metadata()
                    .is_ok_and(|found| found.is_file() && found.len() == 0);
                self.fail_to_read(&if is_blank {
                    failures::blank(&name)
                } else {
                    failures::empty(&name)
                })
            }
            Err(error) => self.fail_to_read(&unread(&name, &error)),
        }
    }

    /// Reports that an input ended early.
    fn fail_midway(&mut self, failure: &Failure) -> Result<(), End> {
        self.output.missed(failure.what());
        self.fail(failure)
    }

    fn tell_news(&self) {
        let Some(news) = &self.news else { return };
        for name in news.names() {
            note(&format!("news: {name}"));
        }
        if news.is_full() {
            note("news: there may be more; these are the first 1,000 names");
        }
    }

    /// Reports an input that cannot be read, up to a limit.
    fn fail_to_read(&mut self, failure: &Failure) -> Result<(), End> {
        self.output.missed(failure.what());
        self.unread += 1;
        if self.unread > NAMED_FAILURES {
            return Ok(());
        }
        self.fail(failure)
    }

    /// Reports a failure after the rows before it, and continues, so that no answer is lost.
    fn fail(&mut self, failure: &Failure) -> Result<(), End> {
        let printed = self.output.flush();
        // A signal causes failures, which are not reported.
        signals::heed()?;
        let reported = &mut self.reported;
        self.bar.aside(|| reported.tell(failure));
        Ok(printed?)
    }
}
