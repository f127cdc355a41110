//! Hashes that identify answers and questions.

use std::fmt;
use std::io;
use std::str::FromStr;

use clavata_api_ext::Content;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Half of the SHA-256 of an answer or a question, in hex. It does not reveal the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key(u128);

impl Key {
    /// The key of a value of this kind.
    pub(super) fn of(kind: &str, value: &(impl Serialize + ?Sized)) -> io::Result<Self> {
        let mut hash = Sha256::new();
        hash.update(kind.as_bytes());
        hash.update([0]);
        hash.update(serde_json::to_vec(value)?);
        let digest = hash.finalize();
        let half = digest
            .iter()
            .take(16)
            .fold(0, |key, byte| key << 8 | u128::from(*byte));
        Ok(Self(half))
    }
}

/// What was asked, and whether it stays the same question.
#[derive(Clone, Copy)]
pub(crate) struct Question {
    pub(crate) key: Key,
    /// False if the content is the URL of an image, because that image may change.
    pub(crate) is_lasting: bool,
}

impl Question {
    /// The question about a content, with its metadata, the gateway, the policy, the threshold and the kind of report.
    /// `None` if the content cannot be sent.
    pub(super) fn of(
        (gateway, policy, threshold): (&str, Uuid, Option<f64>),
        include_report: bool,
        content: &Content,
    ) -> Option<Self> {
        let content = content.try_to_data().ok()?;
        let is_lasting = content.image_url.is_none();
        let question = (gateway, policy, threshold, include_report, content);
        let key = Key::of("question", &question).ok()?;
        Some(Self { key, is_lasting })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl FromStr for Key {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u128::from_str_radix(text, 16).map(Self)
    }
}

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        into.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
