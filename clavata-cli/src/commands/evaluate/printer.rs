//! Prints lines in the order of the inputs, without disturbing the progress bar.

use std::io;

use clavata_api_ext::{Evaluated, Usage};
use tokio::time::Instant;

use super::order::Order;
use crate::output::Output;
use crate::progress::Bar;
use crate::terminal::note;
use crate::verdicts::Judge;

pub(super) struct Printer {
    output: Box<dyn Output>,
    order: Order<Line>,
    bar: Bar,
}

/// What is printed for an input.
pub(super) enum Line {
    Answer(Box<Evaluated>, Judge),
    Unjudged,
}

impl Printer {
    pub(super) fn new(output: Box<dyn Output>, inputs: Option<u64>) -> Self {
        Self {
            output,
            order: Order::new(),
            bar: Bar::start(inputs),
        }
    }

    /// Prints the line of an input when it is its turn.
    pub(super) fn put(&mut self, input: usize, line: Line) -> io::Result<()> {
        if let Some(line) = self.order.put(input, line) {
            self.print(input, &line)?;
        }
        self.print_due()
    }

    /// Prints lines that have waited long enough.
    pub(super) fn print_due(&mut self) -> io::Result<()> {
        while let Some((input, line)) = self.order.take() {
            self.print(input, &line)?;
        }
        Ok(())
    }

    /// The time at which the next line will have waited long enough.
    pub(super) fn due(&self) -> Option<Instant> {
        self.order.due()
    }

    /// Prints an answer that belongs to no input.
    pub(super) fn stray(&mut self, answer: &Evaluated, judge: Judge) -> io::Result<()> {
        let output = &mut self.output;
        self.bar.aside(|| {
            output.stray(answer, judge)?;
            output.flush()
        })
    }

    /// Writes a line to stderr.
    pub(super) fn tell(&self, text: &str) {
        self.bar.aside(|| note(text));
    }

    /// Shows how many inputs are answered, or will never be.
    pub(super) fn at(&self, count: u64) {
        self.bar.at(count);
    }

    /// Shows what has been billed so far.
    pub(super) fn cost(&self, usage: Usage) {
        self.bar.cost(usage);
    }

    /// Prints all lines that are still waiting, and completes the output.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.print_all()?;
        self.output.finish()?;
        self.bar.finish();
        Ok(())
    }

    /// Prints all lines that are still waiting, and leaves the output incomplete.
    pub(super) fn stop(&mut self) -> io::Result<()> {
        let printed = self.print_all();
        self.bar.finish();
        printed
    }

    fn print_all(&mut self) -> io::Result<()> {
        while let Some((input, line)) = self.order.take_any() {
            self.print(input, &line)?;
        }
        Ok(())
    }

    fn print(&mut self, input: usize, line: &Line) -> io::Result<()> {
        let output = &mut self.output;
        self.bar.aside(|| {
            match line {
                Line::Answer(answer, judge) => output.judged(input, answer, *judge)?,
                Line::Unjudged => output.unjudged(input)?,
            }
            output.flush()
        })
    }
}
