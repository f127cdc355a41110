//! Reads the config file. Its errors name the line and never repeat a value, which may be a key.

mod parse;

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use uuid::Uuid;

use self::parse::parse;
use crate::exit::{Code, Failure};
use crate::format::Format;

/// The largest size of a config file, in bytes.
const LIMIT: u64 = 1 << 20;

/// The content of the file.
#[derive(Default)]
pub(super) struct Config {
    pub(super) default_profile: Option<String>,
    pub(super) profiles: BTreeMap<String, Profile>,
}

/// The values of a profile. A value that is not set has no effect.
#[derive(Default)]
pub(super) struct Profile {
    pub(super) base_url: Option<String>,
    pub(super) key: Option<KeySource>,
    pub(super) policies: BTreeMap<String, Uuid>,
    pub(super) format: Option<Format>,
    pub(super) threshold: Option<f64>,
}

/// Where a profile gets its key.
pub(super) enum KeySource {
    /// From the file.
    File(String),
    /// From the first line that this program prints.
    Command(Vec<String>),
}

/// Reads a file that exists.
pub(super) fn read(path: &Path, mut file: File) -> Result<Config, Failure> {
    let unreadable = |why: &dyn fmt::Display| {
        let what = format!("cannot read {}: {why}", path.display());
        Failure::input(
            what,
            "correct the config file, or name another with CLAVATA_CONFIG",
        )
    };
    let others = others(&file).map_err(|error| unreadable(&error))?;
    let mut text = String::new();
    let read = (&mut file).take(LIMIT + 1).read_to_string(&mut text);
    match read {
        Err(error) => return Err(unreadable(&error)),
        Ok(size) if size as u64 > LIMIT => return Err(unreadable(&"it is larger than 1 MiB")),
        Ok(_) => {}
    }
    let config = parse(&text).map_err(|wrong| {
        let what = format!("{}:{}: {}", path.display(), wrong.line, wrong.what);
        Failure::input(what, wrong.hint)
    })?;
    let has_key = |profile: &Profile| matches!(profile.key, Some(KeySource::File(_)));
    if others != Others::Nothing && config.profiles.values().any(has_key) {
        let what = format!("{} has a key, and other users may read it", path.display());
        let hint = format!("run `chmod 600 {}`, or use `key_command`", path.display());
        return Err(Failure::new(Code::Key, what, hint));
    }
    if others == Others::MayWrite {
        // They could redirect the key or make this program run another.
        let what = format!("any user may write to {}", path.display());
        let hint = format!("run `chmod o-w {}`", path.display());
        return Err(Failure::input(what, hint));
    }
    Ok(config)
}

/// What users other than the owner may do with the file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Others {
    Nothing,
    /// Some of them may read it, or its group may write to it. Assumed on systems other than Unix.
    Some,
    /// Any user may write to it.
    MayWrite,
}

fn others(file: &File) -> std::io::Result<Others> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = file.metadata()?.permissions().mode();
        Ok(match mode & 0o077 {
            0 => Others::Nothing,
            others if others & 0o002 != 0 => Others::MayWrite,
            _ => Others::Some,
        })
    }
    #[cfg(not(unix))]
    {
        file.metadata().map(|_| Others::Some)
    }
}
