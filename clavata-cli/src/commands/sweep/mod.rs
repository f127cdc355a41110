//! `clavata sweep`: shows what other thresholds would change for scores that were already paid for.

mod json;
mod table;
mod truth;

use clavata_api_ext::tuning::{Sweep, Wanted};

use super::flatten;
use crate::arguments::{Format, SweepArguments, SweepFormat, key_by};
use crate::exit::{End, Failure};
use crate::output::{self, EachResult, Seen};
use crate::terminal::note;

/// The most unused entries of the truth that are named.
const NAMED: usize = 5;

/// The thresholds shown in a table: from 0.05 to 0.95.
fn thresholds() -> impl Iterator<Item = f64> {
    (1..20_u8).map(|twentieth| f64::from(twentieth) / 20.0)
}

pub(super) fn run(arguments: &SweepArguments) -> Result<(), End> {
    let format = arguments.format()?;
    let mut sweep = Sweep::default().with_key(key_by(arguments.by_metadata.as_deref()));
    if let Some(file) = &arguments.truth {
        let column = arguments.by_metadata.as_deref().unwrap_or("content_hash");
        sweep = sweep.with_truth(truth::read(file, column)?);
    }
    let each = EachResult::new(|next| match next {
        Seen::Result(result, judge) => sweep.see(result, &judge.at_any_threshold(result)),
        Seen::Job(job) => sweep.see_missing(job),
        Seen::LeftOut(_) => {}
    });
    let failure = flatten::gather(&arguments.files, arguments.target.strict, each)?;
    if sweep.contents() == sweep.missing() {
        return Err(match failure {
            Some(code) => End::Reported(code),
            None => Failure::input(
                "these answers have no results",
                "wait until the jobs complete, then save them again",
            )
            .into(),
        });
    }
    let wanted = Wanted {
        precision: arguments.precision,
        recall: arguments.recall,
    };
    let (format, text) = match format {
        SweepFormat::Table => (Format::Csv, table::of(&sweep, wanted)),
        SweepFormat::Json => (Format::Json, json::of(&sweep, wanted)?),
    };
    output::write(&arguments.target.shown(format), text.as_bytes())?;
    tell_unused(&sweep);
    failure.map_or(Ok(()), |code| Err(End::Reported(code)))
}

fn tell_unused(sweep: &Sweep) {
    let unused = sweep.truth().unused();
    for (content, label) in unused.iter().take(NAMED) {
        note(&format!(
            "unused truth: no answer for content {content} and label {label:?}"
        ));
    }
    if unused.len() > NAMED {
        note(&format!("unused truth: and {} more", unused.len() - NAMED));
    }
}
