//! Every stream of the public API is `Send` and `Unpin`.

use clavata_api_ext::api::BatchJob;
use clavata_api_ext::{EvaluateAll, Evaluation, Job, Jobs, Poller, WaitMany};
use futures_util::Stream;

/// Compiles only if all of them are.
#[allow(dead_code)]
fn all(
    jobs: Jobs,
    pages: Jobs,
    evaluation: Evaluation,
    all: EvaluateAll,
    job: Poller<Job>,
    batch_job: Poller<BatchJob>,
    many: WaitMany,
) {
    fn holds(_: impl Stream + Send + Unpin + 'static) {}
    holds(jobs.into_stream());
    holds(pages.into_page_stream());
    holds(evaluation.into_stream());
    holds(all.into_stream());
    holds(job.into_stream());
    holds(batch_job.into_stream());
    holds(many.into_stream());
}

/// A new stream must be listed above.
#[test]
fn all_streams_are_listed() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../clavata-api-ext");
    let mut folders = vec![root.join("src"), root.join("batch/src")];
    let mut streams = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let source = std::fs::read_to_string(&path).unwrap();
                let signatures = source.split("\n    pub fn ").skip(1);
                let returns = signatures.filter_map(|rest| {
                    let (name, rest) = rest.split_once('(')?;
                    let (signature, _) = rest.split_once('{')?;
                    signature.contains("-> impl Stream").then_some(name)
                });
                let file = path.file_stem().unwrap().to_string_lossy().into_owned();
                streams.extend(returns.map(|name| format!("{file}::{name}")));
            }
        }
    }
    streams.sort();
    let listed = [
        "all::into_stream",
        "many::into_stream",
        "mod::into_stream", // of an evaluation
        "mod::into_stream", // of a poller, for both that it can poll
        "pages::into_page_stream",
        "pages::into_stream",
    ];
    assert_eq!(streams, listed);
}
