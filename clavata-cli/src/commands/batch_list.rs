//! `clavata batch list`: batch jobs, one line each, fitted to the width of the terminal.

use std::io::Write as _;

use clavata_api_ext::api::BatchJob;

use crate::arguments::{BatchFormat, BatchList};
use crate::connection;
use crate::exit::{End, Failure};
use crate::output::{data_stdout, minute, stdout};
use crate::progress::short_state;
use crate::terminal::{self, Writing, cut, plain, remark};

/// The smallest width at which the time of creation is also shown.
const WIDE: usize = 93;

/// The smallest width at which a batch job is one line. On narrower terminals, its id has a line of its own.
const NARROW: usize = 74;

pub(super) async fn run(arguments: BatchList) -> Result<(), End> {
    let clavata = connection::open(&arguments.gateway)?;
    let list = clavata.batch().list();
    let listed = list.ids(arguments.ids).states(arguments.states).await;
    let jobs = listed.map_err(|error| Failure::of("list batch jobs", &error))?;
    let mut out = match arguments.format {
        BatchFormat::Table => Box::new(stdout()),
        BatchFormat::Json => data_stdout(Writing::Json),
    };
    let width = usize::from(terminal::width());
    if arguments.format == BatchFormat::Table && !jobs.is_empty() {
        let head = line(["batch job", "state", "created", "name"], width);
        writeln!(out, "{head}")?;
    }
    for job in &jobs {
        match arguments.format {
            BatchFormat::Table => writeln!(out, "{}", line_of(job, width))?,
            BatchFormat::Json => {
                let json = serde_json::to_string(job).map_err(std::io::Error::from)?;
                writeln!(out, "{json}")?;
            }
        }
    }
    out.flush()?;
    if jobs.is_empty() {
        remark("no batch jobs found");
    }
    Ok(())
}

fn line_of(job: &BatchJob, width: usize) -> String {
    let created = minute(job.created_at);
    let cells = [
        job.batch_job_id.as_str(),
        short_state(&job.state),
        &created,
        &job.name,
    ];
    line(cells.map(plain).each_ref().map(|cell| &**cell), width)
}

fn line([id, state, created, name]: [&str; 4], width: usize) -> String {
    let before = match width {
        WIDE.. => format!("{id:36}  {state:14}  {created:17}  "),
        NARROW.. => format!("{id:36}  {state:14}  "),
        _ => format!("{id}\n  {state:14}  "),
    };
    let last = before.lines().last().unwrap_or_default();
    // One column is reserved for the mark of a cut.
    let room = width.saturating_sub(last.chars().count() + 1);
    let line = format!("{before}{}", cut(name, room));
    line.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use clavata_api_ext::api::BatchJob;

    use super::line_of;

    #[test]
    fn lines_fit_in_any_width_and_cut_nothing_but_the_name() {
        let mut job: BatchJob = serde_json::from_str(
            r#"{"batchJobId":"11111111-1111-4111-8111-111111111111","state":"BATCH_JOB_STATE_COMPLETED",
                "createdAt":"2026-03-01T12:00:00Z","name":"every post of the first of March, ☃ and all that came later, which is more than any line holds"}"#,
        )
        .unwrap();
        for width in 36..=200 {
            let shown = line_of(&job, width);
            let longest = shown.lines().map(|line| line.chars().count()).max();
            assert!(longest <= Some(width), "{width}: {shown}");
            for whole in [
                "11111111-1111-4111-8111-111111111111",
                "COMPLETED",
                "every post of",
            ] {
                assert!(shown.contains(whole), "{width}: {shown}");
            }
            assert_eq!(shown.contains("2026-03-01 12:00Z"), width >= 93, "{shown}");
            assert_eq!(
                shown.lines().count(),
                1 + usize::from(width < 74),
                "{shown}"
            );
        }
        job.name = "fits".to_owned();
        assert!(line_of(&job, 74).ends_with("  fits"));
    }
}
