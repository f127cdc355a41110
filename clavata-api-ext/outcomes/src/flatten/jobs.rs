//! Reads jobs result by result, and passes each on before it reads the next.

use clavata_api::Id;
use clavata_api::said_beside;
use clavata_api::types::{ContentData, Job};

use super::answer::{Reader, Stop};
use super::found::{Found, JobFound};
use super::job_read::{Beside, JobRead};
use super::unseen;
use crate::around::Around;
use crate::tally::{JobTally, ResultTally};
use crate::text::Text;
use crate::{Metadata, Reason, Verdict};
use clavata_api::json::{Cursor, Fault, Keys, time};

// In the order in which the gateway writes them.
pub(super) static JOB: Keys<24> = Keys::new([
    "jobUuid",
    "customerId",
    "policyId",
    "policyVersionId",
    "labelId",
    "labelVersionId",
    "status",
    "jobType",
    "contentData",
    "results",
    "created",
    "updated",
    "completed",
    "threshold",
    // A job never has these: with them, it is another answer, or two at once.
    "job",
    "jobs",
    "nextPageToken",
    "error",
    "code",
    "details",
    "result",
    "policyEvaluationReport",
    "contentHash",
    "outcome",
]);
static CONTENT: Keys<5> = Keys::new(["contentHash", "text", "image", "imageUrl", "metadata"]);
static RESULT: Keys<3> = Keys::new(["jobUuid", "report", "created"]);

/// A job that was read completely.
pub(super) fn found(job: JobRead, tally: &mut JobTally) -> JobFound {
    let verdict = tally.verdict(&job.facts.status, job.job_uuid.is_some());
    let verdict = doubted(verdict, job.beside == Beside::Something);
    JobFound {
        job_uuid: job.job_uuid,
        results: tally.seen(),
        verdict,
    }
}

/// Returns the verdict, but not clear if the gateway said something alongside it.
fn doubted(verdict: Verdict, is_doubted: bool) -> Verdict {
    match verdict {
        Verdict::Clear if is_doubted => Verdict::Undetermined(Reason::BesideError),
        verdict => verdict,
    }
}

impl Reader {
    /// Reads a job. A `null` in a list is an empty element.
    pub(super) fn job<E>(
        &mut self,
        cursor: &mut Cursor<'_>,
        each: &mut impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<(), Stop<E>> {
        if let Some(job) = self.ended.take() {
            each(Found::Job(job)).map_err(Stop::Caller)?;
        }
        let mut job = JobRead::default();
        job.is_hidden = !self.shows_job;
        let mut tally = std::mem::take(&mut self.tally);
        tally.restart();
        let mut postponed = None;
        cursor.members(&JOB, |cursor, key| {
            match key {
                "contentData" => {
                    cursor.elements(|cursor| self.content(cursor, &mut tally))?;
                }
                "results" => {
                    if job.is_known(cursor)? {
                        cursor.elements(|cursor| self.result(cursor, &job, &mut tally, each))?;
                    } else {
                        // The results need what follows them.
                        let start = cursor.position();
                        cursor.pass_list()?;
                        postponed = Some((start, cursor.position()));
                    }
                }
                key => self.head(cursor, key, &mut job)?,
            }
            Ok::<(), Stop<E>>(())
        })?;
        job.end(cursor)?;
        if let Some((start, passed)) = postponed {
            let end = cursor.position();
            cursor.go_to(start);
            cursor.elements(|cursor| self.result(cursor, &job, &mut tally, each))?;
            if cursor.position() != passed {
                cursor.fail::<()>("the results do not end where they are expected to")?;
            }
            cursor.go_to(end);
        }
        self.ended = Some(found(job, &mut tally));
        self.tally = tally;
        Ok(())
    }

    /// Reads a member of a job that is neither its content nor its results.
    pub(super) fn head(
        &mut self,
        cursor: &mut Cursor<'_>,
        key: &'static str,
        job: &mut JobRead,
    ) -> Result<(), Fault> {
        match key {
            "jobUuid" => {
                job.job_uuid = self.last_job.read(cursor)?;
                job.is_named = true;
            }
            "status" | "created" | "updated" | "completed" => job.fact(cursor, key)?,
            "job"
            | "jobs"
            | "nextPageToken"
            | "error"
            | "code"
            | "details"
            | "result"
            | "policyEvaluationReport"
            | "contentHash"
            | "outcome" => cursor.fail("it is not a job, or more than one answer at once")?,
            key => unseen::field::<Job>(cursor, key)?,
        }
        Ok(())
    }

    /// Reads a piece of content that the job was created with, but keeps only its hash.
    pub(super) fn content(
        &mut self,
        cursor: &mut Cursor<'_>,
        tally: &mut JobTally,
    ) -> Result<(), Fault> {
        let report = self.reports.empty();
        let mut hash = Text::default();
        cursor.members(&CONTENT, |cursor, key| {
            match key {
                "contentHash" => hash = report.text(cursor)?,
                "metadata" => {
                    cursor.entries(|cursor, _| report.text(cursor).map(drop))?;
                }
                key => unseen::field::<ContentData>(cursor, key)?,
            }
            Ok::<(), Fault>(())
        })?;
        tally.see_content(hash.of(cursor.text(), &report.unescaped));
        Ok(())
    }

    pub(super) fn result<E>(
        &mut self,
        cursor: &mut Cursor<'_>,
        job: &JobRead,
        tally: &mut JobTally,
        each: &mut impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<(), Stop<E>> {
        let job_uuid = job.job_uuid.as_ref();
        let index = tally.seen();
        let mut there = false;
        let mut is_foreign = false;
        let mut around = Around {
            job: job.shown(),
            ..Around::default()
        };
        cursor.members(&RESULT, |cursor, key| {
            match key {
                "report" => there = self.reports.read(cursor, self.level)?,
                "jobUuid" => {
                    let named = self.last_job.read(cursor)?;
                    is_foreign = named.is_some() && named.as_ref() != job_uuid;
                }
                _ => around.created = time(cursor)?,
            }
            Ok::<(), Fault>(())
        })?;
        // In a job that arrives in pieces, this checks what is said alongside this result; what came earlier has been
        // checked already. A whole value is checked once, at its end.
        let is_doubted = match job.beside {
            Beside::Later => false,
            Beside::Nothing => !cursor.aside().is_empty() && said_beside(cursor, 0).is_some(),
            Beside::Something => true,
        };
        let place = (job_uuid, index);
        let verdict = self.emit(cursor.text(), there, place, (around, is_doubted), each)?;
        let hash = if there {
            let report = self.reports.current();
            let hash = report.header.content_hash;
            hash.of(cursor.text(), &report.unescaped)
        } else {
            ""
        };
        let verdict = doubted(verdict, is_doubted);
        tally.see(hash, is_foreign, &verdict);
        each(Found::Result { index, verdict }).map_err(Stop::Caller)
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
