//! Nothing wrong passes `clavata flatten`, with the same cases as for the library's readers.

#[allow(dead_code)] // a part of it is for other readers
#[path = "../../../tests/tests/it/nothing_wrong_passes/cases/mod.rs"]
mod cases;
#[path = "../../../tests/tests/it/nothing_wrong_passes/run.rs"]
mod run;
#[allow(dead_code)]
#[path = "../../../tests/tests/it/nothing_wrong_passes/said.rs"]
mod said;
#[path = "../../../tests/tests/it/nothing_wrong_passes/table.rs"]
mod table;

use crate::support::flatten;
use cases::{Case, Shape};
use run::run;
use said::{Reader, Said};

/// The number of cases. Each starts the program.
const CASES: u64 = 500;

/// The program.
struct Program;

impl Reader for Program {
    fn name(&self) -> &'static str {
        "program"
    }

    fn reads(&self, case: &Case) -> bool {
        case.shape != Shape::Labels
    }

    fn says(&self, _: Shape, bytes: &[u8]) -> Said {
        let ran = flatten(&["--format", "verdict", "--exit-verdict"], bytes);
        let says = |verdict: &str| ran.out.contains(&format!("\"{verdict}\""));
        let exit = ran.code.expect("it is not ended by a signal");
        Said {
            clear: says("clear"),
            flagged: says("flagged"),
            undetermined: says("undetermined"),
            refusal: ran.err.contains("refused"),
            unreadable: exit == 8,
            exit,
        }
    }
}

#[test]
fn nothing_wrong_passes_the_program() {
    let table = run(&[&Program], CASES);
    assert!(table.is_good(), "{table}");
}
