//! Parses the config file strictly: an unknown key is an error.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};
use uuid::Uuid;

use super::{Config, KeySource, Profile};
use crate::format::Format;

/// The longest unknown key that an error repeats, in bytes.
const LONGEST_NAME: usize = 24;

/// What is wrong, and the line, from 1.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) line: usize,
    pub(super) what: String,
    pub(super) hint: String,
}

pub(super) fn parse(text: &str) -> Result<Config, Wrong> {
    let reader = Reader(text);
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        reader.wrong(
            at,
            format!("not valid TOML: {}", error.message()),
            "correct this line",
        )
    })?;
    let mut config = Config::default();
    for (key, value) in table.get_ref() {
        match name(key) {
            "default_profile" => config.default_profile = Some(reader.text(key, value)?),
            "profiles" => {
                for (name, value) in reader.table(key, value)? {
                    let profile = reader.profile(name, value)?;
                    config.profiles.insert(self::name(name).to_owned(), profile);
                }
            }
            _ => return Err(reader.unknown(key, "", "default_profile, profiles")),
        }
    }
    Ok(config)
}

/// Reads values, and finds their lines in the text.
struct Reader<'a>(&'a str);

type Name<'a> = Spanned<DeString<'a>>;
type Given<'a> = Spanned<DeValue<'a>>;

fn name<'a>(key: &'a Name<'_>) -> &'a str {
    key.get_ref().as_ref()
}

impl Reader<'_> {
    fn profile(&self, profile: &Name<'_>, value: &Given<'_>) -> Result<Profile, Wrong> {
        let mut read = Profile::default();
        for (key, value) in self.table(profile, value)? {
            match name(key) {
                "base_url" => read.base_url = Some(self.text(key, value)?),
                "format" => read.format = Some(self.format(key, value)?),
                "threshold" => read.threshold = Some(self.threshold(key, value)?),
                "policies" => read.policies = self.policies(key, value)?,
                own @ ("key" | "key_command") => {
                    if read.key.is_some() {
                        let what = "a profile has either `key` or `key_command`";
                        return Err(self.wrong(key.span().start, what, "remove one of them"));
                    }
                    read.key = Some(if own == "key" {
                        KeySource::File(self.text(key, value)?)
                    } else {
                        KeySource::Command(self.command(key, value)?)
                    });
                }
                _ => {
                    let known = "base_url, key, key_command, policies, format, threshold";
                    let place = format!(" in profile `{}`", name(profile));
                    return Err(self.unknown(key, &place, known));
                }
            }
        }
        Ok(read)
    }

    fn format(&self, key: &Name<'_>, value: &Given<'_>) -> Result<Format, Wrong> {
        let text = self.text(key, value)?;
        let mut known = Format::for_terminals();
        known.find(|format| format.name() == text).ok_or_else(|| {
            let names: Vec<String> = Format::for_terminals().map(Format::name).collect();
            self.expected(key, value, &format!("one of {}", names.join(", ")))
        })
    }

    fn threshold(&self, key: &Name<'_>, value: &Given<'_>) -> Result<f64, Wrong> {
        let number = match value.get_ref() {
            DeValue::Float(number) => number.as_str().parse().ok(),
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
            _ => None,
        };
        // As for the option: 0 would mean the server's default.
        let number = number.filter(|number| *number > 0.0 && *number <= 1.0);
        number.ok_or_else(|| self.expected(key, value, "a number above 0, up to 1"))
    }

    fn policies(&self, key: &Name<'_>, value: &Given<'_>) -> Result<BTreeMap<String, Uuid>, Wrong> {
        let mut policies = BTreeMap::new();
        for (key, value) in self.table(key, value)? {
            if name(key).parse::<Uuid>().is_ok() || name(key).is_empty() {
                let what = "the name of a policy cannot be a UUID or empty";
                return Err(self.wrong(key.span().start, what, "write it like images = \"UUID\""));
            }
            let id = self.text(key, value)?.parse();
            let id = id.map_err(|_| self.expected(key, value, "the UUID of a policy"))?;
            policies.insert(name(key).to_owned(), id);
        }
        Ok(policies)
    }

    fn command(&self, key: &Name<'_>, value: &Given<'_>) -> Result<Vec<String>, Wrong> {
        let expected = || {
            let what =
                "a list of a program and its arguments, such as [\"pass\", \"show\", \"clavata\"]";
            self.expected(key, value, what)
        };
        let list = value.get_ref().as_array().ok_or_else(expected)?;
        let words = list
            .iter()
            .map(|word| word.get_ref().as_str().map(str::to_owned));
        let words: Option<Vec<String>> = words.collect();
        words
            .filter(|words| words.first().is_some_and(|program| !program.is_empty()))
            .ok_or_else(expected)
    }

    fn table<'v, 't>(
        &self,
        key: &Name<'_>,
        value: &'v Given<'t>,
    ) -> Result<&'v DeTable<'t>, Wrong> {
        let table = value.get_ref().as_table();
        table.ok_or_else(|| self.expected(key, value, "a table"))
    }

    fn text(&self, key: &Name<'_>, value: &Given<'_>) -> Result<String, Wrong> {
        let text = value
            .get_ref()
            .as_str()
            .filter(|text| !text.trim().is_empty());
        let text =
            text.ok_or_else(|| self.expected(key, value, "quoted text that is not empty"))?;
        Ok(text.to_owned())
    }

    fn expected(&self, key: &Name<'_>, value: &Given<'_>, what: &str) -> Wrong {
        let what = format!("`{}` must be {what}", name(key));
        self.wrong(value.span().start, what, "correct this line")
    }

    fn unknown(&self, key: &Name<'_>, place: &str, known: &str) -> Wrong {
        let name = name(key);
        let is_word = |byte: u8| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-');
        // Anything else may be an API key that was pasted in the wrong place.
        let what = if name.len() <= LONGEST_NAME && name.bytes().all(is_word) {
            format!("unknown key `{name}`{place}")
        } else {
            format!("unknown key{place}")
        };
        self.wrong(key.span().start, what, format!("the keys here are {known}"))
    }

    fn wrong(&self, at: usize, what: impl Into<String>, hint: impl Into<String>) -> Wrong {
        let before = &self.0.as_bytes()[..at.min(self.0.len())];
        Wrong {
            line: 1 + memchr::memchr_iter(b'\n', before).count(),
            what: what.into(),
            hint: hint.into(),
        }
    }
}

#[cfg(test)]
mod tests;
