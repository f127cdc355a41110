//! Request fields that this version does not know.

use serde_json::Value;

use crate::client::Clavata;
use crate::mask::{Foreign, redact_fields};

impl Clavata {
    /// Returns this client with an additional field in request bodies, for one call or many: for a field that
    /// the API accepts and this version does not know. It replaces an earlier field of the same name.
    ///
    /// ```no_run
    /// # async fn example(clavata: clavata_api_ext::Clavata, policy: uuid::Uuid) -> Result<(), clavata_api_ext::Error> {
    /// use clavata_api_ext::Content;
    ///
    /// let preview = clavata.with_field("newSetting", true);
    /// let answer = preview.evaluate_one(policy, Content::text("hello")).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// A call that has its own setting for this field, in either spelling, fails before anything is sent
    /// ([`Error::is_not_built`](crate::Error::is_not_built)): use that setting. Requests without a body, such as
    /// listing jobs, are sent without the field. The gateway refuses fields that it does not know.
    ///
    /// `Debug` does not show the value. If the gateway repeats texts, numbers or names from it, errors mask
    /// those of 4 characters or more.
    #[must_use]
    pub fn with_field(&self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        Self {
            fields: self.fields.with(name, value),
            ..self.clone()
        }
    }

    /// Masks the keys, and the values of additional fields, in text from the gateway.
    pub(crate) fn redact(&self, foreign: &mut impl Foreign) {
        self.shared.keys.redact(foreign);
        if !self.fields.as_map().is_empty() {
            redact_fields(foreign, self.fields.as_map());
        }
    }
}
