//! Maps errors of a batch run to an exit code and a hint.

use clavata_batch::BatchError;

use super::{Code, DO_NOT_PUBLISH, Failure};

impl Failure {
    /// An error of a batch run while the program was `doing` something.
    pub(crate) fn of_batch(doing: &str, error: &BatchError) -> Self {
        match error {
            BatchError::Call(error) => Self::of(doing, error),
            // These name their files themselves.
            error => Self::new(code_of(error), error.to_string(), hint_of(error)),
        }
    }
}

fn code_of(error: &BatchError) -> Code {
    match error {
        _ if error.has_refusals() => Code::ContentRefused,
        BatchError::OutputIsInput
        | BatchError::NotKept { .. }
        | BatchError::Input { .. }
        | BatchError::File { .. }
        | BatchError::State { .. } => Code::Input,
        BatchError::Ended { .. } => Code::JobEnded,
        BatchError::Output { .. } | BatchError::NoOutput { .. } => Code::Unreadable,
        // This includes an upload address that has expired.
        _ => Code::Network,
    }
}

fn hint_of(error: &BatchError) -> &'static str {
    match error {
        _ if error.has_refusals() => DO_NOT_PUBLISH,
        BatchError::OutputIsInput => "nothing was sent; correct it and try again",
        BatchError::Input { .. } => "correct these lines and run the command again",
        BatchError::NotKept { .. } => {
            "the output was not replaced; make room for its rows, then run the command again to get and keep it, at no cost"
        }
        BatchError::File { .. } => "check that file, then run the command again to resume",
        BatchError::State { .. } => {
            "use the input and output of the earlier run, or --start-over to discard it"
        }
        BatchError::UploadExpired { .. } => "run the command again with --start-over",
        BatchError::Ended { .. } => {
            "there are no results, so nothing has passed; running the command again creates another batch job, which is billed"
        }
        BatchError::Output { .. } => {
            "the output was kept as received; missing content has not passed"
        }
        _ => "run the command again to resume",
    }
}

#[cfg(test)]
mod tests {
    use super::{BatchError, Code, DO_NOT_PUBLISH, Failure};

    #[test]
    fn refused_content_decides_the_code_and_the_hint_whatever_failed() {
        let (path, why, has_refusals) = (|| "out.csv".into(), || "no".to_owned(), true);
        for error in [
            BatchError::File {
                path: path(),
                why: why(),
                has_refusals,
            },
            BatchError::NotKept {
                path: path(),
                why: why(),
                has_refusals,
            },
            BatchError::Output {
                path: path(),
                why: why(),
                has_refusals,
            },
        ] {
            let failure = Failure::of_batch("evaluate", &error);
            let seen = (failure.code, failure.hint.as_str());
            assert_eq!(seen, (Code::ContentRefused, DO_NOT_PUBLISH));
        }
    }
}
