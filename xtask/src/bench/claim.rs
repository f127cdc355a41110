//! The sentence of the README about speed, with its figure.

use super::{CLAIMED, Measured, figure};
use crate::failure::Failure;
use crate::workspace::{self, Workspace};

/// How the sentence begins; the figure follows.
const BEGINNING: &str = "All rows of a 20 MB answer take ";

pub(super) fn sentence(measured: &Measured) -> String {
    let ratio = measured
        .large()
        .map_or(f64::NAN, |one| figure(one, CLAIMED, "to_floor"));
    format!("{BEGINNING}{ratio:.2} times as long as `serde_json` takes to validate its bytes.")
}

/// Replaces the sentence in the README.
pub(super) fn write(workspace: &Workspace, sentence: &str) -> Result<(), Failure> {
    let path = workspace.root().join("README.md");
    let readme = workspace::read(&path)?;
    workspace::write(&path, &replaced(&readme, sentence)?)
}

fn replaced(readme: &str, sentence: &str) -> Result<String, Failure> {
    let is_it = |line: &&str| line.starts_with(BEGINNING);
    let line = readme.lines().find(is_it).ok_or_else(|| {
        Failure::new(format!(
            "README.md has no line that begins with {BEGINNING:?}"
        ))
    })?;
    Ok(readme.replacen(line, sentence, 1))
}

#[cfg(test)]
mod tests {
    use super::replaced;

    #[test]
    fn the_claim_is_replaced_and_nothing_else() {
        let line = "All rows of a 20 MB answer take 9.99 times as long.";
        let readme = format!("# Title\n\n{line}\nMore.\n");
        let changed = replaced(&readme, "New.").unwrap();
        assert_eq!(changed, "# Title\n\nNew.\nMore.\n");
        assert!(replaced("# Title\n", "New.").is_err());
    }
}
