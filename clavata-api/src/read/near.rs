//! Reads a get-job response that cannot be read, given where another reader failed.
//!
//! Decoding is the same wherever a value is: a member or an element that cannot be read alone cannot be read among
//! others either. So what comes before the place can be left out, and if the rest cannot be read, neither can the
//! response. Any other result proves nothing, and the whole response is read.

use memchr::memchr2;

use super::{Value, read};
use crate::decode::DecodeError;
use crate::salvage::salvage;
use crate::types::GetJobResponse;

impl Value {
    /// Reads a value as [`read`] does, but finds out faster that it cannot be read. `at` is the byte at which another
    /// reader failed that accepts everything decoding accepts. Any `at` is safe: it only selects which error of an
    /// unreadable value is reported.
    pub fn near(bytes: &[u8], at: usize) -> Self {
        let unreadable = std::str::from_utf8(bytes).ok().and_then(|text| {
            let part = Part::of(text, at)?;
            DecodeError::locate_in::<GetJobResponse>(&part.text, part.from, (text, part.stands_at))
                .filter(|(_, at)| *at <= part.until)
        });
        match unreadable {
            Some((mut why, _)) => {
                let status = salvage(bytes);
                why.refuse(status.clone());
                Self {
                    answer: None,
                    status,
                    unreadable: vec![why],
                }
            }
            None => read(bytes),
        }
    }
}

/// A get-job response without most of what comes before a place in it.
struct Part {
    text: String,
    /// From this byte on, the text is the same as in the response, up to its end.
    from: usize,
    /// Where that text begins in the response.
    stands_at: usize,
    /// Where in the response the member or element that contains the place ends.
    until: usize,
}

/// An open object or list.
struct Level {
    open: usize,
    is_list: bool,
    /// The number of commas in it so far, and where what follows the last one begins.
    commas: usize,
    last: usize,
}

impl Part {
    /// `None` if the response holds anything besides the job, or the place is not in a job.
    fn of(text: &str, at: usize) -> Option<Self> {
        let mut levels = Levels(Vec::new());
        let stop = levels.walk(text, at.min(text.len()))?;
        let [answer, job, ..] = &levels.0[..] else {
            return None;
        };
        if answer.commas > 0 || !is_job(text, answer, job) {
            return None;
        }
        let mut part = String::new();
        let mut inner = levels.0.iter().skip(1);
        let (mut from, mut stands_at) = (0, 0);
        for level in &levels.0 {
            part.push(if level.is_list { '[' } else { '{' });
            if level.is_list {
                // Each element keeps its index.
                part.extend(std::iter::repeat_n("null,", level.commas));
            }
            from = part.len();
            stands_at = level.last;
            if let Some(next) = inner.next() {
                part.push_str(text.get(level.last..next.open)?);
            }
        }
        part.push_str(text.get(stands_at..)?);
        let until = levels.leave(text, stop)?;
        Some(Self {
            text: part,
            from,
            stands_at,
            until,
        })
    }
}

/// Whether the response begins with the job.
fn is_job(text: &str, answer: &Level, job: &Level) -> bool {
    let is_blank = |between: Option<&str>| between.is_some_and(|text| text.trim().is_empty());
    let key = text.get(answer.last..job.open);
    let key = key.and_then(|key| key.trim().strip_suffix(':'));
    is_blank(text.get(..answer.open))
        && key.is_some_and(|key| key.trim_end() == "\"job\"")
        && !answer.is_list
        && !job.is_list
}

/// Deeper nesting is read as a whole, which fails.
const DEEPEST: usize = 128;

struct Levels(Vec<Level>);

impl Levels {
    /// Walks to a place, or to the end of the string that contains it.
    fn walk(&mut self, text: &str, until: usize) -> Option<usize> {
        let (bytes, mut at) = (text.as_bytes(), 0);
        while at < until {
            at = self.step(bytes, at)?;
        }
        Some(at)
    }

    /// Walks to the end of the response. Returns where the innermost level had its next comma or its end; `None` if
    /// anything follows the job.
    fn leave(&mut self, text: &str, mut at: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let (depth, commas) = (self.0.len(), self.0.last()?.commas);
        let mut until = None;
        while at < bytes.len() {
            let next = self.step(bytes, at)?;
            let is_past =
                self.0.len() < depth || (self.0.len() == depth && self.0.last()?.commas > commas);
            if until.is_none() && is_past {
                until = Some(at);
            }
            match &self.0[..] {
                // Only whitespace may follow.
                [] if !text[next..].trim().is_empty() => return None,
                [] => return until,
                [answer] if answer.commas > 0 => return None,
                _ => at = next,
            }
        }
        None
    }

    /// Steps over a byte or a string.
    fn step(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        match bytes[at] {
            b'"' => return string(bytes, at),
            b'{' | b'[' if self.0.len() == DEEPEST => return None,
            byte @ (b'{' | b'[') => self.0.push(Level {
                open: at,
                is_list: byte == b'[',
                commas: 0,
                last: at + 1,
            }),
            byte @ (b'}' | b']') => {
                let closed = self.0.pop()?;
                if closed.is_list != (byte == b']') {
                    return None;
                }
            }
            b',' => {
                let level = self.0.last_mut()?;
                level.commas += 1;
                level.last = at + 1;
            }
            _ => {}
        }
        Some(at + 1)
    }
}

/// Returns the end of the string that begins here.
fn string(bytes: &[u8], at: usize) -> Option<usize> {
    let mut at = at + 1;
    loop {
        at += memchr2(b'"', b'\\', bytes.get(at..)?)?;
        match bytes[at] {
            b'"' => return Some(at + 1),
            _ => at += 2,
        }
    }
}

#[cfg(test)]
mod tests;
