//! Maps errors of the library to an exit code and a hint.

use std::fmt::Write as _;

use clavata_api_ext::api::PrecheckFailureType;
use clavata_api_ext::{Refusal, Refusals};

use super::Code;
use crate::terminal::counted;

/// The hint for refused content.
pub(crate) const DO_NOT_PUBLISH: &str =
    "do not publish the content; you may be legally required to report known child abuse material";

/// The hint if the gateway refused only images that it could not read.
pub(crate) const UNREADABLE_IMAGE: &str =
    "the gateway could not read the image; send a PNG, JPEG or WebP";

/// The hint for refusals. Only if all are known to be about unreadable images is it about these.
pub(crate) fn refused_hint(refusals: &Refusals) -> &'static str {
    let is_image = |refusal: &Refusal| *refusal.reason() == PrecheckFailureType::InvalidImage;
    let is_read = !refusals.is_empty() && refusals.count() == refusals.len();
    if is_read && !refusals.has_csam() && refusals.raw().is_empty() && refusals.iter().all(is_image)
    {
        return UNREADABLE_IMAGE;
    }
    DO_NOT_PUBLISH
}

/// Whether the input or a setting is wrong, and nothing was sent.
fn is_ours(error: &clavata_api_ext::Error) -> bool {
    error.is_not_built() || error.is_invalid_content()
}

/// The exit code of an error of the library.
pub(crate) fn code_of(error: &clavata_api_ext::Error) -> Code {
    if error.is_content_refused() {
        Code::ContentRefused
    } else if error.refused_by_storage().is_some() {
        Code::Server
    } else if is_ours(error) || error.declined().is_some() {
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

/// The hint for an error of the library, without its possible cost. Empty if there is none.
pub(super) fn hint_of(code: Code, error: &clavata_api_ext::Error) -> String {
    if error.refused_by_storage().is_some() {
        return "run the command again to resume".to_owned();
    }
    if error.is_of_storage() {
        // CLAVATA_BASE_URL cannot be the cause.
        return "the files are in object storage, on a different host from the gateway: check the network and any proxy, then run the command again to resume".to_owned();
    }
    let hint = match code {
        Code::Input if is_ours(error) => "nothing was sent; correct it and try again",
        Code::Input if error.declined().is_some() => {
            "check the policy and the name, then run the command again"
        }
        Code::Input => "correct what the gateway rejected and try again",
        Code::Key => {
            "check CLAVATA_API_KEY or the key of the profile, and that its account has access to what you asked for"
        }
        Code::NotFound if error.operation() == Some("list_batch_jobs") => {
            "`clavata batch list` shows the batch jobs that exist"
        }
        Code::NotFound => "check the id, and that the key belongs to the account that owns it",
        Code::RateLimit if error.is_quota() => "wait until your quota renews, or change your plan",
        // Only a user who knows that it was not created should send it again.
        Code::Server | Code::RateLimit if error.may_have_been_billed() => "",
        Code::Network if error.is_timeout() && error.may_have_been_billed() => "",
        Code::RateLimit => "wait before you try again, and send fewer requests at a time",
        Code::ContentRefused if error.refusals().is_some_and(says_to_report) => {
            "do not publish the content"
        }
        Code::ContentRefused => error.refusals().map_or(DO_NOT_PUBLISH, refused_hint),
        Code::Network if error.is_timeout() => "try again, or allow more time",
        Code::Network => "check the network, any proxy, and CLAVATA_BASE_URL",
        Code::Unreadable if error.is_stopped_early() => {
            "the printed results are valid; content without a result has not passed, but may have been billed"
        }
        Code::Unreadable => {
            "something other than the gateway may have answered: check CLAVATA_BASE_URL (the REST port is 8443)"
        }
        _ => "the problem is on the server; try again later",
    };
    hint.to_owned()
}

/// How to find out whether the call was billed, or what to expect. `None` if it was not billed. It comes before all
/// other hints.
pub(super) fn billed_hint_of(error: &clavata_api_ext::Error) -> Option<String> {
    if !error.may_have_been_billed() {
        return None;
    }
    Some(match (error.operation(), error.marker()) {
        (_, Some(marker)) => format!(
            "the job may exist, and be billed: run `clavata reconcile {marker}` to find out before you create it again"
        ),
        (Some("create_batch_job"), _) => {
            "the batch job may exist: run the same command again, which looks for it before it creates another".to_owned()
        }
        _ if error.completeness().is_some_and(|seen| seen.answered() > 0) => {
            "answered inputs are billed, and others may be: send only unanswered inputs again".to_owned()
        }
        _ => "it may be billed anyway: if you send it again, it may be billed twice".to_owned(),
    })
}

/// Whether the message already says that the content may have to be reported.
fn says_to_report(refusals: &Refusals) -> bool {
    refusals.has_csam() || refusals.is_suspected()
}

/// One line per refused piece of content, and one for unreadable details. None if that is all that is known.
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
            "; the refusal is or may be about known child abuse material"
        } else {
            ""
        };
        let details = counted(unreadable as u64, "unreadable detail");
        lines.push(format!("{details}, which may hide matches{csam}"));
    }
    if refusals.is_suspected() && !lines.is_empty() {
        let line = "a refusal without details; it may be about known child abuse material";
        lines.push(line.to_owned());
    }
    lines
}
