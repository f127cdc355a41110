//! Evaluates any number of inputs and shows each answer as it arrives.

use std::io;
use std::sync::Arc;

use clavata_api_ext::{Answer, Clavata, Error, Evaluated};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::Stopped;
use super::session::{Refusals, Session};
use super::turn::{Turn, turn};
use crate::archive::{Keeper, Key};
use crate::arguments::EvaluateArguments;
use crate::content::{Feed, Log, Sent};
use crate::exit::{End, Failure};

pub(super) async fn judge(
    clavata: &Clavata,
    arguments: EvaluateArguments,
    session: &mut Session,
    keeper: Option<Keeper>,
    refusals: Refusals,
) -> Result<(), Stopped> {
    let (feed, log, mut known) = Feed::new(arguments.content, keeper.clone());
    let (show, mut shown) = unbounded_channel();
    let watching = log.clone();
    let (refusing, refusing_keeper) = (log.clone(), keeper.clone());
    let mut all = clavata
        .evaluate_all(arguments.policy.id()?, feed.into_stream())
        .in_order()
        .expedited(arguments.expedited)
        .include_report(arguments.include_report)
        .watched_by(move |answer: &Evaluated| {
            let input = answer
                .input()
                .and_then(|content| watching.input_of(content));
            let (input, question) = input.unzip();
            // Archive it at once, because the receiver that shows it may be gone.
            let kept = match &keeper {
                Some(keeper) => keeper.archive.arrived(question.flatten(), answer),
                None => Ok(()),
            };
            // If the receiver is gone, the command has ended.
            let _ = show.send((input, answer.clone(), kept));
        })
        .refusals_watched_by(move |content, error| {
            refusals.see(content, error);
            let question = content.and_then(|content| refusing.input_of(content)?.1);
            if let (Some(keeper), Some(question)) = (&refusing_keeper, question) {
                // If it fails, it fails again once the input is settled, and is reported.
                let _ = keeper.archive.refused(question);
            }
        });
    if let Some(threshold) = arguments.threshold {
        all = all.threshold(threshold);
    }
    let mut told: Option<Arc<Error>> = None;
    loop {
        let coming = async {
            tokio::select! {
                biased;
                Some(answer) = shown.recv() => Coming::Shown(Box::new(answer)),
                Some((input, question)) = known.recv() => Coming::Known(input, question),
                next = all.next() => Coming::Settled(next),
            }
        };
        match turn(session.due(), coming).await {
            Turn::Interrupted => {
                show_all(session, &mut shown)?;
                return Err(Stopped::Interrupted(log.unsettled()));
            }
            Turn::Due => session.print_due()?,
            Turn::Came(Coming::Shown(answer)) => show_one(session, *answer)?,
            Turn::Came(Coming::Known(input, question)) => session.known(input, question)?,
            Turn::Came(Coming::Settled(next)) => {
                show_all(session, &mut shown)?;
                let Some(answer) = next else { break };
                settle(session, &log, answer, &mut told)?;
            }
        }
        unsent(session, &log)?;
    }
    while let Ok((input, question)) = known.try_recv() {
        session.known(input, question)?;
    }
    unsent(session, &log)?;
    session.sent_again(log.again());
    Ok(())
}

/// Settles the inputs that cannot be sent.
fn unsent(session: &mut Session, log: &Log) -> Result<(), End> {
    for (input, problem) in log.problems() {
        session.unsent(input, problem)?;
    }
    Ok(())
}

enum Coming {
    /// An answer, as received.
    Shown(Box<Arrived>),
    /// The archive has the answer to the question of this input.
    Known(usize, Key),
    /// The result of an input. `None` after the last.
    Settled(Option<(usize, Answer)>),
}

/// The input of an answer, the answer, and whether it could be kept.
type Arrived = (Option<usize>, Evaluated, io::Result<()>);

fn show_one(session: &mut Session, (input, answer, kept): Arrived) -> Result<(), End> {
    kept.map_err(Failure::of_archive)?;
    Ok(session.came(input, answer)?)
}

fn show_all(session: &mut Session, shown: &mut UnboundedReceiver<Arrived>) -> Result<(), End> {
    while let Ok(answer) = shown.try_recv() {
        show_one(session, answer)?;
    }
    Ok(())
}

fn settle(
    session: &mut Session,
    log: &Log,
    (content, answer): (usize, Answer),
    told: &mut Option<Arc<Error>>,
) -> Result<(), End> {
    let Sent {
        input,
        place,
        question,
    } = log.next();
    match answer {
        Answer::Evaluated(answer) => {
            session.settled(question, &answer)?;
            session.answered(input, &answer.result());
        }
        Answer::Refused(error) => {
            session.tell_refusals(Some(content), &format!("{place}: "), &error);
            session.refused(input, question)?;
        }
        Answer::Failed(error) if error.is_content_refused() => {
            let place = format!("{place}, or another input of its request: ");
            session.tell_refusals(Some(content), &place, &error);
            session.refused(input, question)?;
        }
        Answer::Failed(error) => {
            // Inputs that failed together share the error, which is printed once.
            let why = match told {
                Some(before) if Arc::ptr_eq(before, &error) => ": for the same reason".to_owned(),
                _ => format!(": {error}"),
            };
            session.name_unanswered([format!("{place}{why}")]);
            let failure = session.failure_of(&error);
            session.unanswered(input, failure)?;
            *told = Some(error);
        }
    }
    Ok(())
}
