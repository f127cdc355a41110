//! The path of the config file.

use std::env;
use std::path::PathBuf;

/// The variable that names the file.
const VARIABLE: &str = "CLAVATA_CONFIG";

/// The file that `CLAVATA_CONFIG` names. It must exist.
pub(super) fn named() -> Option<PathBuf> {
    set(VARIABLE)
}

/// The default path: `clavata/config.toml` in `XDG_CONFIG_HOME`, or in `.config` of the home directory, including
/// on macOS; on Windows, in `APPDATA`. No crate is used, because it would choose another folder on macOS.
pub(super) fn usual() -> Option<PathBuf> {
    let folder = if cfg!(windows) {
        set("APPDATA")
    } else {
        // The specification says to ignore a relative path.
        let named = set("XDG_CONFIG_HOME").filter(|folder| folder.is_absolute());
        named.or_else(|| Some(set("HOME")?.join(".config")))
    };
    Some(folder?.join("clavata").join("config.toml"))
}

fn set(name: &str) -> Option<PathBuf> {
    let value = env::var_os(name).filter(|value| !value.is_empty());
    value.map(PathBuf::from)
}
