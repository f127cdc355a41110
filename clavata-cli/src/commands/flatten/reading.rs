//! Reads one input block by block, and prints the content of each block.

use std::io;

use clavata_api_ext::json::{self, Blocks};

use super::cores::Cores;
use super::lookahead::Lookahead;
use super::quick::{Done, Quick};
use super::stream::Stream;
use super::{Flatten, LIMIT, failures};
use crate::arguments::{Shown, Table};
use crate::exit::End;
use crate::input::{Ahead, Opened, unread};
use crate::signals;

impl Flatten<'_> {
    /// Returns whether the input contained anything.
    pub(super) fn input(
        &mut self,
        name: &str,
        input: Opened,
        is_small: bool,
        shown: &Shown,
    ) -> Result<bool, End> {
        let mut stream = Stream::of(input.size());
        let size = input.size();
        let bar = self.bar.clone();
        let input = input.watched(move |count| bar.advance(count as u64));
        let quick = self.quick.take().filter(|_| is_small);
        // Other tables need whole answers.
        match quick
            .or_else(|| Quick::new(name, shown))
            .filter(|_| self.table == Table::Rows)
        {
            None => {
                self.carefully(name, input, &mut stream)?;
            }
            // The fast path skips what it does not know.
            Some(_) if self.news.is_some() => {
                let mut blocks = Blocks::new(input, LIMIT);
                self.each(name, &mut stream, || {
                    let block = blocks.next_block().transpose()?;
                    Some(block.map(Done::NeedsCare))
                })?;
            }
            Some(mut quick) if is_small => {
                quick.restart(name);
                let mut blocks = Blocks::new(input, LIMIT).expecting(size);
                self.each(name, &mut stream, || {
                    let block = blocks.next_block().transpose()?;
                    let ahead = Lookahead::default();
                    Some(block.map(|block| quick.format(block, &ahead, &mut |_| true)))
                })?;
                self.quick = Some(quick);
            }
            Some(_) => {
                let mut cores = Cores::start(name, Ahead::of(input), shown);
                self.each(name, &mut stream, || cores.as_mut()?.next())?;
            }
        }
        self.release(true)?;
        if stream.untold() > 0 {
            self.fail(&failures::more(name, stream.untold()))?;
        }
        Ok(stream.any)
    }

    /// Prints what is formatted, one block after another.
    fn each(
        &mut self,
        name: &str,
        stream: &mut Stream,
        mut next: impl FnMut() -> Option<io::Result<Done>>,
    ) -> Result<(), End> {
        while let Some(done) = next() {
            self.done(name, done, stream)?;
            if stream.is_endless() {
                break;
            }
        }
        Ok(())
    }

    fn done(&mut self, name: &str, done: io::Result<Done>, stream: &mut Stream) -> Result<(), End> {
        signals::heed()?;
        let of = match &done {
            Ok(Done::Read(parts)) => parts.block.piece,
            Ok(Done::Formatted(formatted)) => formatted.of,
            Ok(Done::NeedsCare(block) | Done::Doubted(block) | Done::Broke { rest: block, .. }) => {
                block.piece
            }
            Err(_) => None,
        };
        match of {
            Some(_) => self.hold(),
            None => self.release(true)?,
        }
        let is_sure_end = match &done {
            Ok(Done::Read(parts)) => parts.is_sure_end(),
            Ok(Done::Formatted(formatted)) => formatted.is_sure_end(),
            _ => false,
        };
        if is_sure_end && self.held.as_ref().is_some_and(|held| !held.is_doubted) {
            // The last piece need not be held back.
            self.release(false)?;
        }
        match done {
            Ok(Done::Read(parts)) => self.parts(name, parts, stream)?,
            Ok(Done::Formatted(formatted)) => self.formatted(name, formatted, stream)?,
            Ok(Done::NeedsCare(block)) => self.block(name, &block, stream)?,
            Ok(Done::Doubted(block)) => self.doubted(name, &block, stream)?,
            Ok(Done::Broke { before, why, rest }) => {
                self.formatted(name, before, stream)?;
                self.broke(name, (&why, &rest), stream)?;
            }
            Err(error) => {
                stream.any = true;
                self.fail_midway(&unread(name, &error))?;
            }
        }
        if let Some(json::Piece::Jobs { is_end, .. } | json::Piece::Job { is_end, .. }) = of
            && is_end
        {
            stream.read(0);
            self.release(false)?;
        }
        // A block is either large or everything that has arrived so far.
        Ok(self.output.flush()?)
    }
}
