//! The lines of a file, one after the other.

use std::io;
use std::path::Path;

use tokio::io::{AsyncBufRead, AsyncBufReadExt, BufReader};

use super::line::Line;
use crate::exit::{Code, Failure};

/// How many wrong lines are named; all are counted.
const NAMED: usize = 5;

/// A file of JSON lines that is being read; `-` is stdin.
pub(super) struct Lines {
    name: String,
    input: Box<dyn AsyncBufRead + Send + Unpin>,
    number: usize,
    bytes: Vec<u8>,
}

impl Lines {
    pub(super) async fn open(file: &Path) -> Result<Self, Failure> {
        let is_stdin = file == Path::new("-");
        let name = if is_stdin {
            "stdin".to_owned()
        } else {
            file.display().to_string()
        };
        let input: Box<dyn AsyncBufRead + Send + Unpin> = if is_stdin {
            Box::new(BufReader::new(tokio::io::stdin()))
        } else {
            match tokio::fs::File::open(file).await {
                Ok(file) => Box::new(BufReader::with_capacity(1 << 16, file)),
                Err(error) => return Err(unreadable(&name, &error)),
            }
        };
        Ok(Self {
            name,
            input,
            number: 0,
            bytes: Vec::new(),
        })
    }

    /// The next line that is not blank, with the name of its place.
    pub(super) async fn next(&mut self) -> Result<Option<(String, Result<Line, String>)>, Failure> {
        loop {
            self.bytes.clear();
            let read = self.input.read_until(b'\n', &mut self.bytes).await;
            if read.map_err(|error| unreadable(&self.name, &error))? == 0 {
                return Ok(None);
            }
            self.number += 1;
            let mut line = &self.bytes[..];
            if self.number == 1 {
                line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
            }
            if let Some(read) = Line::read(line).transpose() {
                return Ok(Some((format!("{} line {}", self.name, self.number), read)));
            }
        }
    }

    /// Reads a file through, so that nothing is sent, and paid for, where a line is wrong. Says how
    /// many pieces of content there are.
    pub(super) async fn check(file: &Path) -> Result<u64, Failure> {
        let mut lines = Self::open(file).await?;
        let mut good = 0;
        let mut wrong = Vec::new();
        let mut bad: u64 = 0;
        while let Some((place, line)) = lines.next().await? {
            match line.and_then(Line::check) {
                Ok(()) => good += 1,
                Err(why) => {
                    bad += 1;
                    if wrong.len() < NAMED {
                        wrong.push(format!("{place}: {why}"));
                    }
                }
            }
        }
        if bad == 0 {
            return Ok(good);
        }
        let more = match bad - wrong.len() as u64 {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        let what = format!(
            "nothing was sent, {bad} lines are wrong: {}{more}",
            wrong.join("; ")
        );
        Err(Failure::new(
            Code::Input,
            what,
            "correct these lines and try again",
        ))
    }
}

fn unreadable(name: &str, error: &io::Error) -> Failure {
    let hint = "name a file that can be read, or `-` for stdin";
    Failure::new(Code::Input, format!("cannot read {name}: {error}"), hint)
}
