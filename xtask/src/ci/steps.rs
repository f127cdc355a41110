//! The steps of `cargo xtask ci`, in order, quick ones first.
//!
//! To add a step, add one entry here. Three things keep a cold run short. xtask is built separately from the other
//! members, as `cargo xtask` builds it, so that its dependencies are not built twice with different features. The
//! others are built once, with tables; only one small test runs without. All steps share one target folder: docs
//! reuse what clippy checked, and doc tests what the tests built.

use super::{browser, instructions, msrv, oldest, tables, wasm};
use crate::failure::Failure;
use crate::workspace::Workspace;
use crate::{api, codegen, diff, lint, mutate, package, readme};

/// One step.
pub(super) struct Step {
    pub(super) name: &'static str,
    /// What the step checks.
    pub(super) says: &'static str,
    pub(super) work: &'static [Work],
}

/// The work of a step.
pub(super) enum Work {
    /// Runs a task in this process.
    Task(fn(&Workspace) -> Result<(), Failure>),
    /// Runs cargo.
    Cargo(&'static [&'static str]),
    /// Runs cargo with environment variables.
    CargoWith(
        &'static [(&'static str, &'static str)],
        &'static [&'static str],
    ),
}

use Work::{Cargo, CargoWith, Task};

#[rustfmt::skip]
pub(super) const STEPS: &[Step] = &[
    Step {
        name: "fmt",
        says: "the code is formatted",
        work: &[Cargo(&["fmt", "--all", "--check"])],
    },
    Step {
        name: "codegen",
        says: "the generated client is up to date with the contract",
        work: &[Task(|workspace| codegen::run(workspace, true))],
    },
    Step {
        name: "lint",
        says: "the contract and its examples follow their rules",
        work: &[Task(lint::run)],
    },
    Step {
        name: "diff",
        says: "version and changelog match what changed in the contract since the last release",
        work: &[Task(diff::release::run)],
    },
    Step {
        name: "msrv",
        says: "rust-version is the same in all members and as low as the dependencies allow",
        work: &[Task(msrv::run)],
    },
    Step {
        name: "clippy",
        says: "clippy finds nothing in all targets, including the libraries with few and many features",
        work: &[
            Cargo(&["clippy", "--locked", "--workspace", "--all-targets", "--features", "clavata-cli/arrow", "--", "-D", "warnings"]),
            // Tests enable features of dependencies; a library must build without them.
            Cargo(&["clippy", "--locked", "-p", "clavata-api-ext", "--lib", "--", "-D", "warnings"]),
            Cargo(&["clippy", "--locked", "-p", "clavata-api-ext", "--lib", "--features", "files,webhook", "--", "-D", "warnings"]),
            Cargo(&["clippy", "--locked", "-p", "clavata-api-ext", "-p", "clavata-batch", "--lib", "--no-default-features", "--", "-D", "warnings"]),
            // Without HTTP. A test of xtask verifies that no dependency adds it.
            Cargo(&["clippy", "--locked", "-p", "clavata-api", "-p", "clavata-outcomes", "--lib", "--no-default-features", "--", "-D", "warnings"]),
        ],
    },
    Step {
        name: "wasm",
        says: "types, rows and verdicts build for WebAssembly",
        work: &[Task(wasm::run)],
    },
    Step {
        name: "oldest",
        says: "the libraries build with rust-version and the oldest dependencies that their manifests allow",
        work: &[Task(oldest::run)],
    },
    Step {
        name: "docs",
        says: "the documentation builds without a warning",
        work: &[CargoWith(&[("RUSTDOCFLAGS", "-D warnings")], api::DOCS)],
    },
    Step {
        name: "api",
        says: "the public API of the libraries matches docs/api",
        work: &[Task(|workspace| api::run(workspace, true))],
    },
    Step {
        name: "tests",
        says: "the tests pass",
        work: &[
            Cargo(&["test", "--locked", "-p", "xtask"]),
            Cargo(tables::TESTS),
        ],
    },
    Step {
        name: "mutate",
        says: "contracts that pass lint become clients that compile and return what they read (a sample of edits)",
        work: &[Task(|workspace| mutate::run(workspace, 80, 1))],
    },
    Step {
        name: "doctests",
        says: "the examples in the documentation compile and run",
        work: &[Cargo(&["test", "--locked", "--workspace", "--exclude", "xtask", "--features", "clavata-cli/arrow", "--doc"])],
    },
    Step {
        name: "tables",
        says: "other programs can read the tables, as the README and docs/many-machines.md say, and a program without tables says how to get them",
        work: &[
            Task(tables::query),
            Cargo(&["test", "--locked", "--workspace", "--exclude", "xtask", "--test", "without_tables"]),
        ],
    },
    Step {
        name: "instructions",
        says: "three small runs need no more instructions than before, if valgrind is installed",
        work: &[Task(|workspace| instructions::run(workspace, false))],
    },
    Step {
        name: "report",
        says: "a report can be displayed, searched and printed in a real browser, and runs nothing from its data",
        work: &[Task(browser::run)],
    },
    Step {
        name: "readme",
        says: "the commands of the README run as printed",
        work: &[Task(readme::run)],
    },
    Step {
        name: "package",
        says: "the libraries can be packaged, and a crate outside the workspace builds with the packages",
        work: &[Task(package::run)],
    },
];
