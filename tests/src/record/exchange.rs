//! One request and its answer, as recorded.

use std::io::{self, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The file of an exchange. Everything in it has been scrubbed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Exchange {
    pub(super) operation: String,
    pub(super) method: String,
    pub(super) path: String,
    /// The body of the request.
    pub(super) request: Option<Value>,
    pub(super) status: u16,
    pub(super) content_type: String,
    pub(super) retry_after: Option<String>,
    /// The values of the body.
    pub(super) answer: Vec<Value>,
    /// Whether more data arrived that is not JSON. It is not kept.
    pub(super) unreadable: bool,
}

impl Exchange {
    /// Writes it into a file of its own, never over another one.
    pub(super) fn write(&self, folder: &Path, number: usize) -> io::Result<()> {
        let name = format!("{number:04}-{}.json", self.operation);
        let mut file = std::fs::File::create_new(folder.join(name))?;
        serde_json::to_writer_pretty(&mut file, self)?;
        file.write_all(b"\n")
    }

    /// Reads those of a folder, in order.
    pub(super) fn read_all(folder: &Path) -> io::Result<Vec<Self>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                names.push(path);
            }
        }
        names.sort();
        let read = |path: &std::path::PathBuf| {
            let text = std::fs::read(path)?;
            let why = |error| {
                let what = format!("{}: {error}", path.display());
                io::Error::new(io::ErrorKind::InvalidData, what)
            };
            serde_json::from_slice(&text).map_err(why)
        };
        names.iter().map(read).collect()
    }

    /// The body of the answer, as a gateway writes it.
    pub(super) fn body(&self) -> String {
        let is_stream = self.answer.len() != 1 || self.operation == "evaluate";
        let end = if is_stream { "\n" } else { "" };
        let lines = self.answer.iter().map(|value| format!("{value}{end}"));
        let unreadable = self.unreadable.then(|| "(unreadable)".to_owned());
        lines.chain(unreadable).collect()
    }
}
