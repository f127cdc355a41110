//! Reads the results of a job.

use chrono::{DateTime, Utc};
use clavata_api::json::{Cursor, Fault, Keys, time};
use clavata_api::{Arrived, Id, has_error_within, said_beside};

use super::answer::{Reader, Stop};
use super::found::Found;
use super::job_read::{Beside, JobRead, doubted};
use crate::around::Around;
use crate::tally::{JobTally, ResultTally};
use crate::{Metadata, Verdict};

static RESULT: Keys<3> = Keys::new(["jobUuid", "report", "created"]);

/// What was read of a result, except its report.
#[derive(Default)]
struct ResultRead {
    has_report: bool,
    /// Whether it names another job.
    is_foreign: bool,
    created: Option<DateTime<Utc>>,
}

/// Decodes a result of a job, or an answer of a stream, from `start` to the cursor, and writes it again. Decoding drops an
/// error in it, and reads each no that the error concerns as failed.
#[cold]
pub(super) fn decoded(
    cursor: &mut Cursor<'_>,
    start: usize,
    [before, after]: [&str; 2],
) -> Result<String, Fault> {
    let text = &cursor.text()[start..cursor.position()];
    let value = clavata_api::read(format!("{before}{text}{after}").as_bytes());
    let written = match value.answer {
        Some(Arrived::Job(job)) => serde_json::to_string(&job.results[0]).ok(),
        Some(Arrived::Evaluation(answer)) => serde_json::to_string(&answer).ok(),
        _ => None,
    };
    match written {
        Some(written) => Ok(written),
        None => cursor.fail("there is an error in a result"),
    }
}

impl Reader {
    pub(super) fn result<E>(
        &mut self,
        cursor: &mut Cursor<'_>,
        job: &JobRead,
        tally: &mut JobTally,
        each: &mut impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<(), Stop<E>> {
        let job_uuid = job.job_uuid.as_ref();
        let index = tally.seen();
        let (start, passed) = (cursor.position(), cursor.aside().len());
        let mut read = self.read_result(cursor, job_uuid)?;
        let mut text = cursor.text();
        let written;
        if cursor.aside().len() > passed && has_error_within(cursor, passed) {
            written = decoded(cursor, start, ["{\"results\":[", "]}"])?;
            read = self.read_result(&mut Cursor::new(&written), job_uuid)?;
            text = &written;
        }
        // In a job that arrives in pieces, this checks what is said alongside this result; what came earlier has been
        // checked already. A whole value is checked once, at its end.
        let is_doubted = match job.beside {
            Beside::Later => false,
            Beside::Nothing => !cursor.aside().is_empty() && said_beside(cursor, 0).is_some(),
            Beside::Something => true,
        };
        let place = (job_uuid, index);
        let around = Around {
            job: job.shown(),
            created: read.created,
            ..Around::default()
        };
        let verdict = self.emit(text, read.has_report, place, (around, is_doubted), each)?;
        let hash = if read.has_report {
            let report = self.reports.current();
            let hash = report.header.content_hash;
            hash.of(text, &report.unescaped)
        } else {
            ""
        };
        let verdict = doubted(verdict, is_doubted);
        tally.see(hash, read.is_foreign, &verdict);
        each(Found::Result { index, verdict }).map_err(Stop::Caller)
    }

    /// Reads a result of the job. Its report, if it has one, is then the current one.
    fn read_result(
        &mut self,
        cursor: &mut Cursor<'_>,
        job: Option<&Id>,
    ) -> Result<ResultRead, Fault> {
        let mut read = ResultRead::default();
        cursor.members(&RESULT, |cursor, key| {
            match key {
                "report" => read.has_report = self.reports.read(cursor, self.level)?,
                "jobUuid" => {
                    let named = self.last_job.read(cursor)?;
                    read.is_foreign = named.is_some() && named.as_ref() != job;
                }
                _ => read.created = time(cursor)?,
            }
            Ok::<(), Fault>(())
        })?;
        Ok(read)
    }

    /// Passes on the rows of the report that was just read, and returns its verdict.
    pub(super) fn emit<E>(
        &self,
        text: &str,
        there: bool,
        place: (Option<&Id>, usize),
        (around, is_doubted): (Around<'_>, bool),
        each: &mut impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<Verdict, Stop<E>> {
        let (_, index) = place;
        if !there {
            return Ok(ResultTally::default().verdict(index, None));
        }
        let report = self.reports.current();
        let tally = report.judge(text, self.strict);
        let mut row = report.first_row(text, place, around, tally.word(is_doubted));
        let pairs = report.pairs(text);
        row.content_metadata = Metadata::of_pairs(&pairs);
        if let Some((file, line)) = &self.source {
            row = row.read_from(file, *line);
        }
        report
            .emit(text, row, self.level, |row| each(Found::Row(row)))
            .map_err(Stop::Caller)?;
        Ok(tally.verdict(index, None))
    }
}
