//! The step `instructions`: counts the instructions of three small runs, which do not depend on the machine's load.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::Failure;
use crate::workspace::{self, Workspace};
use crate::{cargo, tools};

const BOUNDS: &str = "tests/speed/instructions.csv";
const HEADER: &str = "compiler,run,instructions\n";
const UPDATE: &str = "cargo xtask instructions --update";

/// The highest tolerated ratio of a count to its bound.
const NOTICED: f64 = 1.1;

/// Counts, and compares with the bounds. Skipped with a message without valgrind or without bounds for this compiler.
/// With `update`, the counts become the bounds.
pub(crate) fn run(workspace: &Workspace, update: bool) -> Result<(), Failure> {
    let path = workspace.root().join(BOUNDS);
    let compiler = compiler()?;
    let bounds = workspace::read_or(&path, HEADER)?;
    if bounds_of(&bounds, &compiler).is_empty() && !update {
        println!("skipped: {BOUNDS} has no bounds for {compiler}; `{UPDATE}` writes them");
        return Ok(());
    }
    if !tools::works(Command::new("valgrind").arg("--version")) {
        println!("skipped: valgrind, which counts instructions, is not installed");
        return Ok(());
    }
    let counts = count_all(workspace)?;
    if update {
        let lines = counts
            .iter()
            .map(|(run, count)| format!("{compiler},{run},{count}\n"));
        let text = HEADER.to_owned() + &lines.collect::<String>();
        return workspace::write(&path, &text);
    }
    judge(&bounds_of(&bounds, &compiler), &counts)
}

/// What the count depends on besides the code, such as `1.95.0 x86_64-unknown-linux-gnu glibc 2.36 avx2`: the
/// compiler, the C library, and the vector extensions by which its functions and those of memchr are chosen.
fn compiler() -> Result<String, Failure> {
    let output = cargo::rustc().arg("-vV").output();
    let output =
        output.map_err(|error| Failure::new(format!("rustc cannot be started: {error}")))?;
    let said = String::from_utf8_lossy(&output.stdout);
    let value = |name| {
        let mut lines = said.lines();
        lines.find_map(|line| line.strip_prefix(name)).unwrap_or("")
    };
    let library = Command::new("getconf").arg("GNU_LIBC_VERSION").output();
    let library = library.map_or_else(
        |_| "no glibc".to_owned(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    );
    let (version, host) = (value("release: "), value("host: "));
    Ok(format!("{version} {host} {library}{}", vectors()))
}

#[cfg(target_arch = "x86_64")]
fn vectors() -> &'static str {
    if is_x86_feature_detected!("avx2") {
        " avx2"
    } else {
        ""
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn vectors() -> &'static str {
    ""
}

fn bounds_of(bounds: &str, compiler: &str) -> Vec<(String, f64)> {
    let bound = |line: &str| {
        let mut fields = line.split(',');
        let is_it = fields.next() == Some(compiler);
        let (run, count) = (fields.next()?, fields.next()?.parse().ok()?);
        is_it.then(|| (run.to_owned(), count))
    };
    bounds.lines().filter_map(bound).collect()
}

fn count_all(workspace: &Workspace) -> Result<Vec<(String, f64)>, Failure> {
    let small = small(workspace)?;
    let folder = workspace.target().join("instructions");
    workspace::write(
        &folder.join("readme"),
        "Inputs of `cargo xtask instructions`.\n",
    )?;
    let answer = |name: &str, bytes: &str| {
        let path = folder.join(name);
        let made = Command::new(&small)
            .args(["answer", bytes])
            .arg(&path)
            .status();
        match made {
            Ok(status) if status.success() => Ok(path),
            _ => Err(Failure::new(format!("{} cannot be made", path.display()))),
        }
    };
    let large = answer("large.json", "200000")?;
    let little = answer("little.json", "20000")?;
    let counted = |run: &str, mode: &str, file: &Path| {
        let count = count(&small, mode, file)?;
        println!("{run}: {:.2} million instructions", count / 1e6);
        Ok::<_, Failure>((run.to_owned(), count))
    };
    Ok(vec![
        counted("rows of 200 KB", "rows", &large)?,
        counted("200 KB to JSON lines", "lines", &large)?,
        counted("20 KB decoded", "decode", &little)?,
    ])
}

/// A program with little code, so that its release build is quick.
fn small(workspace: &Workspace) -> Result<PathBuf, Failure> {
    let manifest = workspace.root().join("tests/speed/Cargo.toml");
    let name = "clavata-instructions";
    let mut command = cargo::cargo(workspace);
    command
        .args(["build", "--release", "--locked", "--no-default-features"])
        .args(["--bin", name, "--manifest-path"])
        .arg(manifest)
        .env("CARGO_TARGET_DIR", workspace.target());
    tools::run(&format!("cargo build of {name}"), &mut command)?;
    Ok(workspace.target().join("release").join(name))
}

fn count(program: &Path, mode: &str, file: &Path) -> Result<f64, Failure> {
    let wrong = |error: &str| Failure::new(format!("valgrind {}: {error}", program.display()));
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .arg(mode)
        .arg(file)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| wrong(&error.to_string()))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(wrong(said.trim()));
    }
    let collected = said
        .lines()
        .find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok());
    collected.ok_or_else(|| wrong("it did not report the number of instructions"))
}

fn judge(bounds: &[(String, f64)], counts: &[(String, f64)]) -> Result<(), Failure> {
    let mut exceeded = Vec::new();
    for (run, count) in counts {
        let Some((_, bound)) = bounds.iter().find(|(name, _)| name == run) else {
            exceeded.push(format!("{run} has no bound"));
            continue;
        };
        let times = count / bound;
        if times > NOTICED {
            exceeded.push(format!(
                "{run}: {count} instructions, which is {times:.2} times the bound of {bound}"
            ));
        } else if times < 1.0 / NOTICED {
            println!("{run} costs {times:.2} times its bound: `{UPDATE}` lowers the bound");
        }
    }
    if exceeded.is_empty() {
        return Ok(());
    }
    Err(Failure::new(exceeded.join("\n")).with_hint(format!(
        "if it is worth the cost, `{UPDATE}` raises the bound; commit {BOUNDS} with the reason"
    )))
}

#[cfg(test)]
mod tests {
    use super::{HEADER, bounds_of, judge};

    #[test]
    fn a_tenth_more_is_allowed_and_no_more() {
        let bounds = [("rows".to_owned(), 1000.0)];
        let judge = |name: &str, count| judge(&bounds, &[(name.to_owned(), count)]);
        assert!(judge("rows", 1100.0).is_ok());
        assert!(judge("rows", 500.0).is_ok());
        let said = judge("rows", 1200.0).unwrap_err().to_string();
        assert!(said.contains("1.20 times"), "{said}");
        assert!(said.contains("--update"), "{said}");
        assert!(judge("decode", 1.0).is_err());
    }

    #[test]
    fn bounds_belong_to_a_compiler() {
        let bounds = format!("{HEADER}1.95.0 x86_64,rows,1000\n1.96.0 x86_64,rows,900\n");
        assert_eq!(
            bounds_of(&bounds, "1.95.0 x86_64"),
            [("rows".to_owned(), 1000.0)]
        );
        assert!(bounds_of(&bounds, "1.95.0 aarch64").is_empty());
    }
}
