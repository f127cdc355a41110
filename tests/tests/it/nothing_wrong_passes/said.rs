//! What a reader says, and whether it is right.

use super::cases::{Case, Shape, Wrong};

/// What a reader says about everything that arrived.
#[derive(Clone, Copy, Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // each is a separate claim
pub(crate) struct Said {
    pub(crate) clear: bool,
    pub(crate) flagged: bool,
    pub(crate) undetermined: bool,
    pub(crate) refusal: bool,
    /// Something could not be read, or is an error of the gateway.
    pub(crate) unreadable: bool,
    /// The program's exit code with `--exit-verdict`.
    pub(crate) exit: i32,
}

impl Said {
    /// Sets the exit code that follows from the rest.
    pub(crate) fn with_exit(self) -> Self {
        let exit = match self {
            Self { refusal: true, .. } => 6,
            Self {
                unreadable: true, ..
            } => 8,
            Self { flagged: true, .. } => 20,
            Self {
                undetermined: true, ..
            } => 21,
            Self { clear: true, .. } => 0,
            _ => 8,
        };
        Self { exit, ..self }
    }
}

/// Something that reads what arrives.
pub(crate) trait Reader: Sync {
    fn name(&self) -> &'static str;

    /// Whether the reader supports a case: its shape, what is around its values, and how its bytes are
    /// written. It need not understand any other case, but must never call it clear.
    fn reads(&self, case: &Case) -> bool;

    fn says(&self, shape: Shape, bytes: &[u8]) -> Said;
}

/// What a reader wrongly says. `None` if it is right.
pub(crate) fn complaint(reader: &dyn Reader, case: &Case) -> Option<&'static str> {
    let said = reader.says(case.shape, &case.bytes);
    let must = case.must;
    let is_clear = said.exit == 0;
    if must.never_be_clear && is_clear {
        return Some("clear");
    }
    if said.refusal && case.wrong != Wrong::Refused {
        return Some("a refusal that is not there");
    }
    if !reader.reads(case) {
        return None;
    }
    if must.report_refusal && (!said.refusal || said.exit != 6) {
        return Some("no refusal");
    }
    if must.say_flagged && !said.flagged {
        return Some("not flagged");
    }
    (!must.never_be_clear && !is_clear).then_some("not clear")
}
