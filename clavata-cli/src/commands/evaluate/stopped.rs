//! Why an evaluation ends before all inputs are settled.

use crate::exit::End;

pub(super) enum Stopped {
    /// A signal arrived, with this many inputs sent and not settled.
    Interrupted(usize),
    By(End),
}

impl<E: Into<End>> From<E> for Stopped {
    fn from(why: E) -> Self {
        Self::By(why.into())
    }
}
