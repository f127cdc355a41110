//! What the tests that run xtask share.

use std::path::{Path, PathBuf};

/// The workspace that cargo runs the tests for, which need not be the one that they were built in.
pub(crate) fn workspace() -> PathBuf {
    let member = std::env::var_os("CARGO_MANIFEST_DIR").unwrap();
    Path::new(&member).parent().unwrap().to_path_buf()
}

/// What a program printed.
pub(crate) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}
