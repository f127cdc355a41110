//! Makes rows straight from bytes, one block of values at a time.

use std::io;

use clavata_api_ext::flatten::{FlattenError, Flattener, Found};
use clavata_api_ext::json::Block;

use crate::arguments::Shown;
use crate::output::{self, FromBytes, Piece};
use crate::verdicts::Verdicts;

/// How many bytes one byte of a block may become, and a size that every block may have.
const TIMES: usize = 16;
const AT_LEAST: usize = 4 << 20;

/// Formats blocks.
pub(super) struct Quick {
    flattener: Flattener,
    output: Box<dyn FromBytes>,
    /// The name of the input.
    name: String,
}

/// A formatted block.
pub(super) enum Done {
    /// Its rows, in the output format.
    Formatted {
        piece: Piece,
        verdicts: Verdicts,
        /// The number of values.
        values: usize,
    },
    /// Its values must be read one by one. Nothing of it was printed.
    NeedsCare(Block),
}

/// Why a block cannot be formatted quickly.
enum NotQuick {
    /// Something is wrong with it.
    Wrong,
    /// Its output is much larger than its input, too large for memory.
    IsDense,
    /// The results of a stream are numbered across all blocks.
    IsStream,
}

impl From<FlattenError> for NotQuick {
    fn from(_: FlattenError) -> Self {
        Self::Wrong
    }
}

impl From<io::Error> for NotQuick {
    fn from(_: io::Error) -> Self {
        Self::Wrong
    }
}

impl Quick {
    /// `None` if the format needs whole answers.
    pub(super) fn new(name: &str, shown: &Shown) -> Option<Self> {
        let flattener = Flattener::new(shown.level());
        Some(Self {
            flattener: if shown.judge().is_strict() {
                flattener.strict()
            } else {
                flattener
            },
            output: output::from_bytes(shown)?,
            name: name.to_owned(),
        })
    }

    pub(super) fn format(&mut self, block: Block) -> Done {
        if block.is_part {
            return Done::NeedsCare(block);
        }
        let mut verdicts = Verdicts::default();
        let most = block
            .bytes
            .len()
            .saturating_mul(TIMES)
            .saturating_add(AT_LEAST);
        let output = &mut self.output;
        self.flattener.read_from(&self.name, block.place.line);
        let read = self.flattener.flatten_block(&block.bytes, |found| {
            match &found {
                Found::Job(job) => verdicts.see(&job.verdict),
                Found::Evaluation { .. } | Found::StreamFailed(_) => {
                    return Err(NotQuick::IsStream);
                }
                _ => {}
            }
            output.found(&found)?;
            if output.size() > most {
                return Err(NotQuick::IsDense);
            }
            Ok(())
        });
        match (read, output.take()) {
            (Ok(values), Ok(piece)) => Done::Formatted {
                piece,
                verdicts,
                values,
            },
            _ => Done::NeedsCare(block),
        }
    }
}
