//! Reads jobs result by result, and passes each on before it reads the next.

use clavata_api::json::{Cursor, Fault, Keys};
use clavata_api::types::{ContentData, Job};

use super::answer::{Reader, Stop};
use super::found::Found;
use super::job_read::JobRead;
use super::unseen;
use super::values::status;
use crate::tally::JobTally;
use crate::text::Text;

// In the order in which the gateway writes them.
pub(super) static JOB: Keys<26> = Keys::new([
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
    "report",
    "evaluation",
]);
static CONTENT: Keys<5> = Keys::new(["contentHash", "text", "image", "imageUrl", "metadata"]);

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
                    // Other answers may follow if it is not the first one.
                    let last = self.last.as_ref().filter(|_| self.values == 0);
                    if job.is_known(cursor, last)? {
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
        self.ended = Some(job.found(&mut tally));
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
            "error" if status(cursor)?.is_none() => {}
            "job"
            | "jobs"
            | "nextPageToken"
            | "error"
            | "code"
            | "details"
            | "result"
            | "policyEvaluationReport"
            | "contentHash"
            | "outcome"
            | "report"
            | "evaluation" => cursor.fail("it is not a job, or more than one answer at once")?,
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
}
