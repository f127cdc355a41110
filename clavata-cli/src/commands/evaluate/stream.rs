//! Evaluates a few inputs as one stream.

use clavata_api_ext::{Clavata, Completeness, Error, Evaluated};

use super::Stopped;
use super::session::{Refusals, Session};
use super::turn::{Turn, turn};
use crate::arguments::EvaluateArguments;
use crate::content;
use crate::exit::{End, Failure};

pub(super) async fn judge(
    clavata: &Clavata,
    arguments: EvaluateArguments,
    session: &mut Session,
    refusals: Refusals,
) -> Result<(), Stopped> {
    let pieces = content::all(arguments.content).await?;
    let mut contents = Vec::with_capacity(pieces.len());
    let mut places = Vec::with_capacity(pieces.len());
    for piece in pieces {
        contents.push(piece.content);
        places.push(piece.place);
    }
    let request = clavata.evaluate(arguments.policy.id()?, contents);
    let mut request = request
        .expedited(arguments.expedited)
        .include_report(arguments.include_report)
        .refusals_watched_by(move |error| refusals.see(None, error));
    if let Some(threshold) = arguments.threshold {
        request = request.threshold(threshold);
    }
    let mut worst: Vec<Option<Evaluated>> = places.iter().map(|_| None).collect();
    let mut sending = Box::pin(request.send());
    let sent = loop {
        match turn(None, sending.as_mut()).await {
            Turn::Interrupted => return Err(Stopped::Interrupted(places.len())),
            Turn::Due => {}
            Turn::Came(sent) => break sent,
        }
    };
    drop(sending);
    let outcome = match sent {
        Err(error) => Err(error),
        Ok(mut evaluation) => loop {
            match turn(session.due(), evaluation.next()).await {
                Turn::Interrupted => return Err(Stopped::Interrupted(places.len())),
                Turn::Due => session.print_due()?,
                Turn::Came(Ok(Some(answer))) => {
                    // A second answer to an input arrives only if it is worse than the first.
                    if let Some(worst) = answer.input().and_then(|input| worst.get_mut(input)) {
                        *worst = Some(answer.clone());
                    }
                    session.came(answer.input(), answer)?;
                }
                Turn::Came(Ok(None)) => break Ok(evaluation.completeness().clone()),
                Turn::Came(Err(error)) => break Err(error),
            }
        },
    };
    match outcome {
        Ok(completeness) => {
            let open: Vec<usize> = completeness.unanswered().collect();
            answered(session, &worst, &open);
        }
        Err(error) => {
            let Some(completeness) = error.completeness() else {
                return Err(Failure::of("evaluate", &error).into());
            };
            let open: Vec<usize> = completeness.unanswered().collect();
            answered(session, &worst, &open);
            failed(session, &places, (completeness, open), &error)?;
        }
    }
    Ok(())
}

/// Records that all inputs that are not open have a valid answer.
fn answered(session: &mut Session, worst: &[Option<Evaluated>], open: &[usize]) {
    let mut open = open.iter().peekable();
    for (input, answer) in worst.iter().enumerate() {
        if open.next_if_eq(&&input).is_none()
            && let Some(answer) = answer
        {
            session.answered(input, &answer.result());
        }
    }
}

/// Reports the inputs that an error left without a valid answer.
fn failed(
    session: &mut Session,
    places: &[String],
    (completeness, unanswered): (&Completeness, Vec<usize>),
    error: &Error,
) -> Result<(), End> {
    let is_refusal = error.is_content_refused();
    // It names content by hash, so it may be about any of the unanswered inputs.
    let refused = if is_refusal {
        completeness.refused().max(1).min(unanswered.len())
    } else {
        0
    };
    let what = match refused {
        0 => "unanswered",
        all if all == unanswered.len() => "refused",
        _ => "refused or unanswered",
    };
    session.name(
        what,
        unanswered.iter().map(|input| {
            let place = places.get(*input).map_or("", String::as_str);
            format!("input {input} ({place})")
        }),
    );
    if is_refusal {
        session.tell_refusals(None, "", error);
    } else if unanswered.is_empty() {
        session.broke(Failure::of("read the answers to their end", error));
    }
    for (at, input) in unanswered.into_iter().enumerate() {
        if at < refused {
            session.refused(input, None)?;
        } else {
            let failure = session.failure_of(error);
            session.unanswered(input, failure)?;
        }
    }
    Ok(())
}
