//! What is known of an operation before it is called: its names, and what repeating it would do.

use std::ops::Deref;

use clavata_api::contract;

/// One operation of the contract, or of the object storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Operation(&'static Known);

/// What is known of it.
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

/// What sending a request again does. The gateway has no idempotency key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Nothing but read again.
    Harmless,
    /// Makes nothing that stays, but each input that was judged is billed again. It is repeated until
    /// the first answer is there: whoever waits for a verdict gets none from half a request.
    Billed,
    /// Makes, and bills, a second job.
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

/// Gets whatever the caller names.
pub(crate) const RAW_GET: Operation = Operation(&Known {
    id: "raw_get",
    method: "GET",
    path: "(given)",
    repeat: Repeat::Harmless,
});

/// Posts whatever the caller names. Nobody knows what sending it again would do.
pub(crate) const RAW_POST: Operation = Operation(&Known {
    id: "raw_post",
    method: "POST",
    path: "(given)",
    repeat: Repeat::Paid,
});

/// Puts an input at a presigned address, where it replaces what was put before.
pub(crate) const UPLOAD: Operation = Operation(&Known {
    id: "upload_input",
    method: "PUT",
    path: "(presigned)",
    repeat: Repeat::Harmless,
});

/// Gets an output from a presigned address.
pub(crate) const DOWNLOAD: Operation = Operation(&Known {
    id: "download_output",
    method: "GET",
    path: "(presigned)",
    repeat: Repeat::Harmless,
});
