//! `clavata flatten`: the rows of answers that are already there.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use clavata_api_ext::api::{EvaluateResponse, Status};
use clavata_api_ext::{ContentResult, Refusals};

use crate::arguments::FlattenArguments;
use crate::exit::{Code, End, Failure};
use crate::input::{Answer, Unreadable, Value, Values, read};
use crate::output::{self, Output};
use crate::terminal::cut;
use crate::verdicts::Verdicts;

pub(super) fn run(arguments: &FlattenArguments) -> Result<(), End> {
    let mut flatten = Flatten {
        output: output::open(&arguments.shown),
        verdicts: Verdicts::default(),
        first_failure: None,
    };
    for file in &arguments.files {
        flatten.file(file)?;
    }
    flatten.output.flush()?;
    match flatten.first_failure {
        Some(code) => Err(End::Reported(code)),
        None => flatten.verdicts.end(arguments.shown.exit_verdict),
    }
}

struct Flatten {
    output: Box<dyn Output>,
    verdicts: Verdicts,
    first_failure: Option<Code>,
}

impl Flatten {
    fn file(&mut self, file: &Path) -> Result<(), End> {
        let name = if file == Path::new("-") {
            "stdin".to_owned()
        } else {
            file.display().to_string()
        };
        let input: Box<dyn BufRead> = if file == Path::new("-") {
            Box::new(BufReader::with_capacity(1 << 18, io::stdin()))
        } else {
            match File::open(file) {
                Ok(file) => Box::new(BufReader::with_capacity(1 << 18, file)),
                Err(error) => return self.fail(&unopened(&name, &error)),
            }
        };
        let mut values = Values::of(input);
        let mut stream = Stream::default();
        let mut any = false;
        loop {
            match values.next() {
                Ok(Some(value)) => self.value(&name, &value, &mut stream)?,
                Ok(None) if !any => return self.fail(&empty(&name)),
                Ok(None) => return Ok(()),
                Err(error) => return self.fail(&unopened(&name, &error)),
            }
            any = true;
        }
    }

    fn value(&mut self, name: &str, value: &Value<'_>, stream: &mut Stream) -> Result<(), End> {
        match read(value.bytes) {
            Ok(Answer::Jobs(jobs)) => {
                for job in &jobs {
                    self.verdicts.see(&job.verdict());
                    self.output.job(job)?;
                }
                Ok(())
            }
            Ok(Answer::Evaluation(answer)) => {
                let index = stream.index_of(&answer);
                let result = ContentResult::of_evaluation(index, &answer);
                self.verdicts.see(&result.verdict());
                Ok(self.output.evaluation(index, &answer)?)
            }
            Ok(Answer::Error(status)) => self.fail(&refused(name, value, &status)),
            Err(why) => self.fail(&unreadable(name, value, &why)),
        }
    }

    /// Tells a failure behind the rows that came before it, and goes on: nothing is lost.
    fn fail(&mut self, failure: &Failure) -> Result<(), End> {
        self.output.flush()?;
        let code = failure.tell();
        self.first_failure.get_or_insert(code);
        Ok(())
    }
}

/// The results of an evaluate stream, which are counted from 0. Another job is another stream.
#[derive(Default)]
struct Stream {
    job: Option<uuid::Uuid>,
    seen: usize,
}

impl Stream {
    fn index_of(&mut self, answer: &EvaluateResponse) -> usize {
        if answer.job_uuid != self.job {
            *self = Self {
                job: answer.job_uuid,
                seen: 0,
            };
        }
        self.seen += 1;
        self.seen - 1
    }
}

fn unopened(name: &str, error: &io::Error) -> Failure {
    let what = format!("cannot read {name}: {error}");
    Failure::new(
        Code::Input,
        what,
        "name a file that can be read, or `-` for stdin",
    )
}

fn empty(name: &str) -> Failure {
    let what = format!("cannot read {name}: it is empty");
    let hint = "give it the body of an answer; an empty one is no answer";
    Failure::new(Code::Unreadable, what, hint)
}

fn unreadable(name: &str, value: &Value<'_>, why: &Unreadable) -> Failure {
    let what = format!(
        "cannot read {name}: value {}, line {}: {}",
        value.number,
        value.line,
        absolute(&why.to_string(), value),
    );
    let hint = "all other values were read; look at this one where it comes from";
    Failure::new(Code::Unreadable, what, hint)
}

/// An error that says a line and column of the value says those of the file instead.
fn absolute(why: &str, value: &Value<'_>) -> String {
    let relative = || {
        let (said, place) = why.rsplit_once(" at line ")?;
        let (line, column) = place.split_once(" column ")?;
        let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
        let column = column + if line == 1 { value.column - 1 } else { 0 };
        let line = value.line + line - 1;
        Some(format!("{said} at line {line} column {column}"))
    };
    relative().unwrap_or_else(|| why.to_owned())
}

fn refused(name: &str, value: &Value<'_>, status: &Status) -> Failure {
    let place = format!("{name}: value {}, line {}", value.number, value.line);
    let said = cut(&status.message, 300);
    if let Some(refusals) = Refusals::of_status(status) {
        let hint = "the content must not pass; known child abuse material may carry a legal duty to report";
        let what = format!("the gateway refused content, in {place}: {said}");
        return Failure::new(Code::ContentRefused, what, hint).with_refusals(&refusals);
    }
    let what = format!(
        "the answer is an error of the gateway, in {place}: code {}: {said}",
        status.code
    );
    let hint = "what has no result was not judged and has not passed";
    Failure::new(Code::Unreadable, what, hint)
}
