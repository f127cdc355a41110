//! What is known of an operation before it is called: its names, and what repeating it would do.

/// One operation of the contract, or of the object storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Operation {
    /// The contract's operation id, or a name like it.
    pub(crate) id: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) repeat: Repeat,
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
    ($($name:ident: $id:literal, $method:literal $path:literal, $repeat:ident;)*) => {
        $(pub(crate) const $name: Operation = Operation {
            id: $id,
            method: $method,
            path: $path,
            repeat: Repeat::$repeat,
        };)*
    };
}

operations! {
    GET_JOB: "get_job", "GET" "/v1/jobs/{jobUuid}", Harmless;
    LIST_JOBS: "list_jobs", "GET" "/v1/jobs", Harmless;
    CREATE_JOB: "create_job", "POST" "/v1/jobs", Paid;
    EVALUATE: "evaluate", "POST" "/v1/jobs/stream", Billed;
    EVALUATE_LABELS: "evaluate_labels", "POST" "/v1/labels/evaluate", Paid;
    CREATE_BATCH_JOB: "create_batch_job", "POST" "/v1/batch-jobs", Paid;
    LIST_BATCH_JOBS: "list_batch_jobs", "GET" "/v1/batch-jobs", Harmless;
    CANCEL_BATCH_JOB: "cancel_batch_job", "POST" "/v1/batch-jobs/{batchJobId}/cancel", Harmless;
}

/// Puts an input at a presigned address, where it replaces what was put before.
pub(crate) const UPLOAD: Operation = Operation {
    id: "upload_input",
    method: "PUT",
    path: "(presigned)",
    repeat: Repeat::Harmless,
};

/// Gets an output from a presigned address.
pub(crate) const DOWNLOAD: Operation = Operation {
    id: "download_output",
    method: "GET",
    path: "(presigned)",
    repeat: Repeat::Harmless,
};
