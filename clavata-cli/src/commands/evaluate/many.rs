//! Evaluates any number of inputs, and shows each answer as it arrives.

use std::sync::Arc;

use clavata_api_ext::{Answer, Clavata, Error, Evaluated};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::session::Session;
use super::turn::{Turn, turn};
use crate::archive::Keeper;
use crate::arguments::EvaluateArguments;
use crate::content::{Feed, Log, Sent};
use crate::exit::{End, Failure};

pub(super) async fn run(
    clavata: &Clavata,
    arguments: EvaluateArguments,
    mut session: Session,
    keeper: Option<Keeper>,
) -> Result<Session, End> {
    let (feed, log) = Feed::new(arguments.content, keeper);
    let (show, mut shown) = unbounded_channel();
    let mut all = clavata
        .evaluate_all(arguments.policy, feed.into_stream())
        .in_order()
        .expedited(arguments.expedited)
        .include_report(arguments.include_report)
        .watched_by(move |answer: &Evaluated| {
            // The receiver has gone, so the command has ended.
            let _ = show.send(answer.clone());
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
                next = all.next() => Coming::Settled(next),
            }
        };
        match turn(session.due(), coming).await {
            Turn::Interrupted => {
                show_all(&mut session, &log, &mut shown)?;
                return Err(session.interrupted(log.unsettled()));
            }
            Turn::Due => session.print_due()?,
            Turn::Came(Coming::Shown(answer)) => show_one(&mut session, &log, *answer)?,
            Turn::Came(Coming::Settled(next)) => {
                show_all(&mut session, &log, &mut shown)?;
                let Some((_, answer)) = next else { break };
                settle(&mut session, &log, answer, &mut told)?;
            }
        }
        not_sent(&mut session, &log)?;
    }
    not_sent(&mut session, &log)?;
    session.sent_again(log.again());
    Ok(session)
}

/// Settles the inputs that need no answer, or get none.
fn not_sent(session: &mut Session, log: &Log) -> Result<(), End> {
    for (input, question) in log.known() {
        session.known(input, question)?;
    }
    for (input, problem) in log.problems() {
        session.unsent(input, problem)?;
    }
    Ok(())
}

enum Coming {
    /// An answer, as received.
    Shown(Box<Evaluated>),
    /// The result of an input. `None` after the last.
    Settled(Option<(usize, Answer)>),
}

fn show_one(session: &mut Session, log: &Log, answer: Evaluated) -> Result<(), End> {
    let input = answer.input().and_then(|content| log.input_of(content));
    session.keep(input.and_then(|(_, question)| question), &answer)?;
    Ok(session.came(input.map(|(input, _)| input), answer)?)
}

fn show_all(
    session: &mut Session,
    log: &Log,
    shown: &mut UnboundedReceiver<Evaluated>,
) -> Result<(), End> {
    while let Ok(answer) = shown.try_recv() {
        show_one(session, log, answer)?;
    }
    Ok(())
}

fn settle(
    session: &mut Session,
    log: &Log,
    answer: Answer,
    told: &mut Option<Arc<Error>>,
) -> Result<(), End> {
    let Sent {
        input,
        place,
        question,
    } = log.next();
    match answer {
        Answer::Evaluated(answer) => {
            session.settled(question)?;
            session.answered(input, &answer.result());
        }
        Answer::Refused(error) => {
            session.tell_refusals(&format!("{place}: "), &error);
            session.refused(input)?;
        }
        Answer::Failed(error) if error.is_content_refused() => {
            let place = format!("{place}, or another input of its request: ");
            session.tell_refusals(&place, &error);
            session.refused(input)?;
        }
        Answer::Failed(error) => {
            // Inputs that failed together share the error, which is printed once.
            let why = match told {
                Some(before) if Arc::ptr_eq(before, &error) => ": for the same reason".to_owned(),
                _ => format!(": {error}"),
            };
            session.name_unanswered([format!("{place}{why}")]);
            session.unanswered(input, Failure::of_inputs(&error))?;
            *told = Some(error);
        }
    }
    Ok(())
}
