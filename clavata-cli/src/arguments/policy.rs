//! A policy, by its id or by its name in the profile.

use std::convert::Infallible;
use std::str::FromStr;

use uuid::Uuid;

use crate::exit::{Code, Failure};
use crate::settings;

/// What was given for a policy. A name means something only once the profile is known.
#[derive(Clone)]
pub(crate) struct Policy(String);

impl FromStr for Policy {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl Policy {
    /// The id. A name that the profile does not have is an error.
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
            "--policy {:?} is no UUID, and no policy of the profile",
            self.0
        );
        let names: Vec<&str> = settings.policies().map(|(name, _)| name).collect();
        let hint = if names.is_empty() {
            "give the policy's UUID, or name it in the config file: see `clavata config --help`"
                .to_owned()
        } else {
            format!("the policies of the profile are {}", names.join(", "))
        };
        Err(Failure::new(Code::Input, what, hint))
    }
}
