//! Formats blocks on all cores, in the order of the input.
//!
//! One thread reads blocks and gives them to the workers in turn. The caller takes the formatted blocks back in the
//! same order. Each channel holds one block, so memory is bounded by the number of cores. Blocks that depend on
//! each other, such as those of a stream or the pieces of a job, go to one worker.

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use clavata_api_ext::json::{Block, Blocks, Piece};

use super::foresee::{Foreseen, Need};
use super::quick::{Done, Quick};
use super::{LIMIT, LONG};
use crate::arguments::Shown;
use crate::input::Ahead;
use crate::output::{shows_behind, shows_times};
use crate::terminal::note;

/// With more workers, they would only wait for the reader and the writer.
const MOST: usize = 8;

/// A block, and what is known in advance about the long value that it is a piece of.
type Dealt = (Block, Foreseen);

/// A block or its rows, and whether the same worker also has the next turn.
type Turn<T> = (io::Result<T>, bool);

/// The formatted blocks of an input, in order.
pub(super) struct Cores {
    results: Vec<Receiver<Turn<Done>>>,
    next: usize,
    workers: Vec<JoinHandle<()>>,
    dealer: Option<JoinHandle<()>>,
}

impl Cores {
    /// Starts reading. `None` if the format needs whole answers.
    pub(super) fn start(name: &str, input: Ahead, shown: &Shown) -> Option<Self> {
        let count = thread::available_parallelism()
            .map_or(1, usize::from)
            .min(MOST);
        let mut blocks = Vec::with_capacity(count);
        let mut results = Vec::with_capacity(count);
        let mut workers = Vec::with_capacity(count);
        let (spare_in, spare) = sync_channel(count);
        for _ in 0..count {
            let quick = Quick::new(name, shown)?.giving_back(spare_in.clone());
            let (block_in, block_out) = sync_channel(1);
            let (done_in, done_out) = sync_channel(1);
            // The threads end when the channels close, or with the program.
            workers.push(thread::spawn(move || work(quick, &block_out, &done_in)));
            blocks.push(block_in);
            results.push(done_out);
        }
        // Rows show values that follow the results of their job, and a verdict that an error next to the list would
        // change. Rows cannot be held back until then, as verdict lines are.
        let need = if shows_times(shown) {
            Some(Need::Times)
        } else {
            shows_behind(shown).then_some(Need::Errors)
        };
        let input = Blocks::new(input, LIMIT).in_pieces(LONG, LONG);
        let dealer = thread::spawn(move || deal(input, &blocks, need, &spare));
        Some(Self {
            results,
            next: 0,
            workers,
            dealer: Some(dealer),
        })
    }

    /// Called when a channel closes, at the end of the input or because a thread failed. A failure must not look
    /// like the end. The threads have ended by then, so this does not block.
    fn end(&mut self) -> Option<io::Result<Done>> {
        let worker = std::mem::take(&mut self.workers).into_iter().nth(self.next);
        let broke = worker
            .into_iter()
            .chain(self.dealer.take())
            .any(|thread| thread.join().is_err());
        broke.then(|| Err(io::Error::other("a worker thread failed")))
    }
}

impl Iterator for Cores {
    type Item = io::Result<Done>;

    fn next(&mut self) -> Option<Self::Item> {
        let Ok((done, stays)) = self.results[self.next].recv() else {
            return self.end();
        };
        if !stays {
            self.next = (self.next + 1) % self.results.len();
        }
        Some(done)
    }
}

fn deal(
    mut blocks: Blocks<Ahead>,
    workers: &[SyncSender<Turn<Dealt>>],
    need: Option<Need>,
    spare: &Receiver<Vec<u8>>,
) {
    let mut at = 0;
    let mut is_stream = false;
    let mut is_told = false;
    let mut ahead = Foreseen::default();
    loop {
        if let Ok(memory) = spare.try_recv() {
            blocks.reuse(memory);
        }
        let block = blocks.next_block_if(|input, begun| {
            let Some(need) = need else {
                return true;
            };
            let foreseen = Foreseen::of(input, begun, need).unwrap_or_else(|error| {
                if !std::mem::replace(&mut is_told, true) {
                    note(&format!(
                        "note: a long value cannot be stored in the temporary folder: {error}"
                    ));
                }
                None
            });
            let is_sure = foreseen.is_some();
            ahead = foreseen.unwrap_or_default();
            is_sure
        });
        let Some(block) = block.transpose() else {
            return;
        };
        let mut in_job = false;
        let mut foreseen = Foreseen::default();
        if let Ok(block) = &block {
            in_job = matches!(block.piece, Some(Piece::Job { is_end: false, .. }));
            is_stream |= block.bytes.starts_with(b"{\"result\"");
            foreseen = ahead.for_piece(block.piece);
        }
        let block = block.map(|block| (block, foreseen));
        let is_last = block.is_err();
        let stays = is_stream || in_job;
        if workers[at].send((block, stays)).is_err() || is_last {
            return;
        }
        if !stays {
            at = (at + 1) % workers.len();
        }
    }
}

fn work(mut quick: Quick, blocks: &Receiver<Turn<Dealt>>, done: &SyncSender<Turn<Done>>) {
    for (block, stays) in blocks {
        let mut part = |part| done.send((Ok(part), true)).is_ok();
        let formatted = block.map(|(block, ahead)| quick.format(block, &ahead, &mut part));
        if done.send((formatted, stays)).is_err() {
            return;
        }
    }
}
