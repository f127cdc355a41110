//! `clavata reconcile`: finds out whether a failed create created its job after all.

use clavata_api_ext::{Reconciled, Unsure};

use super::in_part;
use crate::arguments::{ReconcileArguments, Table};
use crate::exit::{Code, End, Failure, Reported};
use crate::progress::short_status;
use crate::terminal::note;
use crate::verdicts::Verdicts;
use crate::{connection, output};

pub(super) async fn run(arguments: ReconcileArguments) -> Result<(), End> {
    let clavata = connection::open(&arguments.gateway)?;
    let marker = arguments.marker;
    let jobs = match clavata.reconcile(marker).await {
        Reconciled::Found(jobs) => jobs,
        Reconciled::NotFound => {
            let what = format!("no job has the marker {marker}: the job was not created");
            let hint = "create it again";
            return Err(Failure::new(Code::NotFound, what, hint).into());
        }
        Reconciled::NotSure(why) => return Err(not_sure(&why).into()),
    };
    if jobs.len() > 1 {
        let count = jobs.len();
        note(&format!(
            "{count} jobs have the marker: the job was created, and billed, {count} times"
        ));
    }
    let mut output = output::open(&arguments.shown, Table::Rows)?;
    let judge = arguments.shown.judge();
    let mut verdicts = Verdicts::default();
    let mut reported = Reported::default();
    for mut job in jobs {
        if arguments.shown.archive.is_some() {
            job = in_part::whole(&clavata, job, &mut reported).await;
        }
        if let Some(id) = &job.job_uuid
            && !arguments.shown.format().names_jobs()
        {
            let status = short_status(&job.status);
            note(&format!("found job {id}, which is {status}"));
        }
        verdicts.see(&judge.job(&job));
        output.job(&job, judge)?;
    }
    output.finish()?;
    reported.end()?;
    verdicts.end(arguments.shown.exit_verdict)
}

fn not_sure(why: &Unsure) -> Failure {
    match why {
        Unsure::Failed(error) => {
            let failure = Failure::of("determine whether the job was created", error);
            let hint = format!("{}; do not create it again until you know", failure.hint());
            failure.with_hint(hint)
        }
        why => {
            let what = format!("cannot determine whether the job was created: {why}");
            let hint = "try again later; do not create it again until you know";
            Failure::new(Code::Unreadable, what, hint)
        }
    }
}
