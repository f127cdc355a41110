//! Limits how much memory a decoded value may take.
//!
//! A list of empty objects is a hundred times as large in memory as on the wire. The generated
//! types cannot pass a counter through serde, so it is in a thread local while a body is decoded.

use std::cell::Cell;

use serde::de::Error;

/// How many bytes of memory each byte of a body may take.
const TIMES: usize = 16;
/// How many bytes of memory every body may take on top of that.
const AT_LEAST: usize = 1 << 20;

/// The budget outside of any body.
const UNBOUNDED: usize = usize::MAX;

/// The error message when the budget is spent.
pub(crate) const SPENT: &str = "it would take more than 16 times its size in memory";

thread_local! {
    static LEFT: Cell<usize> = const { Cell::new(UNBOUNDED) };
}

/// Decodes a body of this many bytes within its own budget and that of the body that contains it.
pub(crate) fn within<T>(size: usize, decode: impl FnOnce() -> T) -> T {
    let own = size.saturating_mul(TIMES).saturating_add(AT_LEAST);
    let before = LEFT.get();
    let given = own.min(before);
    LEFT.set(given);
    let value = decode();
    let used = if before == UNBOUNDED {
        0
    } else {
        given - LEFT.get()
    };
    LEFT.set(before - used);
    value
}

/// Decodes a value that may not be kept. If it is `None`, nothing is taken from the budget.
pub(crate) fn on_trial<T>(decode: impl FnOnce() -> Option<T>) -> Option<T> {
    let before = LEFT.get();
    let kept = decode();
    if kept.is_none() {
        LEFT.set(before);
    }
    kept
}

/// Takes bytes from the budget, and returns whether it had enough.
#[inline]
pub(crate) fn take(bytes: usize) -> bool {
    LEFT.with(|left| match left.get() {
        UNBOUNDED => true,
        before if before >= bytes => {
            left.set(before - bytes);
            true
        }
        _ => false,
    })
}

/// Takes the size of an element of a list or a map.
#[inline]
pub(crate) fn spend<T, E: Error>() -> Result<(), E> {
    if take(size_of::<T>()) {
        Ok(())
    } else {
        Err(E::custom(SPENT))
    }
}

#[cfg(test)]
mod tests {
    use super::{AT_LEAST, TIMES, take, within};

    #[test]
    fn a_part_takes_from_the_whole_that_it_is_in() {
        let (mut given, part) = (0, AT_LEAST / 2);
        within(100, || {
            while within(1, || take(part)) {
                given += part;
            }
        });
        assert_eq!(given, 2 * part);
        assert!(!within(0, || take(AT_LEAST + 1)));
        assert!(within(100, || take(AT_LEAST + 100 * TIMES)));
        assert!(take(usize::MAX / 2), "outside of a body nothing is counted");
    }
}
