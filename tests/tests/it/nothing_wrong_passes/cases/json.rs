//! JSON values that can be changed before they are written.

/// A value.
#[derive(Clone, Debug)]
pub(crate) enum Json {
    Null,
    /// A number, as it is written.
    Number(&'static str),
    Text(String),
    /// The text between the quotes of a string.
    Written(String),
    /// A value of an enum: its name and its number.
    Enum(&'static str, u8),
    List(Vec<Json>),
    Object(Vec<Member>),
}

/// A member of an object.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) key: &'static str,
    pub(crate) value: Json,
    /// Whether the answer would look right without it: without the key, and without the value if it is
    /// a scalar.
    pub(crate) is_vital: bool,
}

impl Json {
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// Calls `change` for this value and all values within it.
    pub(crate) fn each(&mut self, change: &mut impl FnMut(&mut Json)) {
        change(self);
        match self {
            Self::List(items) => {
                for item in items {
                    item.each(change);
                }
            }
            Self::Object(members) => {
                for member in members {
                    member.value.each(change);
                }
            }
            _ => {}
        }
    }

    pub(crate) fn members(&mut self) -> &mut Vec<Member> {
        match self {
            Self::Object(members) => members,
            _ => panic!("it is no object"),
        }
    }

    pub(crate) fn take(&mut self, key: &str) -> Option<Json> {
        let Self::Object(members) = self else {
            return None;
        };
        let at = members.iter().position(|member| member.key == key)?;
        Some(members.remove(at).value)
    }

    pub(crate) fn get(&mut self, key: &str) -> Option<&mut Json> {
        let Self::Object(members) = self else {
            return None;
        };
        let found = members.iter_mut().find(|member| member.key == key)?;
        Some(&mut found.value)
    }
}

pub(crate) fn object(members: impl IntoIterator<Item = (&'static str, Json)>) -> Json {
    let member = |(key, value)| Member {
        key,
        value,
        is_vital: false,
    };
    Json::Object(members.into_iter().map(member).collect())
}

/// Marks members as vital.
pub(crate) fn vital(mut json: Json, keys: &[&str]) -> Json {
    for member in json.members() {
        member.is_vital |= keys.contains(&member.key);
    }
    json
}
