//! The operations: their names, and the effect of repeating them.

use std::ops::Deref;

use clavata_api::contract;

/// One operation of the contract, or of the object storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Operation(&'static Known);

/// What is known about an operation.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Known {
    /// The contract's operation id, or a name like it.
    pub(crate) id: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) repeat: Repeat,
}

impl Deref for Operation {
    type Target = Known;

    fn deref(&self) -> &Known {
        self.0
    }
}

/// The effect of sending a request again. The gateway has no idempotency key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// It only reads again, or has no further effect.
    Harmless,
    /// It creates nothing, but every input that was judged is billed again. It is retried until the
    /// response begins, because the caller needs the verdicts.
    Billed,
    /// It creates and bills a second job.
    Paid,
}

macro_rules! operations {
    ($($name:ident: $repeat:ident;)*) => {
        $(pub(crate) const $name: Operation = Operation(&Known {
            id: contract::$name.id,
            method: contract::$name.method,
            path: contract::$name.path,
            repeat: Repeat::$repeat,
        });)*
    };
}

operations! {
    GET_JOB: Harmless;
    LIST_JOBS: Harmless;
    CREATE_JOB: Paid;
    EVALUATE: Billed;
    EVALUATE_LABELS: Paid;
    CREATE_BATCH_JOB: Paid;
    LIST_BATCH_JOBS: Harmless;
    CANCEL_BATCH_JOB: Harmless;
}

/// Gets a path that the caller names.
pub(crate) const RAW_GET: Operation = Operation(&Known {
    id: "raw_get",
    method: "GET",
    path: "(given)",
    repeat: Repeat::Harmless,
});

/// Posts to a path that the caller names. The effect of sending it again is unknown.
pub(crate) const RAW_POST: Operation = Operation(&Known {
    id: "raw_post",
    method: "POST",
    path: "(given)",
    repeat: Repeat::Paid,
});

/// Uploads an input to a presigned URL, replacing an earlier upload.
pub(crate) const UPLOAD: Operation = Operation(&Known {
    id: "upload_input",
    method: "PUT",
    path: "(presigned)",
    repeat: Repeat::Harmless,
});

/// Downloads an output from a presigned URL.
pub(crate) const DOWNLOAD: Operation = Operation(&Known {
    id: "download_output",
    method: "GET",
    path: "(presigned)",
    repeat: Repeat::Harmless,
});
