//! The recorded answers and fixture jobs of `tests/fixtures`, and the contract's examples.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// One answer recorded from the real gateway's code.
#[derive(Clone, Debug, Deserialize)]
pub struct Capture {
    /// What it shows, such as `job_not_found`.
    pub name: String,
    /// The method of the request.
    pub method: String,
    /// The path and query of the request.
    pub path: String,
    /// Whether the request carried a valid key.
    pub authorized: bool,
    /// The JSON body of the request, if it had one.
    pub request: Option<serde_json::Value>,
    /// The HTTP status of the answer.
    pub status: u16,
    /// The headers of the answer.
    pub headers: BTreeMap<String, String>,
    /// The body of the answer, as sent.
    pub body: String,
}

/// A job of `tests/fixtures`, with the rows and the verdict that it must yield.
#[derive(Clone, Debug)]
pub struct FixtureJob {
    /// Folder and number, such as `jobs-go/00003`.
    pub name: String,
    /// The answer to get job, as sent.
    pub body: String,
    /// One row per line.
    pub rows: String,
    /// The verdict, a JSON object.
    pub verdict: String,
}

/// The folder `tests/fixtures` of this project.
pub fn fixtures_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Every recorded answer, in the order of the file.
///
/// # Panics
/// If a line of the file is not a capture.
pub fn captures() -> &'static [Capture] {
    static CAPTURES: OnceLock<Vec<Capture>> = OnceLock::new();
    CAPTURES.get_or_init(|| {
        include_str!("../fixtures/captures.jsonl")
            .lines()
            .map(|line| serde_json::from_str(line).expect("each line is a capture"))
            .collect()
    })
}

/// The recorded answer of that name.
///
/// ```
/// assert_eq!(mock_gateway::capture("job_not_found").status, 404);
/// ```
///
/// # Panics
/// If there is none of that name.
pub fn capture(name: &str) -> &'static Capture {
    captures()
        .iter()
        .find(|capture| capture.name == name)
        .unwrap_or_else(|| panic!("no capture is named {name:?}"))
}

/// Every fixture job of both dialects, in the order of their names.
pub fn fixture_jobs() -> Vec<FixtureJob> {
    let mut jobs = Vec::new();
    for folder in ["jobs-go", "jobs-sparse"] {
        let folder_path = fixtures_dir().join(folder);
        let read = |number: &str, suffix: &str| {
            fs::read_to_string(folder_path.join(format!("{number}{suffix}"))).unwrap_or_default()
        };
        for file in files_of(&folder_path) {
            let Some(number) = file.strip_suffix(".rows.jsonl") else {
                continue;
            };
            jobs.push(FixtureJob {
                name: format!("{folder}/{number}"),
                body: read(number, ".json"),
                rows: read(number, ".rows.jsonl"),
                verdict: read(number, ".verdict.json"),
            });
        }
    }
    jobs
}

fn examples_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/examples")
}

/// The text of an example of the contract, by its file name with or without `.json`.
///
/// ```
/// let job = mock_gateway::example("get_job.response.completed");
/// assert!(job.contains("JOB_STATUS_COMPLETED"));
/// ```
///
/// # Panics
/// If there is no such file.
pub fn example(name: &str) -> String {
    let file = format!("{}.json", name.trim_end_matches(".json"));
    fs::read_to_string(examples_dir().join(&file))
        .unwrap_or_else(|error| panic!("openapi/examples/{file}: {error}"))
}

/// The answers to get job that the gateway knows from the start, by job id: the fixtures, then the examples,
/// except ids that a capture answers.
pub(crate) fn shelf() -> Arc<BTreeMap<String, String>> {
    static SHELF: OnceLock<Arc<BTreeMap<String, String>>> = OnceLock::new();
    SHELF
        .get_or_init(|| {
            let mut shelf = BTreeMap::new();
            for job in fixture_jobs() {
                put(&mut shelf, job.body);
            }
            let recorded = |id: &str| captures().iter().any(|c| c.path.ends_with(id));
            for name in files_of(&examples_dir()) {
                if name.starts_with("get_job.response.") {
                    put(&mut shelf, example(&name));
                }
            }
            shelf.retain(|id, _| !recorded(id));
            Arc::new(shelf)
        })
        .clone()
}

fn put(shelf: &mut BTreeMap<String, String>, body: String) {
    if let Ok(answer) = serde_json::from_str::<serde_json::Value>(&body)
        && let Some(id) = answer["job"]["jobUuid"].as_str()
    {
        shelf.entry(id.to_owned()).or_insert(body);
    }
}

fn files_of(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}
