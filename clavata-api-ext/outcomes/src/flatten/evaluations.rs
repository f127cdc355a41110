//! Reads the answers of evaluate streams.

use clavata_api::json::{Cursor, Fault, Keys};
use clavata_api::{Id, has_error_within};

use super::answer::{Reader, SEVERAL, Stop};
use super::found::Found;
use super::results::decoded;
use super::values::status;
use crate::around::Around;
use crate::doubt::TWO_CONTENTS;
use crate::text::Text;
use crate::two_contents::are_of_different_content;

// In the order in which the gateway writes them.
static EVALUATION: Keys<5> = Keys::new([
    "jobUuid",
    "contentHash",
    "policyEvaluationReport",
    // An answer never has these: with them, it is also an error.
    "error",
    "code",
]);

/// An answer of an evaluate stream.
pub(super) struct Answer {
    pub(super) job_uuid: Option<Id>,
    /// Whether it has a report, which is then the current one.
    pub(super) there: bool,
}

impl Reader {
    /// Reads an answer of an evaluate stream, and passes on what is in it. Returns whether it was not `null`.
    pub(super) fn evaluation<E>(
        &mut self,
        cursor: &mut Cursor<'_>,
        each: &mut impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<bool, Stop<E>> {
        let (start, passed) = (cursor.position(), cursor.aside().len());
        let Some(mut answer) = self.answer(cursor)? else {
            return Ok(false);
        };
        let mut text = cursor.text();
        let written;
        if cursor.aside().len() > passed && has_error_within(cursor, passed) {
            written = decoded(cursor, start, ["{\"result\":", "}"])?;
            answer = self.answer(&mut Cursor::new(&written))?.unwrap_or(answer);
            text = &written;
        }
        let Answer { job_uuid, there } = answer;
        let index = self.next_of(job_uuid.as_ref());
        let place = (job_uuid.as_ref(), index);
        let verdict = self.emit(text, there, place, (Around::default(), false), each)?;
        each(Found::Evaluation { index, verdict }).map_err(Stop::Caller)?;
        Ok(true)
    }

    /// Reads an answer of an evaluate stream; `None` for `null`.
    pub(super) fn answer(&mut self, cursor: &mut Cursor<'_>) -> Result<Option<Answer>, Fault> {
        let mut job_uuid = None;
        let mut hash = None;
        let mut there = false;
        let answered = cursor.members(&EVALUATION, |cursor, key| {
            match key {
                "jobUuid" => {
                    job_uuid = self.last_job.read(cursor)?;
                }
                "contentHash" => {
                    // Read below, because a later report clears the buffers.
                    cursor.peek()?;
                    hash = Some(cursor.position());
                    cursor.skip()?;
                }
                "policyEvaluationReport" => {
                    there = self.reports.read(cursor, self.level)?;
                }
                "error" if status(cursor)?.is_none() => {}
                _ => cursor.fail(SEVERAL)?,
            }
            Ok::<(), Fault>(())
        })?;
        if !answered {
            return Ok(None);
        }
        if !there {
            self.reports.empty();
        }
        if let Some(start) = hash {
            let end = cursor.position();
            cursor.go_to(start);
            let report = self.reports.current_mut();
            let hash = report.text(cursor)?;
            cursor.go_to(end);
            let reported = &mut report.header.content_hash;
            if reported.is_empty() {
                *reported = hash;
            } else {
                let text = |one: Text| one.of(cursor.text(), &report.unescaped);
                if are_of_different_content(text(hash), text(*reported)) {
                    cursor.fail(TWO_CONTENTS)?;
                }
            }
        }
        Ok(Some(Answer { job_uuid, there }))
    }

    /// The index of the next answer in its evaluate stream. Another job means another stream.
    pub(super) fn next_of(&mut self, job_uuid: Option<&Id>) -> usize {
        let (job, seen) = &mut self.stream;
        if job.as_ref() != job_uuid {
            (*job, *seen) = (job_uuid.cloned(), 0);
        }
        *seen += 1;
        *seen - 1
    }
}
