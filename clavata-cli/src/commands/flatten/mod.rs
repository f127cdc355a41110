//! `clavata flatten`: prints the rows of saved answers.

mod careful;
mod cores;
mod failures;
mod files;
mod foresee;
mod parts;
mod pieces;
mod quick;
mod stream;

use std::io;
use std::path::{Path, PathBuf};

use clavata_api_ext::News;
use clavata_api_ext::json::{self, Blocks};

use self::cores::Cores;
use self::foresee::Foreseen;
use self::pieces::Held;
use self::quick::{Done, Quick};
use self::stream::Stream;
use crate::arguments::{FlattenArguments, Format, Shown, Table};
use crate::exit::{Code, End, Failure};
use crate::input::{Ahead, Opened, open};
use crate::output::{self, Output};
use crate::progress::Bar;
use crate::signals;
use crate::terminal::note;
use crate::verdicts::{Judge, Verdicts};

/// The longest value to read, in bytes.
const LIMIT: usize = 256 << 20;

/// The size from which on a list of jobs, or a job, is read in pieces, in bytes.
const LONG: usize = 1 << 20;

/// The number of inputs, or of values of an input, that cannot be read to report one by one.
const TOLD: usize = 5;

/// Files below this size are not worth a thread.
const SMALL: u64 = 1 << 20;

pub(super) fn run(arguments: &FlattenArguments) -> Result<(), End> {
    let output = match arguments.table {
        Table::Rows => output::open(&arguments.shown)?,
        Table::Jobs => output::open_jobs(&arguments.shown)?,
        Table::Usage => output::open_usage(&arguments.shown)?,
    };
    let mut flatten = Flatten::into(output, &arguments.shown);
    flatten.needs_jobs = arguments.table == Table::Jobs;
    flatten.is_whole = arguments.table != Table::Rows;
    flatten.news = arguments.news.then(News::default);
    let files = (&arguments.files[..], arguments.files_from.as_deref());
    flatten.all(files, &arguments.shown)
}

/// Reads whole answers for an output that keeps them.
pub(super) fn keep(files: &[PathBuf], output: Box<dyn Output>) -> Result<(), End> {
    let shown = Shown::whole();
    Flatten::into(output, &shown).all((files, None), &shown)
}

/// Hands the answers to an output that needs them whole. Returns the code of what could not be read, which
/// has been reported.
pub(super) fn gather(
    arguments: &FlattenArguments,
    output: Box<dyn Output>,
) -> Result<Option<Code>, End> {
    let shown = &arguments.shown;
    match Flatten::into(output, shown).all((&arguments.files, None), shown) {
        Ok(()) => Ok(None),
        Err(End::Reported(code)) => Ok(Some(code)),
        Err(end) => Err(end),
    }
}

struct Flatten {
    output: Box<dyn Output>,
    /// Whether the table needs whole answers.
    is_whole: bool,
    /// Whether it has nothing but jobs.
    needs_jobs: bool,
    judge: Judge,
    verdicts: Verdicts,
    /// What the contract does not know, if it was asked for.
    news: Option<News>,
    failure: Option<Code>,
    /// For small inputs: it knows the reports of the last ones.
    quick: Option<Quick>,
    /// The value that comes in pieces.
    held: Option<Held>,
    /// Whether there was an answer.
    has_answers: bool,
    /// The number of inputs that could not be read.
    unread: usize,
    bar: Bar,
}

impl Flatten {
    fn into(output: Box<dyn Output>, shown: &Shown) -> Self {
        Self {
            output,
            is_whole: false,
            needs_jobs: false,
            judge: shown.judge(),
            verdicts: Verdicts::default(),
            news: None,
            failure: None,
            quick: None,
            held: None,
            has_answers: false,
            unread: 0,
            bar: Bar::hidden(),
        }
    }

