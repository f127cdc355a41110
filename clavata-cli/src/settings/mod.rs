//! Settings from the environment and the config file, each value with its origin. Options override the
//! environment, the environment overrides the profile, and the profile overrides the defaults.

mod file;
mod key_command;
mod origin;
mod place;

use std::env;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::OnceLock;

use uuid::Uuid;

use self::file::{Config, KeySource, Profile};
pub(crate) use self::origin::Origin;
use crate::exit::Failure;
use crate::format::Format;
use crate::terminal::keep_secret;

const KEY: &str = "CLAVATA_API_KEY";
const BASE_URL: &str = "CLAVATA_BASE_URL";
const PROFILE: &str = "CLAVATA_PROFILE";

/// The settings of this run.
#[derive(Default)]
pub(crate) struct Settings {
    /// The path of the file, whether it exists or not.
    file: Option<PathBuf>,
    exists: bool,
    chosen: Option<(String, Origin)>,
    profile: Profile,
    key: OnceLock<String>,
}

static ASKED: OnceLock<String> = OnceLock::new();
static LOADED: OnceLock<Settings> = OnceLock::new();

/// Stores the profile of the option `--profile`. Must be called before anything is loaded.
pub(crate) fn choose(profile: Option<String>) {
    if let Some(profile) = profile {
        let _ = ASKED.set(profile);
    }
}

/// Reads the file, once.
pub(crate) fn load() -> Result<&'static Settings, Failure> {
    if let Some(loaded) = LOADED.get() {
        return Ok(loaded);
    }
    let settings = Settings::read()?;
    Ok(LOADED.get_or_init(|| settings))
}

/// The loaded settings. Defaults if nothing has been loaded.
pub(crate) fn current() -> &'static Settings {
    static NONE: OnceLock<Settings> = OnceLock::new();
    LOADED
        .get()
        .unwrap_or_else(|| NONE.get_or_init(Settings::default))
}

/// The value of a variable, unless it is empty.
fn set(name: &'static str) -> Option<String> {
    let value = env::var_os(name)?.to_string_lossy().into_owned();
    Some(value).filter(|value| !value.trim().is_empty())
}

impl Settings {
    fn read() -> Result<Self, Failure> {
        let (file, config) = open()?;
        let exists = config.is_some();
        let mut config = config.unwrap_or_default();
        let asked = ASKED
            .get()
            .cloned()
            .map(|name| (name, Origin::Option("--profile")));
        let asked = asked.or_else(|| Some((set(PROFILE)?, Origin::Variable(PROFILE))));
        let asked = asked.or_else(|| {
            Some((
                config.default_profile.take()?,
                Origin::File("default_profile"),
            ))
        });
        let usual = || {
            let name = "default".to_owned();
            config
                .profiles
                .contains_key(&name)
                .then_some((name, Origin::Default))
        };
        let chosen = asked.or_else(usual);
        let profile = match &chosen {
            None => Profile::default(),
            Some((name, origin)) => match config.profiles.remove(name) {
                Some(profile) => profile,
                None => return Err(no_profile(name, *origin, &config, file.as_ref())),
            },
        };
        Ok(Self {
            file,
            exists,
            chosen,
            profile,
            key: OnceLock::new(),
        })
    }

    /// The path of the file, and whether it exists. `None` if there is no home directory.
    pub(crate) fn file(&self) -> (Option<&PathBuf>, bool) {
        (self.file.as_ref(), self.exists)
    }

    /// The name of the profile.
    pub(crate) fn profile(&self) -> Option<(&str, Origin)> {
        let (name, origin) = self.chosen.as_ref()?;
        Some((name, *origin))
    }

    /// The gateway's address. `None` for the public one.
    pub(crate) fn base_url(&self) -> Option<(String, Origin)> {
        if let Some(url) = set(BASE_URL) {
            return Some((url, Origin::Variable(BASE_URL)));
        }
        let url = self.profile.base_url.clone()?;
        Some((url, Origin::Profile("base_url")))
    }

    /// The default format of the profile.
    pub(crate) fn format(&self) -> Option<Format> {
        self.profile.format
    }

    /// The threshold of the profile, above 0 and up to 1.
    pub(crate) fn threshold(&self) -> Option<f64> {
        self.profile.threshold
    }

    /// The policies of the profile, by name.
    pub(crate) fn policies(&self) -> impl Iterator<Item = (&str, Uuid)> {
        self.profile
            .policies
            .iter()
            .map(|(name, id)| (name.as_str(), *id))
    }

    /// Where the key comes from, without running anything. `None` if there is no key.
    pub(crate) fn key_origin(&self) -> Option<Origin> {
        if env::var_os(KEY).is_some_and(|key| !key.is_empty()) {
            return Some(Origin::Variable(KEY));
        }
        Some(Origin::Profile(match self.profile.key.as_ref()? {
            KeySource::File(_) => "key",
            KeySource::Command(_) => "key_command",
        }))
    }

    /// Keeps the key from being printed, as far as it is known without running anything.
    pub(crate) fn keep_secret(&self) {
        match (set(KEY), &self.profile.key) {
            (Some(key), _) => keep_secret(&key),
            (None, Some(KeySource::File(key))) => keep_secret(key),
            (None, _) => {}
        }
    }

    /// Returns the key, which may be malformed, or why there is none. A key command is run only once.
    pub(crate) fn key(&self) -> Result<String, String> {
        match env::var(KEY) {
            Ok(key) if !key.is_empty() => return Ok(key),
            Err(env::VarError::NotUnicode(_)) => return Err(format!("{KEY} is not valid text")),
            Ok(_) | Err(env::VarError::NotPresent) => {}
        }
        match &self.profile.key {
            Some(KeySource::File(key)) => Ok(key.clone()),
            Some(KeySource::Command(words)) => {
                if let Some(key) = self.key.get() {
                    return Ok(key.clone());
                }
                let key = key_command::ask(words).map_err(|why| format!("key_command: {why}"))?;
                Ok(self.key.get_or_init(|| key).clone())
            }
            None if env::var_os(KEY).is_some() => Err(format!("{KEY} is empty")),
            None => Err(format!("{KEY} is not set")),
        }
    }
}

/// The path of the file, and its content if it exists.
fn open() -> Result<(Option<PathBuf>, Option<Config>), Failure> {
    let named = place::named();
    let must_exist = named.is_some();
    let Some(path) = named.or_else(place::usual) else {
        return Ok((None, None));
    };
    match File::open(&path) {
        Ok(file) => {
            let config = file::read(&path, file)?;
            Ok((Some(path), Some(config)))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound && !must_exist => {
            Ok((Some(path), None))
        }
        Err(error) => {
            let what = format!("cannot open {}: {error}", path.display());
            let hint = "create the config file, or set CLAVATA_CONFIG to another";
            Err(Failure::input(what, hint))
        }
    }
}

fn no_profile(name: &str, origin: Origin, config: &Config, file: Option<&PathBuf>) -> Failure {
    let place = file
        .map(|file| file.display().to_string())
        .unwrap_or_default();
    let what = format!("{origin} names the profile `{name}`, which {place} does not have");
    let names: Vec<&str> = config.profiles.keys().map(String::as_str).collect();
    let hint = if names.is_empty() {
        format!("add [profiles.{name}] to the file")
    } else {
        format!("the profiles of the file are {}", names.join(", "))
    };
    Failure::input(what, hint)
}
