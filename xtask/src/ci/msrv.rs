//! The step `msrv`: all members have the same `rust-version`, which is no higher than needed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::cargo;
use crate::failure::Failure;
use crate::workspace::Workspace;

/// A version of Rust: major, minor, patch.
type Version = [u64; 3];

/// Compares the declared version with the version that the dependencies need.
pub(super) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let metadata = cargo::metadata(workspace)?;
    let declared = declared(&metadata)?;
    let (needed, by) = needed(&metadata)?;
    if declared == needed {
        println!(
            "rust-version {} is what {by} needs; no dependency needs more",
            shown(declared)
        );
        return Ok(());
    }
    let why = if declared < needed {
        format!("{by} needs {}", shown(needed))
    } else {
        format!("no dependency needs more than {} ({by})", shown(needed))
    };
    Err(
        Failure::new(format!("rust-version is {}, but {why}", shown(declared))).with_hint(format!(
            "declare rust-version = \"{}\" in Cargo.toml, or choose another release of {by}",
            shown(needed)
        )),
    )
}

/// The version that all members declare.
fn declared(metadata: &Value) -> Result<Version, Failure> {
    let members = strings(&metadata["workspace_members"]);
    let packages = list(&metadata["packages"]).iter();
    let ours = packages.filter(|one| members.contains(one["id"].as_str().unwrap_or_default()));
    let versions: BTreeSet<Option<Version>> = ours
        .map(|package| parse(package["rust_version"].as_str()?))
        .collect();
    match versions.into_iter().collect::<Vec<_>>()[..] {
        [Some(one)] => Ok(one),
        _ => Err(
            Failure::new("a member declares no rust-version, or one of its own")
                .with_hint("write `rust-version.workspace = true` under [package]"),
        ),
    }
}

/// The highest version that a dependency needs, and the name of the dependency.
fn needed(metadata: &Value) -> Result<(Version, String), Failure> {
    let packages: BTreeMap<&str, &Value> = list(&metadata["packages"])
        .iter()
        .filter_map(|package| Some((package["id"].as_str()?, package)))
        .collect();
    let nodes: BTreeMap<&str, &Value> = list(&metadata["resolve"]["nodes"])
        .iter()
        .filter_map(|node| Some((node["id"].as_str()?, node)))
        .collect();
    let members = strings(&metadata["workspace_members"]);
    let mut reached = members.clone();
    let mut open: Vec<&str> = members.iter().copied().collect();
    while let Some(id) = open.pop() {
        for dependency in nodes.get(id).map_or(&[][..], |node| list(&node["deps"])) {
            let id = dependency["pkg"].as_str().unwrap_or_default();
            // Dependencies of tests may need a newer compiler than users have.
            let built = list(&dependency["dep_kinds"])
                .iter()
                .any(|kind| kind["kind"].as_str() != Some("dev"));
            if built && reached.insert(id) {
                open.push(id);
            }
        }
    }
    reached
        .iter()
        .filter(|id| !members.contains(*id))
        .filter_map(|id| {
            let package = packages.get(id)?;
            let version = parse(package["rust_version"].as_str()?)?;
            let name = package["name"].as_str()?;
            Some((version, format!("{name} {}", package["version"].as_str()?)))
        })
        .max()
        .ok_or_else(|| Failure::new("no dependency declares a rust-version"))
}

fn parse(version: &str) -> Option<Version> {
    let mut parts = version.split('.').map(str::parse);
    let mut next = || parts.next().unwrap_or(Ok(0)).ok();
    Some([next()?, next()?, next()?])
}

fn shown([major, minor, patch]: Version) -> String {
    match patch {
        0 => format!("{major}.{minor}"),
        _ => format!("{major}.{minor}.{patch}"),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn strings(value: &Value) -> BTreeSet<&str> {
    list(value).iter().filter_map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn package(id: &str, rust: Option<&str>) -> Value {
        json!({ "id": id, "name": id, "version": "1.0.0", "rust_version": rust })
    }

    #[test]
    fn dependencies_of_tests_do_not_count_and_those_of_dependencies_do() {
        let deps = |names: &[(&str, Option<&str>)]| -> Value {
            let one = |(name, kind): &(&str, Option<&str>)| json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] });
            names.iter().map(one).collect()
        };
        let metadata = json!({
            "workspace_members": ["me"],
            "packages": [
                package("me", Some("1.99")),
                package("direct", Some("1.70")),
                package("indirect", Some("1.80.1")),
                package("tests-only", Some("1.95")),
                package("silent", None),
            ],
            "resolve": { "nodes": [
                { "id": "me", "deps": deps(&[("direct", None), ("tests-only", Some("dev"))]) },
                { "id": "direct", "deps": deps(&[("indirect", Some("build")), ("silent", None)]) },
            ]},
        });
        let (version, by) = needed(&metadata).unwrap();
        assert_eq!(shown(version), "1.80.1");
        assert_eq!(by, "indirect 1.0.0");
    }

    #[test]
    fn versions_compare_by_number() {
        assert!(parse("1.9") < parse("1.89"));
        assert_eq!(parse("1.89"), parse("1.89.0"));
        assert_eq!(parse("nightly"), None);
    }
}
