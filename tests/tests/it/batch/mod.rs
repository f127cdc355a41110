//! Batch jobs, through the whole client.

mod files;
mod input;
mod operations;
mod output;
mod redirects;
mod resume;
mod run;
mod state_file;
mod storage;

use std::path::PathBuf;
use std::time::Duration;

use crate::support::client::hasty;
use clavata_api_ext::{Clavata, Error};
use clavata_batch::{BatchError, BatchRun};
use mock_gateway::{MockGateway, Operation};
use tempfile::TempDir;
use uuid::Uuid;

const POLICY: Uuid = Uuid::from_u128(0x1111_1111_1111_4111_8111_1111_1111_1111);

/// A policy that the mock gateway knows, but that has no published version.
const UNPUBLISHED: Uuid = Uuid::from_u128(0x4000_8000_0000_0000_0000);

const CSV: &str = "ref_id,type,content\n1,text,hello\n2,text,flag\n3,text,good day\n";

/// A folder for files, and a gateway.
struct Desk {
    gateway: MockGateway,
    clavata: Clavata,
    dir: TempDir,
    input: PathBuf,
    output: PathBuf,
    state: PathBuf,
}

impl Desk {
    async fn with(csv: impl AsRef<[u8]>) -> Self {
        let gateway = MockGateway::start().await;
        let dir = tempfile::tempdir().unwrap();
        let input = dir.path().join("comments.csv");
        std::fs::write(&input, csv).unwrap();
        Self {
            clavata: hasty(gateway.url()),
            gateway,
            output: dir.path().join("judged.csv"),
            state: dir.path().join("judged.csv.clavata-batch.json"),
            dir,
            input,
        }
    }

    fn run(&self) -> BatchRun {
        let pause = Duration::from_millis(1);
        BatchRun::new(&self.clavata, POLICY, &self.input, &self.output).with_pauses(pause, pause)
    }

    /// The names of the files in the folder, sorted.
    fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.dir.path()).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn creates(&self) -> u64 {
        self.gateway.counts(Operation::CreateBatchJob).bodies
    }

    fn uploads(&self) -> u64 {
        self.gateway.counts(Operation::UploadInput).bodies
    }
}

/// The error of the call that made a run fail.
fn call(error: &BatchError) -> &Error {
    error.call().unwrap_or_else(|| panic!("{error:?}"))
}

/// The line of an error, for assertions about its wording.
fn said(error: &BatchError) -> String {
    error.to_string()
}
