//! `cargo xtask drift`: compares our contract with a saved copy of the vendor's published document.
//!
//! Both become elements as in `diff`. Operations are paired by method and path, and schemas by where they are used.
//! Each difference on the wire needs a reason in `openapi/departures.yaml`.

mod align;
mod reasons;
#[cfg(test)]
mod tests;

use std::path::Path;

use self::reasons::{FILE, Reason};
use crate::diff::{Change, Side, read_wire};
use crate::failure::Failure;
use crate::workspace::Workspace;

/// Prints all departures under their reasons. Fails if a departure has no reason, or a reason no departure.
pub(crate) fn run(workspace: &Workspace, file: &Path) -> Result<(), Failure> {
    let reasons = reasons::read(workspace)?;
    let ours = Side::current(workspace)?;
    let theirs = Side::file(file)?;
    let departures = departures(&theirs, &ours)?;
    let judged = Judged::of(&departures, &reasons);
    for (reason, changes) in &judged.explained {
        println!("{}", reason.because);
        for change in changes {
            println!("    {}", said(change));
        }
    }
    for change in &judged.unexplained {
        let line = change.before.as_ref().map_or(1, |place| place.line);
        println!("{}:{line}: {}: has no reason", theirs.name, said(change));
    }
    for reason in &judged.stale {
        println!(
            "{FILE}:{}: explains no departure: {}",
            reason.line, reason.because
        );
    }
    let (open, stale) = (judged.unexplained.len(), judged.stale.len());
    if open + stale == 0 {
        println!("drift: {} departures, each with a reason", departures.len());
        return Ok(());
    }
    let what =
        format!("drift: {open} departures without a reason, {stale} reasons without a departure");
    Err(Failure::new(what).with_hint(format!(
        "add new elements to the contract, or explain in {FILE} why it departs; remove stale reasons"
    )))
}

/// The differences on the wire, from their document to ours.
fn departures(theirs: &Side, ours: &Side) -> Result<Vec<Change>, Failure> {
    let (their_model, our_model) = (theirs.model()?, ours.model()?);
    Ok(align::departures(
        &read_wire(&their_model),
        &read_wire(&our_model),
    ))
}

/// Departures matched with reasons.
struct Judged<'a> {
    explained: Vec<(&'a Reason, Vec<&'a Change>)>,
    unexplained: Vec<&'a Change>,
    stale: Vec<&'a Reason>,
}

impl<'a> Judged<'a> {
    /// The first matching reason counts. A reason that matches none of the remaining departures is stale.
    fn of(changes: &'a [Change], reasons: &'a [Reason]) -> Self {
        let mut unexplained: Vec<&Change> = changes.iter().collect();
        let mut explained = Vec::new();
        let mut stale = Vec::new();
        for reason in reasons {
            let (fits, left): (Vec<&Change>, Vec<&Change>) = unexplained
                .into_iter()
                .partition(|change| reason.explains(change));
            unexplained = left;
            if fits.is_empty() {
                stale.push(reason);
            } else {
                explained.push((reason, fits));
            }
        }
        Self {
            explained,
            unexplained,
            stale,
        }
    }
}

fn said(change: &Change) -> String {
    let value = |value: &Option<String>| {
        let text = value.as_deref().unwrap_or("nothing");
        match text.char_indices().nth(60) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text.to_owned(),
        }
    };
    let (theirs, ours) = (value(&change.was), value(&change.is));
    let (id, subject) = (&change.id, &change.subject);
    format!("{id} {subject}: there {theirs}, here {ours}")
}
