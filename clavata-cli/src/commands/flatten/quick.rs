//! Makes rows directly from bytes, one block of values at a time.

mod long;

use std::io;
use std::sync::mpsc::SyncSender;

use clavata_api_ext::Level;
use clavata_api_ext::api::Status;
use clavata_api_ext::flatten::{FlattenError, Flattener, Found};
use clavata_api_ext::json::{self, Block, MOST_REUSED};

use self::long::Long;
use super::lookahead::Lookahead;
use super::parts::Parts;
use crate::arguments::{Format, Shown};
use crate::output::{self, FromBytes, Piece};
use crate::verdicts::Verdicts;

/// How many bytes of output each byte of a block may produce, and a size that is always allowed.
const TIMES: usize = 16;
const AT_LEAST: usize = 4 << 20;

/// Formats blocks.
pub(super) struct Quick {
    pub(super) flattener: Flattener,
    pub(super) output: Box<dyn FromBytes>,
    /// Whether it prints verdicts, which are held until the end of a long value.
    is_verdict: bool,
    /// The name of the input.
    pub(super) name: String,
    long: Long,
    /// Returns the memory of blocks that are not needed any more.
    spare: Option<SyncSender<Vec<u8>>>,
}

/// A formatted block.
pub(super) enum Done {
    /// The values of the block, in parts.
    Read(Parts),
    /// A piece of a job, in the output format.
    Formatted(Formatted),
    /// The values must be read one by one. Nothing of the block was printed.
    NeedsCare(Block),
    /// A piece of a list that came with an error. It must be read in the same way as the piece before, and nothing
    /// in it is clear.
    Doubted(Block),
    /// A job that is read in pieces cannot be read further.
    Broke {
        /// The output before the place of the error.
        before: Formatted,
        why: String,
        /// The bytes from that place on.
        rest: Block,
    },
}

#[derive(Default)]
pub(super) struct Formatted {
    pub(super) piece: Option<Piece>,
    pub(super) verdicts: Verdicts,
    /// Whether it contains a value, or a piece of one that is counted here.
    pub(super) has_value: bool,
    /// The long value that it is a piece of.
    pub(super) of: Option<json::Piece>,
    /// Errors of the gateway that came with the results of a job that is read in pieces.
    pub(super) said: Vec<Status>,
    pub(super) place: json::Place,
}

impl Formatted {
    /// Whether a long value ends in it, without any error of the gateway.
    pub(super) fn is_sure_end(&self) -> bool {
        use json::Piece::{Job, Jobs};
        let is_end = matches!(
            self.of,
            Some(Job { is_end: true, .. } | Jobs { is_end: true, .. })
        );
        is_end && self.said.is_empty()
    }
}

/// Creates a flattener that reads only what the format shows.
fn flattener(shown: &Shown) -> Flattener {
    let mut flattener = if shown.format() == Format::Verdict {
        Flattener::new(Level::Policy).without_job_columns()
    } else {
        Flattener::new(shown.level())
    };
    if shown.judge().is_strict() {
        flattener = flattener.strict();
    }
    flattener
}

/// Why something cannot be formatted quickly.
pub(super) enum NotQuick {
    /// The input is invalid.
    Wrong(FlattenError),
    Failed(io::Error),
    /// The output is much larger than the input, and too large for memory.
    IsDense,
    /// An evaluate stream contains an error.
    IsStreamFailed,
}

impl From<FlattenError> for NotQuick {
    fn from(error: FlattenError) -> Self {
        Self::Wrong(error)
    }
}

impl From<io::Error> for NotQuick {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

impl Quick {
    /// `None` if the format needs whole answers.
    pub(super) fn new(name: &str, shown: &Shown) -> Option<Self> {
        Some(Self {
            flattener: flattener(shown),
            output: output::from_bytes(shown)?,
            is_verdict: shown.format() == Format::Verdict,
            name: name.to_owned(),
            long: Long::default(),
            spare: None,
        })
    }

    /// Returns the memory of blocks through this channel, as long as it is received.
    pub(super) fn giving_back(self, spare: SyncSender<Vec<u8>>) -> Self {
        Self {
            spare: Some(spare),
            ..self
        }
    }

    /// Starts another input.
    pub(super) fn restart(&mut self, name: &str) {
        name.clone_into(&mut self.name);
        self.flattener.restart();
    }

    /// Formats the blocks of one input, in order. `part` receives the rows of long jobs early; it returns whether more
    /// are wanted.
    pub(super) fn format(
        &mut self,
        block: Block,
        ahead: &Lookahead,
        part: &mut dyn FnMut(Done) -> bool,
    ) -> Done {
        if let Some(json::Piece::Job { is_first, is_end }) = block.piece {
            if is_first {
                self.begin_job(block.place, ahead);
            }
            return self.format_piece(&block, is_end, part);
        }
        if block.is_part {
            return Done::NeedsCare(block);
        }
        if ahead.is_doubted {
            return Done::Doubted(block);
        }
        match self.parts(&block) {
            Ok(parts) => {
                let (parts, memory) = Parts::of(block, parts, self.is_verdict);
                if let Some(spare) = self
                    .spare
                    .as_ref()
                    .filter(|_| (1..=MOST_REUSED).contains(&memory.capacity()))
                {
                    let _ = spare.try_send(memory);
                }
                Done::Read(parts)
            }
            Err(_) => Done::NeedsCare(block),
        }
    }
}

pub(super) fn add(
    output: &mut dyn FromBytes,
    verdicts: &mut Verdicts,
    found: &Found<'_>,
    most: usize,
) -> Result<(), NotQuick> {
    match found {
        Found::Job(job) => verdicts.see(&job.verdict),
        Found::Evaluation { verdict, .. } => verdicts.see(verdict),
        Found::Page { continues } => verdicts.see_page(*continues),
        Found::StreamFailed(_) => return Err(NotQuick::IsStreamFailed),
        _ => {}
    }
    output.found(found)?;
    if output.size() > most {
        return Err(NotQuick::IsDense);
    }
    Ok(())
}

/// The most bytes that a block may become.
pub(super) fn most(bytes: &[u8]) -> usize {
    bytes.len().saturating_mul(TIMES).saturating_add(AT_LEAST)
}

impl std::fmt::Display for NotQuick {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Wrong(error) => write!(f, "{error}"),
            Self::Failed(error) => write!(f, "{error}"),
            Self::IsDense => f.write_str("its rows are too large for memory"),
            Self::IsStreamFailed => f.write_str("it is no job"),
        }
    }
}
