//! One value at a time, decoded in full: for formats that need whole answers, for evaluate streams,
//! and for whatever is wrong with an input, which this finds the words for.

use std::io::BufRead;

use clavata_api_ext::ContentResult;
use clavata_api_ext::api::EvaluateResponse;

use super::{Flatten, failures};
use crate::exit::End;
use crate::input::{Answer, Value, Values, read};
use crate::signals;

impl Flatten {
    /// Reads values to the end of the input.
    pub(super) fn carefully(
        &mut self,
        name: &str,
        mut values: Values<impl BufRead>,
        stream: &mut Stream,
    ) -> Result<(), End> {
        loop {
            signals::heed()?;
            match values.next() {
                Ok(Some(value)) => self.value(name, &value, stream)?,
                Ok(None) => return Ok(()),
                Err(error) => return self.fail(&failures::unopened(name, &error)),
            }
            stream.any = true;
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
            Ok(Answer::Error(status)) => self.fail(&failures::refused(name, value, &status)),
            Err(why) => self.fail(&failures::unreadable(name, value, &why)),
        }
    }
}

/// What is known of an input so far.
#[derive(Default)]
pub(super) struct Stream {
    /// Whether there was a value.
    pub(super) any: bool,
    /// The job of the evaluate stream that is being read. Another job is another stream.
    job: Option<clavata_api_ext::Id>,
    /// How many of its results have been seen: they are counted from 0.
    seen: usize,
}

impl Stream {
    fn index_of(&mut self, answer: &EvaluateResponse) -> usize {
        if answer.job_uuid != self.job {
            self.job.clone_from(&answer.job_uuid);
            self.seen = 0;
        }
        self.seen += 1;
        self.seen - 1
    }
}
