//! The goals, and whether the client reaches them.

mod calls;
mod parsing;
mod program;

use std::fmt::Write;

use super::Measured;

/// A goal.
#[derive(Debug)]
pub(super) struct Goal {
    /// The name in the history. It never changes.
    pub(super) name: String,
    what: String,
    limit: Limit,
    /// NaN if it could not be measured.
    pub(super) measured: f64,
}

/// The bound of a goal.
#[derive(Debug, Clone, Copy)]
enum Limit {
    AtMost(f64),
    AtLeast(f64),
}

use Limit::{AtLeast, AtMost};

impl Goal {
    fn new(name: impl Into<String>, what: impl Into<String>, limit: Limit, measured: f64) -> Self {
        Self {
            name: name.into(),
            what: what.into(),
            limit,
            measured,
        }
    }

    fn is_reached(&self) -> bool {
        match self.limit {
            AtMost(limit) => self.measured <= limit,
            AtLeast(limit) => self.measured >= limit,
        }
    }

    /// How many times worse the measured value is than an earlier one.
    pub(super) fn times_worse_than(&self, before: f64) -> f64 {
        match self.limit {
            AtMost(_) => self.measured / before,
            AtLeast(_) => before / self.measured,
        }
    }
}

/// All goals, as measured.
pub(super) fn all(measured: &Measured) -> Vec<Goal> {
    let mut goals = parsing::goals(measured);
    goals.extend(program::goals(measured));
    goals.extend(calls::goals(measured));
    goals
}

/// Writes the table of all goals.
pub(super) fn write(page: &mut String, goals: &[Goal]) {
    page.push_str("| what | goal | measured | |\n| --- | --- | --- | --- |\n");
    for goal in goals {
        let (sign, limit) = match goal.limit {
            AtMost(limit) => ('≤', limit),
            AtLeast(limit) => ('≥', limit),
        };
        let mark = if goal.measured.is_nan() {
            "**not measured**"
        } else if goal.is_reached() {
            "reached"
        } else {
            "**not reached**"
        };
        let measured = if goal.measured.is_nan() {
            String::new()
        } else {
            format!("{:.2}", goal.measured)
        };
        let what = &goal.what;
        let _ = writeln!(page, "| {what} | {sign} {limit} | {measured} | {mark} |");
    }
    let reached = goals.iter().filter(|goal| goal.is_reached()).count();
    let _ = writeln!(page, "\n{reached} of {} are reached.", goals.len());
}

#[cfg(test)]
impl Goal {
    pub(super) fn at_most(name: &str, measured: f64) -> Self {
        Self::new(name, name, AtMost(1.0), measured)
    }
}

#[cfg(test)]
mod tests {
    use super::{AtLeast, AtMost, Goal, write};

    #[test]
    fn what_was_not_measured_is_not_reached() {
        let goal = |limit, measured| Goal::new("a", "what", limit, measured);
        let mut page = String::new();
        let goals = [
            goal(AtMost(1.5), 1.5),
            goal(AtMost(1.5), 1.6),
            goal(AtLeast(1.0), f64::NAN),
            goal(AtMost(1.0), f64::NAN),
        ];
        write(&mut page, &goals);
        let marks: Vec<&str> = page
            .lines()
            .skip(2)
            .filter_map(|line| line.strip_prefix("| what | ")?.split(" | ").nth(2))
            .map(|mark| mark.trim_end_matches(" |"))
            .collect();
        let marks = marks.join(", ");
        assert_eq!(
            marks,
            "reached, **not reached**, **not measured**, **not measured**"
        );
        assert!(page.ends_with("1 of 4 are reached.\n"), "{page}");
    }

    #[test]
    fn less_is_worse_where_more_is_the_goal() {
        let worse = |limit| Goal::new("a", "what", limit, 2.0).times_worse_than(1.0) > 1.0;
        assert!(worse(AtMost(1.0)));
        assert!(!worse(AtLeast(1.0)));
    }
}
