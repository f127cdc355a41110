//! The steps of `cargo xtask ci`, in the order in which they run: quick ones first.
//!
//! A new step is one entry here. Two things keep a cold run short. xtask is built apart from the
//! other members, as `cargo xtask` builds it, so that its dependencies are not built twice with
//! other features. And all steps share one target folder: what clippy checked, docs reuse; what
//! the tests built, the doc tests reuse.

use super::{msrv, tables};
use crate::failure::Failure;
use crate::workspace::Workspace;
use crate::{codegen, lint};

/// One step.
pub(super) struct Step {
    pub(super) name: &'static str,
    /// What it makes sure of.
    pub(super) says: &'static str,
    pub(super) work: &'static [Work],
}

/// What a step does.
pub(super) enum Work {
    /// A task of xtask, within this process.
    Task(fn(&Workspace) -> Result<(), Failure>),
    /// A call of cargo.
    Cargo(&'static [&'static str]),
    /// A call of cargo with environment variables.
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
        says: "the generated client is in step with the contract",
        work: &[Task(|workspace| codegen::run(workspace, true))],
    },
    Step {
        name: "lint",
        says: "the contract and its examples keep their rules",
        work: &[Task(lint::run)],
    },
    Step {
        name: "msrv",
        says: "rust-version is declared once and as low as the dependencies allow",
        work: &[Task(msrv::run)],
    },
    Step {
        name: "clippy",
        says: "clippy has nothing to say, about all targets, and about the libraries with few and many features",
        work: &[
            Cargo(&["clippy", "--locked", "--workspace", "--all-targets", "--features", "clavata-cli/arrow", "--", "-D", "warnings"]),
            // Tests switch on features of dependencies; a library must do without them.
            Cargo(&["clippy", "--locked", "-p", "clavata-api-ext", "--lib", "--", "-D", "warnings"]),
            Cargo(&["clippy", "--locked", "-p", "clavata-api-ext", "--lib", "--features", "files,webhook", "--", "-D", "warnings"]),
            Cargo(&["clippy", "--locked", "-p", "clavata-api-ext", "-p", "clavata-batch", "--lib", "--no-default-features", "--", "-D", "warnings"]),
            // Without HTTP; a test of xtask looks that nothing brings it in.
            Cargo(&["clippy", "--locked", "-p", "clavata-api", "-p", "clavata-outcomes", "--lib", "--no-default-features", "--", "-D", "warnings"]),
        ],
    },
    Step {
        name: "docs",
        says: "the documentation builds without a warning",
        work: &[CargoWith(&[("RUSTDOCFLAGS", "-D warnings")], &["doc", "--locked", "--workspace", "--no-deps", "--features", "clavata-api-ext/webhook,clavata-cli/arrow"])],
    },
    Step {
        name: "tests",
        says: "the tests pass",
        work: &[
            Cargo(&["test", "--locked", "-p", "xtask"]),
            Cargo(&["test", "--locked", "--workspace", "--exclude", "xtask", "--all-targets"]),
        ],
    },
    Step {
        name: "doctests",
        says: "the examples in the documentation compile and run",
        work: &[Cargo(&["test", "--locked", "--workspace", "--exclude", "xtask", "--doc"])],
    },
    Step {
        name: "tables",
        says: "rows become tables that other programs read, as the README says",
        work: &[
            Cargo(tables::TESTS),
            Cargo(&["test", "--locked", "--workspace", "--exclude", "xtask", "--features", "clavata-cli/arrow", "--doc", "tables"]),
            Task(tables::query),
        ],
    },
];
