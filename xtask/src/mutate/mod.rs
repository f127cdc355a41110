//! `cargo xtask mutate`: checks that lint and the generator agree about any ordinary edit of the contract.
//!
//! Each edit is first made on its own. If lint rejects it, it must do so at a line of the edit. The other edits are
//! combined into as few contracts as possible, and each of these must become a client that compiles and returns the
//! bodies that it reads.

mod grammar;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use fastrand::Rng;

use self::grammar::{Edit, edit};
use crate::client_copy::ClientCopy;
use crate::codegen;
use crate::failure::Failure;
use crate::workspace::{CONTRACT, Workspace};

/// Makes edits and reports the results. Fails if an edit is neither rejected at its line nor works.
pub(crate) fn run(workspace: &Workspace, edits: usize, seed: u64) -> Result<(), Failure> {
    let contract = workspace.read_contract()?;
    let mut random = Rng::with_seed(seed);
    let mut refused: BTreeMap<String, usize> = BTreeMap::new();
    let mut wrong = 0;
    let mut batches: Vec<Batch> = Vec::new();
    for index in 0..edits {
        let edit = edit(&mut random, index);
        let Some(edited) = edit.apply(&contract) else {
            return Err(Failure::new(format!("{} has no place", edit.name)));
        };
        match codegen::code(&edited) {
            Ok(_) => accept(&mut batches, &contract, edit),
            Err(failure) => match judge(&edit, &edited, &failure) {
                Ok(rule) => *refused.entry(rule).or_default() += 1,
                Err(said) => {
                    println!("{}: {said}", edit.name);
                    wrong += 1;
                }
            },
        }
    }
    let accepted: usize = batches.iter().map(|batch| batch.edits.len()).sum();
    let batch_count = batches.len();
    let all: usize = refused.values().sum();
    println!(
        "mutate: {edits} edits: {all} rejected at their lines, {accepted} in {batch_count} clients"
    );
    for (rule, count) in &refused {
        println!("    {count:4} by {rule}");
    }
    for (index, batch) in batches.iter().enumerate() {
        if let Err(failure) = batch.check(workspace, index) {
            println!("{failure}");
            wrong += 1;
        }
    }
    if wrong == 0 {
        return Ok(());
    }
    Err(
        Failure::new(format!("mutate: {wrong} edits or clients are wrong")).with_hint(format!(
            "`cargo xtask mutate --edits {edits} --seed {seed}` reproduces it"
        )),
    )
}

/// Returns the rule that rejects the edit at one of its lines.
fn judge(edit: &Edit, edited: &str, failure: &Failure) -> Result<String, String> {
    let said = failure.to_string();
    let said = said.lines().next().unwrap_or_default();
    let place = said.strip_prefix(&format!("error: {CONTRACT}:"));
    let line = place.and_then(|place| place.split(':').next()?.parse().ok());
    match line {
        Some(line) if edit.holds(edited, line) => {
            let rule = said.split(": ").nth(2).unwrap_or_default();
            Ok(rule.to_owned())
        }
        Some(_) => Err(format!("rejected at another place: {said}")),
        None => Err(format!("not rejected by a rule: {said}")),
    }
}

/// Edits that are made together.
struct Batch {
    contract: String,
    makes: BTreeSet<String>,
    edits: Vec<Edit>,
}

/// Adds an edit to the first batch that it does not conflict with.
fn accept(batches: &mut Vec<Batch>, contract: &str, edit: Edit) {
    let free = batches
        .iter_mut()
        .find(|batch| !batch.makes.contains(&edit.makes));
    if let Some(batch) = free
        && let Some(edited) = edit.apply(&batch.contract)
    {
        batch.contract = edited;
        batch.makes.insert(edit.makes.clone());
        batch.edits.push(edit);
    } else if let Some(edited) = edit.apply(contract) {
        batches.push(Batch {
            contract: edited,
            makes: BTreeSet::from([edit.makes.clone()]),
            edits: vec![edit],
        });
    }
}

impl Batch {
    fn check(&self, workspace: &Workspace, index: usize) -> Result<(), Failure> {
        let code = codegen::code(&self.contract)?;
        let programs = [("bodies".to_owned(), self.program())];
        let copy = ClientCopy::write(workspace, &code, &programs)?;
        let output = copy
            .cargo(&["run", "--quiet", "--bin", "bodies"])
            .output()
            .map_err(|error| crate::cargo::not_started(&error))?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let lines = said.lines().filter(|line| !line.is_empty());
        let lines: Vec<&str> = lines.take(60).collect();
        Err(Failure::new(format!(
            "the client of batch {index}: {}",
            lines.join("\n")
        )))
    }

    /// A program that reads and writes the body of each edit.
    fn program(&self) -> String {
        let mut program = HEAD.to_owned();
        let bodies = self.edits.iter().filter_map(|edit| edit.body.as_ref());
        for body in bodies {
            let text = serde_json::json!({ body.field.as_str(): body.value }).to_string();
            let (message, field) = (&body.message, &body.field);
            let call = if body.sensitive { "hidden" } else { "same" };
            let _ = writeln!(
                program,
                "    {call}::<types::{message}>({field:?}, {text:?});"
            );
        }
        program.push_str("}\n");
        program
    }
}

const HEAD: &str = r#"//! Each body has to come back as it was.

use clavata_api::types;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

fn same<T: DeserializeOwned + Serialize>(field: &str, text: &str) {
    let message: T = serde_json::from_str(text).unwrap();
    let back = serde_json::to_value(&message).unwrap();
    let sent: Value = serde_json::from_str(text).unwrap();
    assert_eq!(back[field], sent[field], "{text}");
}

#[allow(dead_code)]
fn hidden<T: DeserializeOwned + Serialize + std::fmt::Debug>(field: &str, text: &str) {
    same::<T>(field, text);
    let message: T = serde_json::from_str(text).unwrap();
    let sent: Value = serde_json::from_str(text).unwrap();
    let shown = format!("{message:?}");
    assert!(!shown.contains(sent[field].as_str().unwrap()), "{shown}");
}

fn main() {
"#;
