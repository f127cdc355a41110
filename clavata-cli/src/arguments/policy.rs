//! A policy, given by its id or by its name in the profile.

use std::convert::Infallible;
use std::str::FromStr;

use uuid::Uuid;

use crate::exit::Failure;
use crate::settings;

/// A policy as given. A name can be resolved only once the profile is known.
#[derive(Clone)]
pub(crate) struct Policy(String);

impl FromStr for Policy {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl Policy {
    /// Returns the id, or an error if the profile has no policy of that name.
    pub(crate) fn id(&self) -> Result<Uuid, Failure> {
        if let Ok(id) = self.0.parse() {
            return Ok(id);
        }
        let settings = settings::current();
        let mut policies = settings.policies();
        if let Some((_, id)) = policies.find(|(name, _)| *name == self.0) {
            return Ok(id);
        }
        let what = format!(
            "--policy {:?} is neither a UUID nor a policy of the profile",
            self.0
        );
        let names: Vec<&str> = settings.policies().map(|(name, _)| name).collect();
        let hint = if names.is_empty() {
            "give the policy's UUID, or add it to the config file: see `clavata config --help`"
                .to_owned()
        } else {
            format!("the policies of the profile are {}", names.join(", "))
        };
        Err(Failure::input(what, hint))
    }
}
