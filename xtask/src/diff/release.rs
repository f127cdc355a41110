//! A step of `ci`: whether the version and the changelog match the changes since the last release.

use std::io::Write as _;

use super::change::Class;
use super::show::{Format, Shown, show};
use super::{Compared, NOTHING_RELEASED, compared};
use crate::failure::Failure;
use crate::workspace::{self, Workspace};

/// Prints the changes as Markdown, and fails if the version or the changelog does not match them.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let Some(Compared { changes, names }) = compared(workspace, None)? else {
        println!("{NOTHING_RELEASED}");
        return Ok(());
    };
    let page = show(&changes, (&names.0, &names.1), Format::Markdown);
    println!("{page}");
    post(&page)?;
    let tag = names.0.split(':').next().unwrap_or_default();
    let manifest = workspace::read(&workspace.root().join("Cargo.toml"))?;
    let changelog = workspace::read(&workspace.root().join("CHANGELOG.md"))?;
    check(&changes, tag, version_in(&manifest), &changelog)
}

/// Adds the page to the summary of the workflow, if a workflow runs this.
fn post(page: &str) -> Result<(), Failure> {
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY") else {
        return Ok(());
    };
    let file = std::fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open(path);
    file.and_then(|mut file| file.write_all(page.as_bytes()))
        .map_err(|error| Failure::new(format!("the summary cannot be written: {error}")))
}

/// The version of the workspace.
fn version_in(manifest: &str) -> &str {
    let section = manifest.split("[workspace.package]").nth(1);
    let mut lines = section.unwrap_or_default().lines();
    let version = lines.find_map(|line| line.strip_prefix("version = "));
    version.unwrap_or_default().trim_matches('"')
}

type Version = [u64; 3];

fn parse(version: &str) -> Option<Version> {
    let numbers = version.strip_prefix('v').unwrap_or(version);
    let numbers = numbers.split(['-', '+']).next()?;
    let parts: Vec<u64> = numbers
        .split('.')
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    parts.try_into().ok()
}

/// The lowest version that may contain changes of a class. Before 1.0, the second number acts as the first.
fn lowest([major, minor, patch]: Version, class: Class) -> Version {
    match class {
        Class::Docs => [major, minor, patch],
        Class::Major if major > 0 => [major + 1, 0, 0],
        Class::Minor | Class::Behavior if major == 0 => [0, minor, patch + 1],
        _ => [major, minor + 1, 0],
    }
}

/// The lines of the changelog above the section of a version.
fn news<'a>(changelog: &'a str, version: &str) -> Vec<&'a str> {
    let released = format!("## {}", version.trim_start_matches('v'));
    let mut lines = changelog.lines();
    let mut news = Vec::new();
    for line in lines.by_ref() {
        if line == released || line.starts_with(&format!("{released} ")) {
            break;
        }
        if line.starts_with("- ") {
            news.push(line);
        }
    }
    news
}

