//! Many jobs for people: one line each, in fixed-width columns, so that lines can be printed at once.

use std::io::{self, Write};

use chrono::{DateTime, Utc};
use clavata_api_ext::Id;
use clavata_api_ext::{ContentResult, Job, LabelAnswers};

use super::Output;
use crate::progress::short_status;
use crate::terminal::{cut, plain};
use crate::verdicts::Judge;

/// The smallest width at which the policy and the number of results are also shown.
const WIDE: u16 = 130;

/// The smallest width at which a line also shows when the job was created.
const USUAL: u16 = 80;

/// The smallest width at which a job is one line. On narrower terminals, its id has a line of its own.
const NARROW: u16 = 61;

pub(super) struct List<W> {
    out: W,
    width: u16,
    headed: bool,
}

impl<W: Write> List<W> {
    pub(super) fn new(out: W, width: u16) -> Self {
        Self {
            out,
            width,
            headed: false,
        }
    }

    fn line(&mut self, cells: [&str; 6]) -> io::Result<()> {
        let [id, status, created, verdict, policy, results] = cells;
        let line = match self.width {
            WIDE.. => {
                format!(
                    "{id:36}  {status:9}  {created:17}  {verdict:12}  {policy:36}  {results:>7}"
                )
            }
            USUAL.. => format!("{id:36}  {status:9}  {created:17}  {verdict:12}"),
            NARROW.. => format!("{id:36}  {status:9}  {verdict:12}"),
            _ => format!("{id}\n  {status:9}  {verdict:12}"),
        };
        writeln!(self.out, "{}", line.trim_end())
    }
}

impl<W: Write> Output for List<W> {
    fn job(&mut self, job: &Job, judge: Judge) -> io::Result<()> {
        if !self.headed {
            self.headed = true;
            self.line(["job", "status", "created", "verdict", "policy", "results"])?;
        }
        // An id is kept as received, so it may be any text.
        let id = |id: Option<&Id>| id.map(|id| plain(&id.to_string()).into_owned());
        let id = |one| id(one).unwrap_or_default();
        let status = match short_status(&job.status) {
            // It would be cut.
            "UNSPECIFIED" => "no status".into(),
            status => plain(status),
        };
        self.line([
            &id(job.job_uuid.as_ref()),
            &cut(&status, 8 + usize::from(status.chars().count() == 9)),
            &minute(job.created),
            judge.job(job).as_str(),
            &id(job.policy_id.as_ref()),
            &job.results.len().to_string(),
        ])
    }

    fn result(&mut self, _: &ContentResult<'_>, _: Judge) -> io::Result<()> {
        Ok(())
    }

    fn labels(&mut self, _: &LabelAnswers, _: Judge) -> io::Result<()> {
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A time, to the minute.
pub(crate) fn minute(time: Option<DateTime<Utc>>) -> String {
    time.map(|time| time.format("%Y-%m-%d %H:%MZ").to_string())
        .unwrap_or_default()
}
