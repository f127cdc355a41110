//! Tables without dictionaries.

use std::sync::Arc;

use arrow_array::cast::AsArray as _;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};
use arrow_select::take::take;

/// A schema with plain text instead of dictionaries.
pub(super) fn plain_schema(schema: &Schema) -> SchemaRef {
    let fields: Fields = schema
        .fields()
        .iter()
        .map(|field| plain_field(field))
        .collect();
    Arc::new(Schema::new(fields))
}

fn plain_field(field: &Field) -> Field {
    match field.data_type() {
        DataType::Dictionary(_, values) => field.clone().with_data_type(values.as_ref().clone()),
        _ => field.clone(),
    }
}

/// The batch with plain text instead of dictionaries.
pub(super) fn plain(batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let columns: Result<Vec<ArrayRef>, ArrowError> = batch
        .columns()
        .iter()
        .map(|column| match column.as_any_dictionary_opt() {
            Some(texts) => take(texts.values(), texts.keys(), None),
            None => Ok(Arc::clone(column)),
        })
        .collect();
    RecordBatch::try_new(plain_schema(&batch.schema()), columns?)
}
