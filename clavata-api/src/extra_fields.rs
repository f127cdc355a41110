//! Fields of a request that the contract does not know.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::de::IgnoredAny;
use serde_json::{Map, Value};

/// Fields for the body of each request that has one, in addition to those of the contract.
///
/// `Debug` shows only their names.
#[derive(Clone, Default)]
pub struct ExtraFields(Arc<Map<String, Value>>);

impl ExtraFields {
    /// Returns these fields and one more, which replaces an earlier one of the same name.
    #[must_use]
    pub fn with(&self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        let mut fields = (*self.0).clone();
        fields.insert(name.into(), value.into());
        Self(Arc::new(fields))
    }

    /// The fields by name.
    pub fn as_map(&self) -> &Map<String, Value> {
        &self.0
    }

    /// Returns a body with these fields at its end. The error names a field that it already has, in either spelling.
    pub(crate) fn added_to(&self, body: &[u8]) -> Result<Vec<u8>, String> {
        #[allow(clippy::zero_sized_map_values)] // serde reads an object as a map
        let own: BTreeMap<String, IgnoredAny> = serde_json::from_slice(body)
            .map_err(|_| "fields can only be added to a body that is a JSON object".to_owned())?;
        let taken = |name: &&String| own.keys().any(|own| is_same(own, name));
        if let Some(name) = self.0.keys().find(taken) {
            return Err(format!("the request sets the field {name:?} itself"));
        }
        let end = body.iter().rposition(|byte| *byte == b'}');
        let mut whole = body[..end.unwrap_or_default()].to_vec();
        for (number, (name, value)) in self.0.iter().enumerate() {
            if number > 0 || !own.is_empty() {
                whole.push(b',');
            }
            whole.extend_from_slice(Value::from(name.as_str()).to_string().as_bytes());
            whole.push(b':');
            whole.extend_from_slice(value.to_string().as_bytes());
        }
        whole.push(b'}');
        Ok(whole)
    }
}

/// Whether two names are spellings of the same field, such as `policyId` and `policy_id`.
fn is_same(one: &str, other: &str) -> bool {
    let letters = |name: &str| -> String {
        let letters = name.chars().filter(|letter| *letter != '_');
        letters.flat_map(char::to_lowercase).collect()
    };
    letters(one) == letters(other)
}

impl fmt::Debug for ExtraFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::ExtraFields;

    fn added(fields: &ExtraFields, body: &str) -> Result<Value, String> {
        let whole = fields.added_to(body.as_bytes())?;
        Ok(serde_json::from_slice(&whole).unwrap())
    }

    #[test]
    fn fields_stand_beside_those_of_the_body() {
        let fields = ExtraFields::default()
            .with("new", 1)
            .with("a \"b\"", json!([{}]));
        let fields = fields.with("new", 2);
        let both = json!({"new": 2, "a \"b\"": [{}]});
        assert_eq!(added(&fields, "{}").unwrap(), both);
        let body = added(&fields, r#"{"contentData":[{"text":"}"}]} "#).unwrap();
        assert_eq!(body["contentData"], json!([{"text": "}"}]));
        assert_eq!(
            (&body["new"], body.as_object().unwrap().len()),
            (&both["new"], 3)
        );
    }

    #[test]
    fn no_field_takes_the_place_of_one_of_the_body() {
        let body = r#"{"contentData":[],"policyId":"p"}"#;
        for name in ["policyId", "policy_id", "PolicyID", "content_data"] {
            let why = added(&ExtraFields::default().with(name, "secret"), body).unwrap_err();
            assert!(why.contains(name) && !why.contains("secret"), "{why}");
        }
        assert!(added(&ExtraFields::default().with("a", 1), "[]").is_err());
    }

    #[test]
    fn no_value_is_shown() {
        let fields = ExtraFields::default().with("tenant", "secret");
        assert_eq!(format!("{fields:?}"), r#"{"tenant"}"#);
    }
}
