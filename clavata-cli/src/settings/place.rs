//! Where the config file is.

use std::env;
use std::path::PathBuf;

/// Names the file itself.
pub(super) const VARIABLE: &str = "CLAVATA_CONFIG";

/// The file that `CLAVATA_CONFIG` names, and that must exist.
pub(super) fn named() -> Option<PathBuf> {
    set(VARIABLE)
}

/// Where the file is otherwise: `clavata/config.toml` in `XDG_CONFIG_HOME`, or in `.config` of the home,
/// also on macOS; on Windows in `APPDATA`. These few lines take the place of a crate, which would choose
/// another folder on macOS.
pub(super) fn usual() -> Option<PathBuf> {
    let folder = if cfg!(windows) {
        set("APPDATA")
    } else {
        // The specification says to ignore one that is relative.
        let named = set("XDG_CONFIG_HOME").filter(|folder| folder.is_absolute());
        named.or_else(|| Some(set("HOME")?.join(".config")))
    };
    Some(folder?.join("clavata").join("config.toml"))
}

fn set(name: &str) -> Option<PathBuf> {
    let value = env::var_os(name).filter(|value| !value.is_empty());
    value.map(PathBuf::from)
}
