//! Splits rows into columns.

use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Float64Builder, Int64Builder, MapBuilder, StringBuilder,
    StringDictionaryBuilder,
};
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, RecordBatch};
use clavata_api::Id;
use uuid::fmt::Hyphenated;

use super::schema::{metadata_value, schema};
use crate::Row;

type Texts = StringDictionaryBuilder<Int32Type>;

/// The columns of the rows so far.
pub(super) struct Columns {
    job_uuid: Texts,
    result_index: Int64Builder,
    content_hash: Texts,
    content_metadata: MapBuilder<StringBuilder, StringBuilder>,
    policy_id: Texts,
    policy_version_id: Texts,
    policy_key: Texts,
    threshold: Float64Builder,
    kind: Texts,
    label: Texts,
    index: Int64Builder,
    message: Texts,
    outcome: Texts,
    score: Float64Builder,
    matched: BooleanBuilder,
}

impl Columns {
    pub(super) fn new() -> Self {
        Self {
            job_uuid: Texts::new(),
            result_index: Int64Builder::new(),
            content_hash: Texts::new(),
            content_metadata: MapBuilder::new(None, StringBuilder::new(), StringBuilder::new())
                .with_values_field(metadata_value()),
            policy_id: Texts::new(),
            policy_version_id: Texts::new(),
            policy_key: Texts::new(),
            threshold: Float64Builder::new(),
            kind: Texts::new(),
            label: Texts::new(),
            index: Int64Builder::new(),
            message: Texts::new(),
            outcome: Texts::new(),
            score: Float64Builder::new(),
            matched: BooleanBuilder::new(),
        }
    }

    /// Adds a row. Its texts must fit.
    pub(super) fn push(&mut self, row: &Row<'_>) {
        push_id(&mut self.job_uuid, row.job_uuid);
        self.result_index.append_value(whole(row.result_index));
        self.content_hash.append_value(row.content_hash);
        self.push_metadata(row);
        push_id(&mut self.policy_id, row.policy_id);
        push_id(&mut self.policy_version_id, row.policy_version_id);
        self.policy_key.append_value(row.policy_key);
        self.threshold
            .append_option(Some(row.threshold).filter(|number| number.is_finite()));
        self.kind.append_value(row.kind.as_str());
        self.label.append_option(row.label);
        self.index.append_option(row.index.map(whole));
        self.message.append_option(row.message);
        self.outcome.append_value(row.outcome_text());
        self.score
            .append_option(row.score.filter(|number| number.is_finite()));
        self.matched.append_option(row.matched());
    }

    fn push_metadata(&mut self, row: &Row<'_>) {
        let (keys, values) = self.content_metadata.entries();
        for (key, value) in row.content_metadata.iter() {
            keys.append_value(key);
            values.append_value(value);
        }
        self.content_metadata
            .append(true)
            .expect("each key was given its value");
    }

    /// Returns the rows so far as a batch. The next row starts a new one, with its own dictionaries.
    pub(super) fn finish(&mut self) -> RecordBatch {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.job_uuid.finish()),
            Arc::new(self.result_index.finish()),
            Arc::new(self.content_hash.finish()),
            Arc::new(self.content_metadata.finish()),
            Arc::new(self.policy_id.finish()),
            Arc::new(self.policy_version_id.finish()),
            Arc::new(self.policy_key.finish()),
            Arc::new(self.threshold.finish()),
            Arc::new(self.kind.finish()),
            Arc::new(self.label.finish()),
            Arc::new(self.index.finish()),
            Arc::new(self.message.finish()),
            Arc::new(self.outcome.finish()),
            Arc::new(self.score.finish()),
            Arc::new(self.matched.finish()),
        ];
        RecordBatch::try_new(schema(), columns).expect("the columns are those of the schema")
    }
}

fn push_id(texts: &mut Texts, id: Option<&Id>) {
    match id {
        Some(id) => texts.append_value(id.as_str(&mut [0; Hyphenated::LENGTH])),
        None => texts.append_null(),
    }
}

fn whole(place: usize) -> i64 {
    i64::try_from(place).expect("no list is that long")
}
