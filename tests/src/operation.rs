//! The operations of the API, and the operation of a request.

use http::Method;

/// An operation of the API, or of the object storage that holds the files of batch jobs.
///
/// ```
/// use mock_gateway::Operation;
/// assert_eq!(Operation::GetJob.name(), "get_job");
/// assert_eq!(Operation::ALL.len(), 10);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// `GET /v1/jobs/{jobUuid}`
    GetJob,
    /// `GET /v1/jobs`
    ListJobs,
    /// `POST /v1/jobs`
    CreateJob,
    /// `POST /v1/jobs/stream`
    Evaluate,
    /// `POST /v1/labels/evaluate`
    EvaluateLabels,
    /// `POST /v1/batch-jobs`
    CreateBatchJob,
    /// `GET /v1/batch-jobs`
    ListBatchJobs,
    /// `POST /v1/batch-jobs/{batchJobId}/cancel`
    CancelBatchJob,
    /// `PUT` to the presigned upload URL of a batch job
    UploadInput,
    /// `GET` from the presigned download URL of a batch job
    DownloadOutput,
}

impl Operation {
    /// Every operation: the eight of the API, then the two of object storage.
    pub const ALL: [Self; 10] = [
        Self::GetJob,
        Self::ListJobs,
        Self::CreateJob,
        Self::Evaluate,
        Self::EvaluateLabels,
        Self::CreateBatchJob,
        Self::ListBatchJobs,
        Self::CancelBatchJob,
        Self::UploadInput,
        Self::DownloadOutput,
    ];

    /// The name in the contract, such as `get_job`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::GetJob => "get_job",
            Self::ListJobs => "list_jobs",
            Self::CreateJob => "create_job",
            Self::Evaluate => "evaluate",
            Self::EvaluateLabels => "evaluate_labels",
            Self::CreateBatchJob => "create_batch_job",
            Self::ListBatchJobs => "list_batch_jobs",
            Self::CancelBatchJob => "cancel_batch_job",
            Self::UploadInput => "upload_input",
            Self::DownloadOutput => "download_output",
        }
    }

    /// Whether the answer is a stream of JSON values rather than a single one.
    #[must_use]
    pub const fn is_stream(self) -> bool {
        matches!(self, Self::Evaluate)
    }

    /// Whether the request goes to object storage, which must never receive the API key.
    #[must_use]
    pub const fn is_storage(self) -> bool {
        matches!(self, Self::UploadInput | Self::DownloadOutput)
    }

    /// Whether the request has a JSON body.
    #[must_use]
    pub const fn has_json_body(self) -> bool {
        matches!(
            self,
            Self::CreateJob
                | Self::Evaluate
                | Self::EvaluateLabels
                | Self::CreateBatchJob
                | Self::CancelBatchJob
        )
    }

    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}

/// The target of a method and a path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// An operation, with the id that the path names (empty if it names none).
    To(Operation, String),
    /// The path exists, but not with this method.
    WrongMethod,
    /// No such path.
    Nowhere,
}

pub(crate) fn route(method: &Method, path: &str) -> Route {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let (get, post, put) = (
        method == Method::GET,
        method == Method::POST,
        method == Method::PUT,
    );
    let found = match segments[..] {
        ["v1", "jobs"] if get => Some((Operation::ListJobs, "")),
        ["v1", "jobs"] if post => Some((Operation::CreateJob, "")),
        ["v1", "jobs", "stream"] if post => Some((Operation::Evaluate, "")),
        ["v1", "jobs", id] if get && !id.is_empty() => Some((Operation::GetJob, id)),
        ["v1", "labels", "evaluate"] if post => Some((Operation::EvaluateLabels, "")),
        ["v1", "batch-jobs"] if get => Some((Operation::ListBatchJobs, "")),
        ["v1", "batch-jobs"] if post => Some((Operation::CreateBatchJob, "")),
        ["v1", "batch-jobs", id, "cancel"] if post && !id.is_empty() => {
            Some((Operation::CancelBatchJob, id))
        }
        ["storage", "input", id] if put => Some((Operation::UploadInput, id)),
        ["storage", "output", id] if get => Some((Operation::DownloadOutput, id)),
        ["v1", "jobs" | "batch-jobs"]
        | ["v1", "labels", "evaluate"]
        | ["v1", "batch-jobs", _, "cancel"]
        | ["storage", "input" | "output", _] => return Route::WrongMethod,
        ["v1", "jobs", id] if !id.is_empty() => return Route::WrongMethod,
        _ => None,
    };
    found.map_or(Route::Nowhere, |(operation, id)| {
        Route::To(operation, id.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slash_in_an_id_leads_nowhere() {
        assert_eq!(route(&Method::GET, "/v1/jobs/a/b"), Route::Nowhere);
        assert_eq!(route(&Method::GET, "/v1/jobs/"), Route::Nowhere);
        assert_eq!(route(&Method::GET, "//v1/jobs"), Route::Nowhere);
    }

    #[test]
    fn a_known_path_with_a_strange_method_is_the_wrong_method() {
        assert_eq!(route(&Method::DELETE, "/v1/jobs/a"), Route::WrongMethod);
        assert_eq!(route(&Method::PUT, "/v1/batch-jobs"), Route::WrongMethod);
    }

    #[test]
    fn operations_are_indexed_in_the_order_of_all() {
        for (position, operation) in Operation::ALL.into_iter().enumerate() {
            assert_eq!(operation.index(), position);
        }
    }
}
