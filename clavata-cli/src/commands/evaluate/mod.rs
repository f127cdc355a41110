//! `clavata evaluate`: prints rows as they arrive, and finally how many inputs have an answer.

mod many;
mod order;
mod printer;
mod session;
mod stream;
mod turn;

use self::session::{Refusals, Session};
use crate::archive::Keeper;
use crate::arguments::{EvaluateArguments, Table};
use crate::exit::End;
use crate::terminal::note;
use crate::{connection, content, output};

/// Why an evaluation ends before all inputs are settled.
enum Stopped {
    /// A signal arrived, with this many inputs sent and not settled.
    Interrupted(usize),
    By(End),
}

impl<E: Into<End>> From<E> for Stopped {
    fn from(why: E) -> Self {
        Self::By(why.into())
    }
}

pub(super) async fn run(arguments: EvaluateArguments) -> Result<(), End> {
    let clavata = connection::open(&arguments.gateway)?;
    // Fail before anything is read.
    arguments.policy.id()?;
    let count = content::check(&arguments.content).await?;
    let keeper = Keeper::of(&arguments, clavata.base_url())?;
    let mut session = Session::new(
        output::open_with(&arguments.shown, Table::Rows, None)?,
        arguments.shown.judge(),
        count,
        keeper.clone(),
    );
    let exit_verdict = arguments.shown.exit_verdict;
    // A file of lines may be too long for one request, an error of one input must not affect the others, and
    // inputs with an archived answer need not be sent. A few arguments are one stream, shown as it arrives.
    let refusals = Refusals::default();
    let seen = refusals.clone();
    let judged = if content::has_lines(&arguments.content) || keeper.is_some() {
        many::judge(&clavata, arguments, &mut session, keeper.clone(), seen).await
    } else {
        stream::judge(&clavata, arguments, &mut session, seen).await
    };
    let refused = match &judged {
        Ok(()) => 0,
        Err(_) => session.tell_unsettled(&refusals),
    };
    match judged {
        Ok(()) => session.end(exit_verdict),
        Err(Stopped::Interrupted(sent)) => Err(session.interrupted(sent, refused)),
        Err(Stopped::By(end)) => {
            // What arrived is archived, although it cannot be shown.
            if let Some(Err(error)) = keeper.map(|keeper| keeper.archive.sync()) {
                note(&format!("cannot archive the last answers: {error}"));
            }
            Err(session.stopped(end))
        }
    }
}
