//! A few inputs as one stream.

use clavata_api_ext::{Clavata, Error};

use super::session::Session;
use crate::arguments::EvaluateArguments;
use crate::content;
use crate::exit::{End, Failure};

pub(super) async fn run(
    clavata: &Clavata,
    arguments: EvaluateArguments,
    mut session: Session,
) -> Result<Session, End> {
    let pieces = content::all(arguments.content).await?;
    let mut contents = Vec::with_capacity(pieces.len());
    let mut places = Vec::with_capacity(pieces.len());
    for piece in pieces {
        contents.push(piece.content);
        places.push(piece.place);
    }
    let mut request = clavata.evaluate(arguments.policy, contents);
    if let Some(threshold) = arguments.threshold {
        request = request.with_threshold(threshold);
    }
    if arguments.expedited {
        request = request.expedited();
    }
    let outcome = match request.send().await {
        Err(error) => Err(error),
        Ok(mut evaluation) => loop {
            match evaluation.next().await {
                Ok(Some(answer)) => {
                    let input = answer.input();
                    session.answered(input, &answer.into_inner())?;
                }
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            }
        },
    };
    if let Err(error) = outcome {
        failed(&mut session, &places, &error)?;
    }
    Ok(session)
}

/// Tells which inputs an error left without an answer.
fn failed(session: &mut Session, places: &[String], error: &Error) -> Result<(), End> {
    let Some(completeness) = error.completeness() else {
        return Err(Failure::of("evaluate", error).into());
    };
    let unanswered: Vec<usize> = completeness.unanswered().collect();
    let refused = completeness.refused().min(unanswered.len());
    session.name_unanswered(unanswered.iter().map(|input| {
        let place = places.get(*input).map_or("", String::as_str);
        format!("input {} ({place})", input + 1)
    }));
    if error.is_content_refused() {
        // It names content by hash: which of the unanswered it is about, nobody can tell.
        session.refused("", refused as u64, error)?;
    } else if unanswered.is_empty() {
        session.broke(Failure::of("read the answers to their end", error));
    }
    for _ in refused..unanswered.len() {
        session.unanswered(Failure::of_inputs(error))?;
    }
    Ok(())
}
