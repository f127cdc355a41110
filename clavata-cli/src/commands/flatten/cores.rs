//! Formats blocks on all cores, in the order of the input.
//!
//! One thread reads blocks and deals them out as tasks. Whichever worker is free takes the next one. The caller takes
//! the formatted blocks back in the order of the input. Each channel is bounded by the number of cores, and so is
//! memory. Blocks that depend on each other, such as those of a stream or the pieces of a job, are one task.

#[cfg(test)]
mod tests;

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use clavata_api_ext::json::{Block, Blocks, Piece};

use super::lookahead::{Lookahead, Need};
use super::quick::{Done, Quick};
use super::{LIMIT, LONG};
use crate::arguments::Shown;
use crate::input::Ahead;
use crate::output::{shows_times, shows_what_follows};
use crate::terminal::note;

/// With more workers, they would only wait for the reader and the writer.
const MOST: usize = 8;

/// A block, and what is known in advance about the long value that it is a piece of.
type Dealt = io::Result<(Block, Lookahead)>;

/// Blocks that one worker formats, one after another.
struct Task {
    first: Dealt,
    others: Receiver<Dealt>,
    done: SyncSender<Option<io::Result<Done>>>,
}

/// The formatted blocks of a task, and `None` after the last one.
type Results = Receiver<Option<io::Result<Done>>>;

/// The formatted blocks of an input, in order.
pub(super) struct Cores {
    /// `None` after the last one.
    tasks: Option<Receiver<Results>>,
    current: Option<Results>,
    dealer: Option<JoinHandle<()>>,
}

impl Cores {
    /// Starts reading. `None` if the format needs whole answers.
    pub(super) fn start(name: &str, input: Ahead, shown: &Shown) -> Option<Self> {
        let count = thread::available_parallelism()
            .map_or(1, usize::from)
            .min(MOST);
        let (spare_in, spare) = sync_channel(count);
        let (task_in, task_out) = sync_channel(count);
        let task_out = Arc::new(Mutex::new(task_out));
        for _ in 0..count {
            let quick = Quick::new(name, shown)?.giving_back(spare_in.clone());
            let tasks = Arc::clone(&task_out);
            // The threads end when the channels close, or with the program.
            thread::spawn(move || work(quick, &tasks));
        }
        // Rows show values that follow the results of their job, and a verdict that an error next to the list would
        // change. Rows cannot be held back until then, as verdict lines are.
        let need = if shows_times(shown) {
            Some(Need::Times)
        } else {
            shows_what_follows(shown).then_some(Need::Errors)
        };
        let input = Blocks::new(input, LIMIT).in_pieces(LONG, LONG);
        // One more, so that no worker waits for the one before it to finish.
        let (results_in, tasks) = sync_channel(count + 1);
        let dealer = Dealer {
            workers: task_in,
            results: results_in,
            others: None,
        };
        let dealer = thread::spawn(move || deal(input, dealer, need, &spare));
        Some(Self {
            tasks: Some(tasks),
            current: None,
            dealer: Some(dealer),
        })
    }
}

impl Iterator for Cores {
    type Item = io::Result<Done>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(current) = &self.current else {
                if let Ok(results) = self.tasks.as_ref()?.recv() {
                    self.current = Some(results);
                    continue;
                }
                // The dealer has ended. A failure must not look like the end of the input.
                self.tasks = None;
                let has_failed = self.dealer.take()?.join().is_err();
                return has_failed.then(failed);
            };
            match current.recv() {
                Ok(Some(done)) => return Some(done),
                Ok(None) => self.current = None,
                Err(_) => {
                    // The worker failed. Blocks are missing, so nothing follows.
                    (self.current, self.tasks) = (None, None);
                    return Some(failed());
                }
            }
        }
    }
}

fn failed() -> io::Result<Done> {
    Err(io::Error::other("a worker thread failed"))
}

/// Gives blocks to the workers, and their results to the caller.
struct Dealer {
    workers: SyncSender<Task>,
    results: SyncSender<Results>,
    /// The worker of the current task, if further blocks belong to it.
    others: Option<SyncSender<Dealt>>,
}

impl Dealer {
    /// Passes on a block. `None` if nobody takes it any more.
    fn pass(&mut self, block: Dealt, continues: bool) -> Option<()> {
        if let Some(others) = &self.others {
            others.send(block).ok()?;
        } else {
            let (others_in, others) = sync_channel(1);
            // Room for a block and for the end of the task, so that the worker can go on to the next one.
            let (done, results) = sync_channel(2);
            self.others = Some(others_in);
            self.results.send(results).ok()?;
            let task = Task {
                first: block,
                others,
                done,
            };
            self.workers.send(task).ok()?;
        }
        if !continues {
            self.others = None;
        }
        Some(())
    }
}

fn deal(
    mut blocks: Blocks<Ahead>,
    mut dealer: Dealer,
    need: Option<Need>,
    spare: &Receiver<Vec<u8>>,
) {
    let mut is_stream = false;
    let mut is_told = false;
    let mut ahead = Lookahead::default();
    loop {
        if let Ok(memory) = spare.try_recv() {
            blocks.reuse(memory);
        }
        let block = blocks.next_block_if(|input, begun| {
            let Some(need) = need else {
                return true;
            };
            let lookahead = Lookahead::of(input, begun, need).unwrap_or_else(|error| {
                if !std::mem::replace(&mut is_told, true) {
                    note(&format!(
                        "note: a long value cannot be stored in the temporary folder: {error}"
                    ));
                }
                None
            });
            let is_sure = lookahead.is_some();
            ahead = lookahead.unwrap_or_default();
            is_sure
        });
        let Some(block) = block.transpose() else {
            return;
        };
        let mut in_job = false;
        let mut lookahead = Lookahead::default();
        if let Ok(block) = &block {
            in_job = matches!(block.piece, Some(Piece::Job { is_end: false, .. }));
            is_stream |= block.bytes.starts_with(b"{\"result\"");
            lookahead = ahead.for_piece(block.piece);
        }
        let block = block.map(|block| (block, lookahead));
        let is_last = block.is_err();
        if dealer.pass(block, is_stream || in_job).is_none() || is_last {
            return;
        }
    }
}

fn work(mut quick: Quick, tasks: &Mutex<Receiver<Task>>) {
    loop {
        let task = tasks.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Task {
            first,
            others,
            done,
        }) = task
        else {
            return;
        };
        for block in std::iter::once(first).chain(others) {
            let mut part = |part| done.send(Some(Ok(part))).is_ok();
            let formatted = block.map(|(block, ahead)| quick.format(block, &ahead, &mut part));
            if done.send(Some(formatted)).is_err() {
                return;
            }
        }
        if done.send(None).is_err() {
            return;
        }
    }
}
