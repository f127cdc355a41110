//! One side of a comparison: the source of a contract, and what can be wrong with it.

use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::failure::Failure;
use crate::lint;
use crate::model::Model;
use crate::model::located::Located;
use crate::workspace::{CONTRACT, Workspace};

/// The largest document, in bytes: 8 MiB. The contract has 60 KB.
const LARGEST: u64 = 8 << 20;

/// A contract, and its name in messages.
#[derive(Debug)]
pub(crate) struct Side {
    /// `v1.0.0:openapi/clavata.yaml`, or the path of a file.
    pub(crate) name: String,
    pub(crate) source: Located,
}

impl Side {
    /// The contract in the workspace.
    pub(crate) fn current(workspace: &Workspace) -> Result<Self, Failure> {
        Self::file(&workspace.root().join(CONTRACT)).map(|side| side.called(CONTRACT))
    }

    /// Reads a file, or the contract at a revision of git.
    pub(crate) fn given(workspace: &Workspace, given: &str) -> Result<Self, Failure> {
        let path = Path::new(given);
        if path.exists() {
            Self::file(path)
        } else {
            Self::revision(workspace, given)
        }
    }

    /// Reads a file.
    pub(crate) fn file(path: &Path) -> Result<Self, Failure> {
        let name = path.display().to_string();
        let file = std::fs::File::open(path)
            .map_err(|error| Failure::bad_input(format!("{name}: cannot be read: {error}")))?;
        let mut bytes = Vec::new();
        file.take(LARGEST + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::bad_input(format!("{name}: cannot be read: {error}")))?;
        Self::bytes(&name, bytes)
    }

    fn revision(workspace: &Workspace, revision: &str) -> Result<Self, Failure> {
        let name = format!("{revision}:{CONTRACT}");
        let unknown = |why: &str| {
            let what = format!(
                "`{}` is neither a file nor a revision with {CONTRACT}{why}",
                shown(revision)
            );
            Failure::bad_input(what)
        };
        // It would be parsed as an option, or name another file.
        if revision.is_empty() || revision.starts_with('-') || revision.contains([':', '\n', '\0'])
        {
            return Err(unknown(""));
        }
        match git(workspace, &["show", &name])? {
            Some(bytes) => Self::bytes(&name, bytes),
            None => Err(unknown("")),
        }
    }

    fn called(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    fn bytes(name: &str, bytes: Vec<u8>) -> Result<Self, Failure> {
        let bad = |what: &str| Failure::bad_input(format!("{name}: {what}"));
        if bytes.len() as u64 > LARGEST {
            return Err(bad("is larger than 8 MiB"));
        }
        let text = String::from_utf8(bytes).map_err(|_| bad("is not UTF-8"))?;
        Self::text(name, &text)
    }

    /// Reads a document from text.
    pub(crate) fn text(name: &str, text: &str) -> Result<Self, Failure> {
        let bad = |what: &str| Failure::bad_input(format!("{name}: {what}"));
        let source = Located::named(name, text).map_err(|failure| failure.with_code(2))?;
        let version = source.value.get("openapi").and_then(|value| value.as_str());
        match version {
            Some(version) if version.starts_with("3.0.") => {}
            Some(version) => {
                return Err(bad(&format!("is OpenAPI {}, not 3.0", shown(version))));
            }
            None => {
                return Err(bad(
                    "is not an OpenAPI 3.0 document: it has no `openapi: 3.0.…`",
                ));
            }
        }
        Ok(Self {
            name: name.to_owned(),
            source,
        })
    }

    /// Its model, if the document conforms strictly to OpenAPI 3.0.
    pub(crate) fn model(&self) -> Result<Model<'_>, Failure> {
        let model = Model::read(&self.source);
        lint::readable(&model)
            .map_err(|what| Failure::bad_input(format!("{}:{what}", self.name)))?;
        Ok(model)
    }
}

/// Text from outside for a message: one line of limited length.
fn shown(text: &str) -> String {
    let text = text.chars().filter(|letter| !letter.is_control());
    text.take(60).collect()
}

/// The newest release tag that the current commit descends from, if there is one.
pub(crate) fn last_release(workspace: &Workspace) -> Result<Option<String>, Failure> {
    let describe = ["describe", "--tags", "--abbrev=0", "--match", "v*"];
    let said = git(workspace, &describe)?;
    Ok(said.map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned()))
}

/// The output of git. `None` if git fails.
pub(crate) fn git(workspace: &Workspace, arguments: &[&str]) -> Result<Option<Vec<u8>>, Failure> {
    let output = Command::new("git")
        .current_dir(workspace.root())
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .map_err(|error| Failure::bad_input(format!("git cannot be started: {error}")))?;
    Ok(output.status.success().then_some(output.stdout))
}
