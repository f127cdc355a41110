//! How questions ended, in text form.

use std::fmt;

use super::key::Key;

/// How a question ended.
#[derive(Clone, Copy)]
pub(super) enum Ending {
    /// All answers of the request have arrived, and this one counts.
    Settled {
        asked: Key,
        id: Key,
    },
    Refused {
        asked: Key,
    },
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Settled { asked, id } => writeln!(f, "settled {asked} {id}"),
            Self::Refused { asked } => writeln!(f, "refused {asked}"),
        }
    }
}

impl Ending {
    pub(super) fn read(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let what = words.next()?;
        let mut key = || words.next()?.parse::<Key>().ok();
        let asked = key()?;
        match what {
            "settled" => Some(Self::Settled { asked, id: key()? }),
            "refused" => Some(Self::Refused { asked }),
            _ => None,
        }
    }
}
