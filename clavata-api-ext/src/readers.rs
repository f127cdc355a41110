//! A pool of answer readers that outlives a stream, so that the next stream profits from the patterns they have
//! learned.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::Level;
use crate::flatten::{Flattener, Kept};

/// The most readers to keep. If more are needed at a time, new ones are made.
const MOST: usize = 16;

/// The longest answer for a pooled reader, in bytes, because its buffers never shrink.
const LONGEST: usize = 1 << 20;

/// The pooled readers of a client. Each is taken out for one answer at a time.
#[derive(Default)]
#[allow(clippy::vec_box)] // they are moved in and out with each answer
pub(crate) struct Readers(Mutex<Vec<Box<Flattener>>>);

impl Readers {
    /// See [`Flattener::keep`].
    pub(crate) fn keep(&self, answer: Vec<u8>) -> Result<Kept, Vec<u8>> {
        if answer.len() > LONGEST {
            return Flattener::new(Level::All).keep(answer);
        }
        let mut reader = self.take();
        let kept = reader.keep(answer);
        self.give(reader);
        kept
    }

    fn take(&self) -> Box<Flattener> {
        let kept = self.kept().pop();
        kept.unwrap_or_else(|| Box::new(Flattener::new(Level::All)))
    }

    fn give(&self, reader: Box<Flattener>) {
        let mut kept = self.kept();
        if kept.len() < MOST {
            kept.push(reader);
        }
    }

    #[allow(clippy::vec_box)] // as above
    fn kept(&self) -> MutexGuard<'_, Vec<Box<Flattener>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, MOST, Readers};

    const ANSWER: &str = r#"{"result":{"policyEvaluationReport":{"result":2}}}"#;

    #[test]
    fn a_reader_comes_back_after_each_answer_whether_it_was_kept_or_not() {
        let readers = Readers::default();
        for answer in [ANSWER, "{", ANSWER, "[]"] {
            let kept = readers.keep(answer.into());
            assert_eq!(kept.is_ok(), answer == ANSWER, "{answer}");
            assert_eq!(readers.kept().len(), 1, "{answer}");
        }
    }

    #[test]
    fn a_long_answer_is_read_by_a_reader_that_is_not_kept() {
        for (length, kept) in [(LONGEST, 1), (LONGEST + 1, 0)] {
            let readers = Readers::default();
            let answer = ANSWER.to_owned() + &" ".repeat(length - ANSWER.len());
            assert!(readers.keep(answer.into()).is_ok());
            assert_eq!(readers.kept().len(), kept);
        }
    }

    #[test]
    fn no_more_readers_are_kept_than_threads_may_need() {
        let readers = Readers::default();
        let away: Vec<_> = (0..MOST + 5).map(|_| readers.take()).collect();
        for reader in away {
            readers.give(reader);
        }
        assert_eq!(readers.kept().len(), MOST);
    }
}
