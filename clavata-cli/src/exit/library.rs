//! What errors of the library mean for the program: a code, and what to do.

use std::fmt::Write as _;

use clavata_api_ext::{BatchProblem, Refusals};

use super::Code;

/// The exit code of what is wrong with a batch job.
fn code_of_batch(problem: &BatchProblem) -> Code {
    match problem {
        BatchProblem::Input { .. }
        | BatchProblem::File { .. }
        | BatchProblem::State { .. }
        | BatchProblem::Refused { .. } => Code::Input,
        BatchProblem::NotFound { .. } => Code::NotFound,
        BatchProblem::UploadExpired { .. } => Code::Network,
        BatchProblem::Ended { .. } => Code::JobEnded,
        BatchProblem::Output { .. } => Code::Unreadable,
        // The object storage, which belongs to the server.
        _ => Code::Server,
    }
}

fn hint_of_batch(problem: &BatchProblem) -> &'static str {
    match problem {
        BatchProblem::Input { .. } => "correct these lines and run it again",
        BatchProblem::File { .. } => "look at the file, then run it again: it goes on where it was",
        BatchProblem::State { .. } => {
            "run it with the input and output of the earlier run, or with --start-over to give that up"
        }
        BatchProblem::Refused { .. } => "check the policy and the name, then run it again",
        BatchProblem::NotFound { .. } => "`clavata batch list` shows those there are",
        BatchProblem::UploadExpired { .. } => "run it again with --start-over",
        BatchProblem::Ended { .. } => {
            "nothing was judged and nothing has passed; look at the input, then use --start-over"
        }
        BatchProblem::Output { .. } => {
            "the output is kept as it came; what it lacks has not passed"
        }
        _ => "run it again: it goes on where it was",
    }
}

/// The exit code of an error of the library.
pub(crate) fn code_of(error: &clavata_api_ext::Error) -> Code {
    if let Some(problem) = error.batch_problem() {
        code_of_batch(problem)
    } else if error.is_content_refused() {
        Code::ContentRefused
    } else if error.is_not_built() {
        Code::Input
    } else if error.is_auth() {
        Code::Key
    } else if error.is_not_found() {
        Code::NotFound
    } else if error.is_rate_limited() {
        Code::RateLimit
    } else if error.is_timeout() {
        Code::Network
    } else if error.is_stopped_early() {
        Code::Unreadable
    } else {
        match (error.status(), error.grpc_code()) {
            (Some(408 | 504), _) | (_, Some(4)) => Code::Network,
            (Some(500..), _) | (_, Some(2 | 12..=15)) => Code::Server,
            _ if error.is_unreadable() => Code::Unreadable,
            (Some(400..), _) | (_, Some(_)) => Code::Input,
            _ => Code::Network,
        }
    }
}

/// What to do about an error of the library, beside what it may have cost; nothing where that is all.
pub(super) fn hint_of(code: Code, error: &clavata_api_ext::Error) -> String {
    if let Some(problem) = error.batch_problem() {
        return hint_of_batch(problem).to_owned();
    }
    if error.is_of_storage() {
        // CLAVATA_BASE_URL has no part in it.
        return "the object storage that holds the files is another host than the gateway: check the network and any proxy, then run it again: it goes on where it was".to_owned();
    }
    let hint = match code {
        Code::Input if error.is_not_built() => "correct it and try again; nothing was sent",
        Code::Input => "the gateway says what it does not accept; correct it and try again",
        Code::Key => "check CLAVATA_API_KEY, and that its account owns what you asked for",
        Code::NotFound => "check the id, and that the key belongs to the account that owns it",
        Code::RateLimit if error.is_quota() => {
            "come back when the plan's quota is renewed, or change the plan"
        }
        // Sending it again is for whoever knows that it is not there.
        Code::Server | Code::RateLimit if error.may_have_been_billed() => "",
        Code::Network if error.is_timeout() && error.may_have_been_billed() => "",
        Code::RateLimit => "wait before you try again, and send less at a time",
        Code::ContentRefused => {
            "the content must not pass; known child abuse material may carry a legal duty to report"
        }
        Code::Network if error.is_timeout() => "try again, or allow more time",
        Code::Network => "check the network, any proxy, and CLAVATA_BASE_URL",
        Code::Unreadable if error.is_stopped_early() => {
            "what was printed is good; what is missing was not judged and has not passed"
        }
        Code::Unreadable => {
            "something other than the gateway may have answered: check CLAVATA_BASE_URL (the REST port is 8443)"
        }
        _ => "this is not your fault; try again later",
    };
    hint.to_owned()
}

/// One line for each piece of content that was refused, and one for what cannot be read.
pub(crate) fn refused(refusals: &Refusals) -> Vec<String> {
    let mut lines = Vec::new();
    for refusal in refusals {
        let mut line = refusal.reason().to_string();
        if let Some(hash) = refusal.content_hash() {
            let _ = write!(line, ", content {hash}");
        }
        let _ = write!(line, ", {}", refusal.match_confidence());
        lines.push(line);
    }
    let unreadable = refusals.raw().len();
    if unreadable > 0 {
        let csam = if refusals.has_csam() {
            "; known child abuse material is among what was refused"
        } else {
            ""
        };
        lines.push(format!(
            "{unreadable} details that cannot be read: any of them may be a hit{csam}"
        ));
    }
    lines
}
