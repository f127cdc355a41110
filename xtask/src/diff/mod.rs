//! `cargo xtask diff`: compares two contracts and the Rust code generated from each.
//!
//! Both sides are read into elements with facts (`read`) and paired by name or by their facts (`pair`), and each
//! difference is classified for the wire and for Rust (`classify`).

mod accepted;
mod advice;
mod calls;
mod change;
mod classify;
mod compare;
mod element;
mod pair;
mod read;
pub(crate) mod release;
mod show;
mod side;
#[cfg(test)]
mod tests;
mod wire;

pub(crate) use self::accepted::accept;
pub(crate) use self::change::Change;
use self::change::Class;
pub(crate) use self::compare::compare_pairs;
pub(crate) use self::element::{Element, Kind};
pub(crate) use self::read::read_wire;
pub(crate) use self::show::Format;
use self::show::{Shown, show};
pub(crate) use self::side::Side;
use crate::failure::Failure;
use crate::workspace::Workspace;

/// The exit code of `diff`, from which a script can tell the worst change. 0 is no change, or only documentation.
fn code(changes: &[Shown]) -> u8 {
    let open = changes.iter().filter(|shown| shown.accepted.is_none());
    let codes = open.map(|shown| match shown.change.class {
        _ if shown.change.red => 6,
        Class::Major => 5,
        Class::Behavior => 4,
        Class::Minor => 3,
        Class::Docs => 0,
    });
    codes.max().unwrap_or(0)
}

/// Prints the changes since the last release, or since `against`. Returns the exit code.
pub(crate) fn run(
    workspace: &Workspace,
    against: Option<&str>,
    format: Format,
) -> Result<u8, Failure> {
    let Some(Compared { changes, names }) = compared(workspace, against)? else {
        println!("{NOTHING_RELEASED}");
        return Ok(0);
    };
    print!("{}", show(&changes, (&names.0, &names.1), format));
    Ok(code(&changes))
}

const NOTHING_RELEASED: &str =
    "diff: nothing is released yet (there is no tag v*), so there is nothing to compare with";

/// The changes between two contracts, and the names of the contracts.
struct Compared {
    changes: Vec<Shown>,
    names: (String, String),
}

/// Compares the contract with the one of the last release, or with `against`. `None` if nothing was released.
fn compared(workspace: &Workspace, against: Option<&str>) -> Result<Option<Compared>, Failure> {
    let Some(before) = other_side(workspace, against)? else {
        return Ok(None);
    };
    let after = Side::current(workspace)?;
    Ok(Some(Compared {
        changes: accepted::marked(workspace, changes(&before, &after)?)?,
        names: (before.name, after.name),
    }))
}

fn other_side(workspace: &Workspace, against: Option<&str>) -> Result<Option<Side>, Failure> {
    if let Some(given) = against {
        return Side::given(workspace, given).map(Some);
    }
    let released = side::last_release(workspace)?;
    released.map(|tag| Side::given(workspace, &tag)).transpose()
}

/// All changes from one contract to another.
fn changes(before: &Side, after: &Side) -> Result<Vec<Change>, Failure> {
    let (before, after) = (before.model()?, after.model()?);
    Ok(compare::compare(&read::read(&before), &read::read(&after)))
}
