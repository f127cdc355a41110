//! How large a decoded value may become.
//!
//! A list of empty objects is a hundred times as large in memory as on the wire. The generated
//! types cannot carry a counter through serde, so it is kept beside the thread while one body is decoded.

use std::cell::Cell;

/// How much memory one byte of a body may ask for.
const TIMES: usize = 16;
/// What every body may ask for.
const AT_LEAST: usize = 1 << 20;

/// What an error says once the budget is spent.
pub(crate) const SPENT: &str = "it would take more than 16 times its size in memory";

thread_local! {
    static LEFT: Cell<usize> = const { Cell::new(usize::MAX) };
}

/// Decodes a body of so many bytes within its budget.
pub(crate) fn within<T>(size: usize, decode: impl FnOnce() -> T) -> T {
    let before = LEFT.replace(size.saturating_mul(TIMES).saturating_add(AT_LEAST));
    let value = decode();
    LEFT.set(before);
    value
}

/// Takes so many bytes out of the budget, and returns whether they were there.
#[inline]
pub(crate) fn take(bytes: usize) -> bool {
    LEFT.with(|left| match left.get().checked_sub(bytes) {
        Some(rest) => {
            left.set(rest);
            true
        }
        None => false,
    })
}