fn check(changes: &[Shown], tag: &str, version: &str, changelog: &str) -> Result<(), Failure> {
    let open = || changes.iter().filter(|shown| shown.accepted.is_none());
    if let Some(shown) = open().find(|shown| shown.change.red) {
        let (subject, fingerprint) = (&shown.change.subject, shown.change.fingerprint());
        return Err(Failure::new(format!("`{subject}` was hidden and no longer is"))
            .with_hint(format!(
                "put `x-sensitive: true` back, or `cargo xtask accept {fingerprint} --because \"…\"`"
            )));
    }
    let Some(worst) = open().max_by_key(|shown| shown.change.class) else {
        return Ok(());
    };
    let class = worst.change.class;
    let change = format!("{} {}", worst.change.id, worst.change.subject);
    let (Some(before), Some(now)) = (parse(tag), parse(version)) else {
        return Err(Failure::new(format!(
            "`{tag}` or `{version}` is not a version"
        )));
    };
    let lowest = lowest(before, class);
    if now < lowest {
        let [major, minor, patch] = lowest;
        let word = class.word();
        return Err(Failure::new(format!(
            "the version is {version}, but since {tag} there is a {word} change: {change}"
        ))
        .with_hint(format!("make it {major}.{minor}.{patch} or higher")));
    }
    let news = news(changelog, tag);
    let says_it = match class {
        Class::Docs => true,
        Class::Minor | Class::Behavior => !news.is_empty(),
        Class::Major => news.iter().any(|line| line.starts_with("- **Breaking:** ")),
    };
    if says_it {
        Ok(())
    } else {
        Err(Failure::new(format!("CHANGELOG.md does not mention {change}")).with_hint(
            "add a line above the last release; if code breaks, begin it with `- **Breaking:** `",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{SAMPLE, diff, edited};
    use super::*;

    const LOG: &str =
        "# Changelog\n\n## Unreleased\n\n- A line.\n\n## 0.3.1\n\n- **Breaking:** Old.\n";
    const QUIET: &str = "# Changelog\n\n## Unreleased\n\n## 0.3.1 (2026-01-01)\n\n- Old.\n";
    const LOUD: &str = "## 0.4.0\n\n- **Breaking:** A line.\n\n## 0.3.1\n";

    fn changes(from: &str, to: &str, accepted: bool) -> Vec<Shown> {
        let changes = diff(SAMPLE, &edited(SAMPLE, from, to)).into_iter();
        let accepted = accepted.then(|| "it was reviewed".to_owned());
        changes
            .map(|change| Shown {
                change,
                accepted: accepted.clone(),
            })
            .collect()
    }

    #[test]
    fn version_and_changelog_have_to_match_the_class() {
        let docs = changes("A thing.", "One thing.", false);
        let behavior = changes("maximum: 100", "maximum: 50", false);
        let major = changes("operationId: get_thing", "operationId: fetch_thing", false);
        let good = |changes: &[Shown], tag: &str, version: &str, log: &str| {
            check(changes, tag, version, log).is_ok()
        };
        assert!(good(&[], "v0.3.1", "0.3.1", QUIET));
        assert!(good(&docs, "v0.3.1", "0.3.1", QUIET));
        assert!(!good(&behavior, "v0.3.1", "0.3.1", LOG));
        assert!(!good(&behavior, "v0.3.1", "0.3.2", QUIET));
        assert!(good(&behavior, "v0.3.1", "0.3.2", LOG));
        assert!(!good(&behavior, "v1.3.1", "1.3.2", LOG));
        assert!(good(&behavior, "v1.3.1", "1.4.0", LOG));
        assert!(!good(&major, "v0.3.1", "0.3.2", LOUD));
        assert!(!good(&major, "v0.3.1", "0.4.0", LOG));
        assert!(good(&major, "v0.3.1", "0.4.0", LOUD));
        assert!(!good(&major, "v1.3.1", "1.4.0", LOUD));
        assert!(good(&major, "v1.3.1", "2.0.0", LOUD));
        assert!(!good(&docs, "vnext", "0.3.1", LOG));
    }

    #[test]
    fn what_is_hidden_no_more_needs_an_exception() {
        let secret = "          x-sensitive: true\n          type: string\n          format: uri\n";
        let shown = "          type: string\n          format: uri\n";
        let said = check(&changes(secret, shown, false), "v0.3.1", "9.0.0", LOUD).unwrap_err();
        assert!(said.to_string().contains("cargo xtask accept"), "{said}");
        assert!(check(&changes(secret, shown, true), "v0.3.1", "0.3.1", QUIET).is_ok());
    }

    #[test]
    fn the_version_is_that_of_the_workspace() {
        let manifest = "[a]\nversion = \"1\"\n[workspace.package]\nversion = \"2.0.0\"\n";
        assert_eq!(version_in(manifest), "2.0.0");
    }
}
