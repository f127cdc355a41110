//! Keeps the last reader of a thread for each level, with what it has learned.

use std::cell::RefCell;

use super::{FlattenError, Flattener};
use crate::Level;

/// The longest input for a reader that is kept, in bytes. Its buffers never shrink.
const LONGEST: usize = 1 << 20;

thread_local! {
    static LAST: RefCell<Vec<Flattener>> = const { RefCell::new(Vec::new()) };
}

/// Calls a function with a reader of this level: the last one of this thread, or a new one.
///
/// A reader that failed or panicked is dropped. A call within another one gets its own reader.
pub(super) fn with_last(
    level: Level,
    length: usize,
    read: impl FnOnce(&mut Flattener) -> Result<(), FlattenError>,
) -> Result<(), FlattenError> {
    let is_alike = |reader: &Flattener| reader.0.level == level;
    // A thread that is ending has none.
    let last = LAST.try_with(|last| {
        let mut last = last.borrow_mut();
        let at = last.iter().position(is_alike)?;
        Some(last.swap_remove(at))
    });
    let mut reader = last.ok().flatten().unwrap_or_else(|| Flattener::new(level));
    read(&mut reader)?;
    if length <= LONGEST {
        let _ = LAST.try_with(|last| {
            let mut last = last.borrow_mut();
            if !last.iter().any(is_alike) {
                last.push(reader);
            }
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::for_each_row;
    use super::{LAST, LONGEST};
    use crate::Level;

    const ANSWER: &str = r#"{"result":{"policyEvaluationReport":{"result":2}}}"#;

    fn rows(answer: &str, level: Level) -> Result<usize, super::FlattenError> {
        let mut rows = 0;
        for_each_row(answer.as_bytes(), level, |_| rows += 1)?;
        Ok(rows)
    }

    /// The levels of the readers that this thread keeps.
    fn kept() -> Vec<Level> {
        let mut kept: Vec<Level> =
            LAST.with_borrow(|last| last.iter().map(|reader| reader.0.level).collect());
        kept.sort();
        kept
    }

    #[test]
    fn a_reader_is_kept_for_each_level_unless_it_failed() {
        for (level, then) in [
            (Level::Policy, &[Level::Policy][..]),
            (Level::All, &[Level::Policy, Level::All]),
            (Level::Policy, &[Level::Policy, Level::All]),
        ] {
            assert_eq!(rows(ANSWER, level).unwrap(), 1);
            assert_eq!(kept(), then);
        }
        rows("{", Level::All).unwrap_err();
        assert_eq!(kept(), [Level::Policy]);
    }

    #[test]
    fn the_reader_of_a_long_input_is_not_kept() {
        for (length, then) in [(LONGEST, &[Level::All][..]), (LONGEST + 1, &[])] {
            let long = ANSWER.to_owned() + &" ".repeat(length - ANSWER.len());
            assert_eq!(rows(&long, Level::All).unwrap(), 1);
            assert_eq!(kept(), then);
        }
    }

    #[test]
    fn reading_within_reading_finds_the_same() {
        let mut inner = 0;
        for _ in 0..3 {
            for_each_row(ANSWER.as_bytes(), Level::All, |_| {
                inner += rows(ANSWER, Level::All).unwrap();
            })
            .unwrap();
        }
        assert_eq!(inner, 3);
        assert_eq!(kept(), [Level::All]);
    }
}
