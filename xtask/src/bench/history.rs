//! docs/bench-history.csv: each number of each run, so that it is seen if one gets worse.

use std::fmt::Write as _;
use std::process::Command;

use super::goals::Goal;
use crate::failure::Failure;
use crate::workspace::{self, Workspace};

const HEADER: &str = "date,commit,machine,name,value\n";

/// How many times worse a number may be than in the last run on such a machine.
const NOTICED: f64 = 1.1;

/// Adds the values of a run on this kind of machine. Reports which are worse than in the last run.
pub(super) fn add(workspace: &Workspace, machine: &str, goals: &[Goal]) -> Result<(), Failure> {
    let path = workspace.root().join("docs/bench-history.csv");
    let before = workspace::read_or(&path, HEADER)?;
    for line in worse(&before, machine, goals) {
        println!("{line}");
    }
    let date = said("date", &["-u", "+%Y-%m-%d"])?;
    let root = workspace.root().to_string_lossy();
    let commit = said("git", &["-C", &root, "rev-parse", "--short=12", "HEAD"])?;
    let mut after = before;
    for goal in goals.iter().filter(|goal| !goal.measured.is_nan()) {
        let (name, value) = (&goal.name, goal.measured);
        let _ = writeln!(after, "{date},{commit},{machine},{name},{value:.4}");
    }
    workspace::write(&path, &after)?;
    println!("{} continued", path.display());
    Ok(())
}

fn said(program: &str, arguments: &[&str]) -> Result<String, Failure> {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .map_err(|error| Failure::new(format!("{program} cannot be started: {error}")))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Returns a line for each value that is worse than the last one on the same kind of machine.
fn worse(history: &str, machine: &str, goals: &[Goal]) -> Vec<String> {
    let last = |goal: &Goal| {
        history.lines().rev().find_map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            let [date, _, on, name, value] = fields[..] else {
                return None;
            };
            let value: f64 = (on == machine && name == goal.name)
                .then(|| value.parse().ok())
                .flatten()?;
            Some((date.to_owned(), value))
        })
    };
    let compare = |goal: &Goal| {
        let (date, before) = last(goal)?;
        let times = goal.times_worse_than(before);
        (times > NOTICED).then(|| {
            let (name, now) = (&goal.name, goal.measured);
            let percent = (times - 1.0) * 100.0;
            format!("worse by {percent:.0} %: {name} is {now:.3}, and was {before:.3} on {date}")
        })
    };
    goals.iter().filter_map(compare).collect()
}

#[cfg(test)]
mod tests {
    use super::super::goals::Goal;
    use super::{HEADER, worse};

    #[test]
    fn a_number_is_compared_with_the_last_one_of_such_a_machine() {
        let history = format!(
            "{HEADER}2026-01-01,a,one,parse.rows,1.0\n2026-01-02,b,one,parse.rows,2.0\n2026-01-03,c,other,parse.rows,9.0\n"
        );
        let said = |value, machine| worse(&history, machine, &[Goal::at_most("parse.rows", value)]);
        assert_eq!(
            said(2.5, "one"),
            ["worse by 25 %: parse.rows is 2.500, and was 2.000 on 2026-01-02"]
        );
        assert!(said(2.1, "one").is_empty());
        assert!(said(2.5, "other").is_empty());
        assert!(said(99.0, "third").is_empty());
        assert!(said(f64::NAN, "one").is_empty());
    }
}
