//! Any number of inputs, each with an answer of its own, in the order in which they were given.

use std::sync::Arc;

use clavata_api_ext::{Answer, Clavata, Error};

use super::session::Session;
use crate::arguments::EvaluateArguments;
use crate::content::Feed;
use crate::exit::{End, Failure};

pub(super) async fn run(
    clavata: &Clavata,
    arguments: EvaluateArguments,
    mut session: Session,
) -> Result<Session, End> {
    let (feed, log) = Feed::new(arguments.content);
    let mut all = clavata.evaluate_all(arguments.policy, feed.into_stream());
    if let Some(threshold) = arguments.threshold {
        all = all.with_threshold(threshold);
    }
    if arguments.expedited {
        all = all.expedited();
    }
    let mut told: Option<Arc<Error>> = None;
    while let Some((input, answer)) = all.next().await {
        let place = log.next_place();
        match answer {
            Answer::Evaluated(evaluated) => {
                session.answered(Some(input), &evaluated.into_inner())?;
            }
            Answer::Refused(error) => session.refused(&format!("{place}: "), 1, &error)?,
            Answer::Failed(error) if error.is_content_refused() => {
                let place = format!("{place}, or another input of its request: ");
                session.refused(&place, 1, &error)?;
            }
            Answer::Failed(error) => {
                // Inputs that failed together share the error: it is told once.
                let why = match &told {
                    Some(before) if Arc::ptr_eq(before, &error) => {
                        ": for the same reason".to_owned()
                    }
                    _ => format!(": {error}"),
                };
                session.name_unanswered([format!("{place}{why}")]);
                session.unanswered(Failure::of_inputs(&error))?;
                told = Some(error);
            }
        }
        for problem in log.problems() {
            session.unsent(problem)?;
        }
    }
    for problem in log.problems() {
        session.unsent(problem)?;
    }
    Ok(session)
}