    /// Reads the files, and those that a file names.
    fn all(
        mut self,
        (files, files_from): (&[PathBuf], Option<&Path>),
        shown: &Shown,
    ) -> Result<(), End> {
        let mut listed = Vec::new();
        if let Some(list) = files_from {
            listed = files::listed(list)?;
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
                    self.fail_to_read(&failures::unopened(&path.display().to_string(), &error))?;
                }
            }
        }
        self.bar.finish();
        if self.unread > TOLD {
            self.fail(&failures::more_inputs(self.unread - TOLD))?;
        }
        // A file without any answer must not look like one without a hit.
        let is_empty = !self.has_answers && shown.format() != Format::Verdict;
        if self.failure.is_none() || shown.output.is_none() || !is_empty {
            self.output.finish()?;
        }
        self.tell_news();
        match self.failure {
            Some(code) => Err(End::Reported(code)),
            None => self.verdicts.end(shown.exit_verdict),
        }
    }

    fn file(&mut self, file: &Path, shown: &Shown) -> Result<(), End> {
        let is_stdin = file == Path::new("-");
        let name = if is_stdin {
            "stdin".to_owned()
        } else {
            file.display().to_string()
        };
        match open(file) {
            Ok(opened) => {
                let is_small = opened.size().is_some_and(|size| size < SMALL);
                if self.input(&name, opened, is_small, shown)? {
                    return Ok(());
                }
                if is_stdin {
                    // A program that found nothing prints nothing, but one that failed does so, too.
                    self.verdicts.see_unjudged();
                    return Ok(());
                }
                self.fail_to_read(&failures::empty(&name))
            }
            Err(error) => self.fail_to_read(&failures::unopened(&name, &error)),
        }
    }

    /// Returns whether there was anything in it.
    fn input(
        &mut self,
        name: &str,
        input: Opened,
        is_small: bool,
        shown: &Shown,
    ) -> Result<bool, End> {
        let mut stream = Stream::of(input.size());
        let size = input.size();
        let bar = self.bar.clone();
        let input = input.watched(move |count| bar.advance(count as u64));
        let quick = self.quick.take().filter(|_| is_small);
        match quick
            .or_else(|| Quick::new(name, shown))
            .filter(|_| !self.is_whole)
        {
            None => {
                self.carefully(name, input, &mut stream)?;
            }
            // The short cut passes over what it does not know.
            Some(_) if self.news.is_some() => {
                let mut blocks = Blocks::new(input, LIMIT);
                while let Some(block) = blocks.next_block().transpose() {
                    self.done(name, block.map(Done::NeedsCare), &mut stream)?;
                    if stream.is_endless() {
                        break;
                    }
                }
            }
            Some(mut quick) if is_small => {
                quick.restart(name);
                let mut blocks = Blocks::new(input, LIMIT).expecting(size);
                while let Some(block) = blocks.next_block().transpose() {
                    self.done(
                        name,
                        block.map(|block| quick.format(block, Foreseen::default(), &mut |_| true)),
                        &mut stream,
                    )?;
                    if stream.is_endless() {
                        break;
                    }
                }
                self.quick = Some(quick);
            }
            Some(_) => {
                for done in Cores::start(name, Ahead::of(input), shown)
                    .into_iter()
                    .flatten()
                {
                    self.done(name, done, &mut stream)?;
                    if stream.is_endless() {
                        break;
                    }
                }
            }
        }
        self.release(true)?;
        if stream.untold() > 0 {
            self.fail(&failures::more(name, stream.untold()))?;
        }
        Ok(stream.any)
    }

    fn done(&mut self, name: &str, done: io::Result<Done>, stream: &mut Stream) -> Result<(), End> {
        signals::heed()?;
        let of = match &done {
            Ok(Done::Read(parts)) => parts.block.piece,
            Ok(Done::Formatted(formatted)) => formatted.of,
            Ok(Done::NeedsCare(block) | Done::Doubted(block) | Done::Broke { rest: block, .. }) => {
                block.piece
            }
            Err(_) => None,
        };
        match of {
            Some(_) => self.hold(),
            None => self.release(true)?,
        }
        let is_sure_end = match &done {
            Ok(Done::Read(parts)) => parts.is_sure_end(),
            Ok(Done::Formatted(formatted)) => formatted.is_sure_end(),
            _ => false,
        };
        if is_sure_end && self.held.as_ref().is_some_and(|held| !held.is_doubted) {
            // The last piece need not be held back.
            self.release(false)?;
        }
        match done {
            Ok(Done::Read(parts)) => self.parts(name, parts, stream)?,
            Ok(Done::Formatted(formatted)) => self.formatted(name, formatted, stream)?,
            Ok(Done::NeedsCare(block)) => self.block(name, &block, stream)?,
            Ok(Done::Doubted(block)) => self.doubted(name, &block, stream)?,
            Ok(Done::Broke { before, why, rest }) => {
                self.formatted(name, before, stream)?;
                self.broke(name, (&why, &rest), stream)?;
            }
            Err(error) => {
                stream.any = true;
                self.fail_midway(&failures::unopened(name, &error))?;
            }
        }
        if let Some(json::Piece::Jobs { is_end, .. } | json::Piece::Job { is_end, .. }) = of
            && is_end
        {
            stream.read(0);
            self.release(false)?;
        }
        // A block is large, or is everything that has arrived.
        Ok(self.output.flush()?)
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
        if self.unread > TOLD {
            return Ok(());
        }
        self.fail(failure)
    }

    /// Reports a failure after the rows before it, and continues: nothing is lost.
    fn fail(&mut self, failure: &Failure) -> Result<(), End> {
        let printed = self.output.flush();
        // A signal causes failures, which are not reported.
        signals::heed()?;
        let code = self.bar.aside(|| failure.tell());
        // Refused content is the most important failure.
        if self.failure.is_none() || code == Code::ContentRefused {
            self.failure = Some(code);
        }
        Ok(printed?)
    }
}
