//! Reads the lines of a file one by one.

use std::io;
use std::path::{Path, PathBuf};

use clavata_api_ext::Content;
use tokio::io::{AsyncBufReadExt, AsyncReadExt};

use super::line::Line;
use super::wrong;
use crate::exit::Failure;
use crate::input::{Piped, name_of, open_piped};
use crate::terminal::counted;

/// The most invalid lines that are named. All are counted.
const NAMED: usize = 5;

/// The longest line: 64 MiB. An image of the largest size that may be sent, 20 MiB, takes 27 MiB.
pub(super) const LONGEST: u64 = 64 << 20;
/// The most bytes of lines in one request: 1 GiB.
const MOST: u64 = 1 << 30;

/// An open file of JSON lines. `-` is stdin.
pub(super) struct Lines {
    name: String,
    /// The folder to which its paths are relative.
    folder: PathBuf,
    input: Piped,
    number: usize,
    /// The number of bytes read.
    read: u64,
    bytes: Vec<u8>,
}

impl Lines {
    pub(super) async fn open(file: &Path) -> Result<Self, Failure> {
        let name = name_of(file);
        let opened = open_piped(file.to_owned()).await;
        let input = opened.map_err(|error| unreadable(&name, &error))?;
        Ok(Self {
            name,
            folder: file.parent().map(Path::to_owned).unwrap_or_default(),
            input,
            number: 0,
            read: 0,
            bytes: Vec::new(),
        })
    }

    /// The next line that is not blank, with its location.
    pub(super) async fn next(&mut self) -> Result<Option<(String, Result<Line, String>)>, Failure> {
        loop {
            self.bytes.clear();
            let mut limited = (&mut self.input).take(LONGEST + 1);
            let read = limited.read_until(b'\n', &mut self.bytes).await;
            let read = read.map_err(|error| unreadable(&self.name, &error))? as u64;
            if read == 0 {
                return Ok(None);
            }
            self.number += 1;
            self.read += read;
            if read > LONGEST {
                return Err(self.endless("is longer than the limit of 64 MiB"));
            }
            if let Some(read) = Line::read(&self.bytes).transpose() {
                return Ok(Some((format!("{}:{}", self.name, self.number), read)));
            }
        }
    }

    /// All content, in memory, each with its location.
    pub(super) async fn all(mut self) -> Result<Vec<(Content, String)>, Failure> {
        let mut all = Vec::new();
        while let Some((place, line)) = self.next().await? {
            if self.read > MOST {
                return Err(self.endless("is beyond the limit of 1 GiB for one request"));
            }
            let content = self.content(line).await;
            all.push((
                content.map_err(|why| wrong(&format!("{place}: {why}")))?,
                place,
            ));
        }
        Ok(all)
    }

    /// The content of a line of this file.
    pub(super) async fn content(&mut self, line: Result<Line, String>) -> Result<Content, String> {
        line?.into_content(&self.folder).await
    }

    fn endless(&self, what: &str) -> Failure {
        let why = format!(
            "line {} {what}; it and everything after it was not read",
            self.number
        );
        unreadable(&self.name, &io::Error::other(why))
    }

    /// Checks a whole file before anything is sent and billed. Returns the number of pieces of content.
    pub(super) async fn check(file: &Path) -> Result<u64, Failure> {
        let mut lines = Self::open(file).await?;
        let mut good = 0;
        let mut wrong = Vec::new();
        let mut bad: u64 = 0;
        while let Some((place, line)) = lines.next().await? {
            match line.and_then(|line| line.check(&lines.folder)) {
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
            "nothing was sent; {} {} invalid: {}{more}",
            counted(bad, "line"),
            if bad == 1 { "is" } else { "are" },
            wrong.join("; ")
        );
        Err(Failure::input(what, "correct these lines and try again"))
    }
}

fn unreadable(name: &str, error: &io::Error) -> Failure {
    let hint = "name a readable file, or `-` for stdin";
    Failure::input(format!("cannot read {name}: {error}"), hint)
}
