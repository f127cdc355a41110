//! A value without its long lists, for readers that need the rest before they read the lists.

use super::extent::{Extent, Seen};

/// The key of a long list of jobs, a member of the value itself.
const JOBS: &str = "jobs";

/// The keys of the long lists of a job, which is the value itself or its member `job`.
const OF_JOB: [&str; 3] = ["contentData", "content_data", "results"];

/// In bytes. More than what ever surrounds the lists.
const MOST: usize = 1 << 20;

/// A value without the elements of its long lists: of jobs, or of the results and the content of one job.
///
/// A list of the same name elsewhere is kept, because what is next to the jobs or the job may be a refusal.
///
/// It takes no more memory than what is kept, however long the lists are.
///
/// ```
/// use clavata_api::json::{Outline, Outlined};
///
/// let mut outline = Outline::default();
/// assert_eq!(outline.push(br#"{"results":[{"report":"#), Outlined::More);
/// assert_eq!(outline.push(br#"{}}],"status":"x"}{"#), Outlined::Ended);
/// assert_eq!(outline.text(), br#"{"results":[],"status":"x"}"#);
/// ```
#[derive(Debug, Default)]
pub struct Outline {
    kept: Vec<u8>,
    depth: usize,
    inside: Inside,
    /// Everything but the long lists. It tells whether the value breaks off.
    around: Extent,
    /// Whether the bytes are within the member `job` of the value.
    in_job: bool,
    /// What the long lists so far belong to. All others are kept.
    owner: Option<Owner>,
    /// The list that is being skipped.
    list: Option<Extent>,
    has_ended: bool,
}

/// Where a byte is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Structure,
    Text,
    /// Just after a backslash.
    Escape,
}

/// What can have long lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    /// A list of jobs.
    List,
    /// A bare job.
    Job,
    /// The member `job`.
    Member,
}

/// How far the value of an [`Outline`] has arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlined {
    /// More bytes are needed.
    More,
    /// The value has ended, and its outline is complete.
    Ended,
    /// The value breaks off, or more than 1 MiB surrounds its lists.
    Broke,
}

impl Outline {
    /// Adds the next bytes, from the first byte of the value on. What follows the value is ignored.
    pub fn push(&mut self, mut bytes: &[u8]) -> Outlined {
        loop {
            if let Some(list) = &mut self.list {
                match list.take(bytes) {
                    Seen::More(_) => return Outlined::More,
                    Seen::Broke(_) => return Outlined::Broke,
                    Seen::Ended(taken) => bytes = &bytes[taken..],
                }
                self.list = None;
                self.kept.push(b']');
                self.depth -= 1;
                self.around.take(b"]");
            }
            let kept = self.keep(bytes);
            let open = usize::from(self.list.is_some());
            if matches!(self.around.take(&bytes[..kept + open]), Seen::Broke(_)) {
                return Outlined::Broke;
            }
            bytes = &bytes[kept..];
            if self.has_ended {
                return Outlined::Ended;
            }
            if self.kept.len() > MOST {
                return Outlined::Broke;
            }
            if bytes.is_empty() && self.list.is_none() {
                return Outlined::More;
            }
        }
    }

    /// What was kept. While the bytes are within a long list, it ends with the bracket that begins it.
    pub fn text(&self) -> &[u8] {
        &self.kept
    }

    /// Whether the last bytes were within the list of results.
    pub fn is_in_results(&self) -> bool {
        self.list.is_some() && self.has_key("results")
    }

    /// Keeps bytes up to the end of the value or to a long list, or as many as may be kept.
    fn keep(&mut self, bytes: &[u8]) -> usize {
        for (at, byte) in bytes.iter().enumerate() {
            if self.has_ended || self.kept.len() > MOST {
                return at;
            }
            self.kept.push(*byte);
            if self.inside != Inside::Structure {
                self.inside = match (self.inside, byte) {
                    (Inside::Text, b'\\') => Inside::Escape,
                    (Inside::Text, b'"') => Inside::Structure,
                    _ => Inside::Text,
                };
                continue;
            }
            match byte {
                b'"' => self.inside = Inside::Text,
                b'{' => {
                    self.depth += 1;
                    self.in_job |= self.depth == 2 && self.has_key("job");
                }
                b'[' => {
                    self.depth += 1;
                    if self.is_long() {
                        // The bracket is pushed again, as its first byte.
                        self.list = Some(Extent::default());
                        return at;
                    }
                }
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    self.in_job &= self.depth > 1;
                    self.has_ended = self.depth == 0;
                }
                _ => {}
            }
        }
        bytes.len()
    }

    /// Whether the list that begins with the last byte is one of the long lists.
    fn is_long(&mut self) -> bool {
        let owner = match self.depth {
            2 if self.has_key(JOBS) => Owner::List,
            2 => Owner::Job,
            3 if self.in_job => Owner::Member,
            _ => return false,
        };
        let has_key = owner == Owner::List || OF_JOB.iter().any(|key| self.has_key(key));
        has_key && *self.owner.get_or_insert(owner) == owner
    }

    /// Whether this is the key of what begins with the last byte. A key with escapes is not recognized.
    fn has_key(&self, key: &str) -> bool {
        let before = self.kept.split_last().map_or(&[][..], |(_, before)| before);
        let before = before.trim_ascii_end().strip_suffix(b":");
        let before = before.and_then(|before| before.trim_ascii_end().strip_suffix(b"\""));
        let before = before.and_then(|before| before.strip_suffix(key.as_bytes()));
        before.is_some_and(|before| before.ends_with(b"\"") && !before.ends_with(b"\\\""))
    }
}

#[cfg(test)]
mod tests;
