//! Splits rows into columns.

use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Float32Builder, Float64Builder, Int64Builder, MapBuilder, StringBuilder,
    StringDictionaryBuilder, TimestampMicrosecondBuilder,
};
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, SchemaRef};
use uuid::fmt::Hyphenated;

use super::schema::metadata_value;
use crate::{Cell, Metadata, Record, words};

/// The columns of the rows so far.
pub(super) struct Columns {
    schema: SchemaRef,
    /// The chosen columns, if not all.
    chosen: Option<Vec<usize>>,
    builders: Vec<Column>,
}

enum Column {
    /// Text that repeats.
    Words(StringDictionaryBuilder<Int32Type>),
    Text(StringBuilder),
    Whole(Int64Builder),
    Fraction(Float64Builder),
    Single(Float32Builder),
    Time(TimestampMicrosecondBuilder),
    Flag(BooleanBuilder),
    Metadata(MapBuilder<StringBuilder, StringBuilder>),
}

impl Columns {
    /// For a schema of these columns of the record, or of all its columns.
    pub(super) fn new(schema: SchemaRef, chosen: Option<Vec<usize>>) -> Self {
        let columns = schema.fields().iter();
        Self {
            builders: columns.map(|field| Column::of(field.data_type())).collect(),
            schema,
            chosen,
        }
    }

    pub(super) fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    /// Adds a row. Its texts must fit into the batch.
    pub(super) fn push(&mut self, row: &impl Record) {
        if let Some(chosen) = &self.chosen {
            for (column, at) in self.builders.iter_mut().zip(chosen) {
                column.push(row.cell(*at));
            }
            return;
        }
        let mut columns = self.builders.iter_mut();
        let each = |cell: Cell<'_>| columns.next().map(|column| column.push(cell)).ok_or(());
        row.each_cell(each)
            .expect("the columns are those of the record");
    }

    /// Returns the rows so far as a batch. The next row starts a new one, with its own dictionaries.
    pub(super) fn finish(&mut self) -> RecordBatch {
        let columns: Vec<ArrayRef> = self.builders.iter_mut().map(Column::finish).collect();
        RecordBatch::try_new(self.schema(), columns).expect("the columns are those of the schema")
    }
}

impl Column {
    fn of(data_type: &DataType) -> Self {
        match data_type {
            DataType::Dictionary(..) => Self::Words(StringDictionaryBuilder::new()),
            DataType::Int64 => Self::Whole(Int64Builder::new()),
            DataType::Float64 => Self::Fraction(Float64Builder::new()),
            DataType::Float32 => Self::Single(Float32Builder::new()),
            DataType::Boolean => Self::Flag(BooleanBuilder::new()),
            DataType::Timestamp(..) => {
                Self::Time(TimestampMicrosecondBuilder::new().with_timezone("UTC"))
            }
            DataType::Map(..) => Self::Metadata(
                MapBuilder::new(None, StringBuilder::new(), StringBuilder::new())
                    .with_values_field(metadata_value()),
            ),
            _ => Self::Text(StringBuilder::new()),
        }
    }

    #[inline]
    fn push(&mut self, cell: Cell<'_>) {
        match self {
            Self::Words(column) => {
                with_text(cell, |text| column.append_option(text));
            }
            Self::Text(column) => with_text(cell, |text| column.append_option(text)),
            Self::Whole(column) => column.append_option(match cell {
                Cell::Whole(number) => i64::try_from(number).ok(),
                _ => None,
            }),
            Self::Fraction(column) => column.append_option(match cell {
                Cell::Fraction(number) => Some(number),
                _ => None,
            }),
            Self::Single(column) => column.append_option(match cell {
                Cell::Single(number) => Some(number),
                _ => None,
            }),
            Self::Time(column) => column.append_option(match cell {
                Cell::Time(time) => Some(time.timestamp_micros()),
                _ => None,
            }),
            Self::Flag(column) => column.append_option(match cell {
                Cell::Flag(flag) => Some(flag),
                _ => None,
            }),
            Self::Metadata(column) => {
                let metadata = match cell {
                    Cell::Metadata(metadata) => metadata,
                    _ => Metadata::default(),
                };
                let (keys, values) = column.entries();
                for (key, value) in metadata.iter() {
                    keys.append_value(key);
                    values.append_value(value);
                }
                column.append(true).expect("each key was given its value");
            }
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Words(column) => Arc::new(column.finish()),
            Self::Text(column) => Arc::new(column.finish()),
            Self::Whole(column) => Arc::new(column.finish()),
            Self::Fraction(column) => Arc::new(column.finish()),
            Self::Single(column) => Arc::new(column.finish()),
            Self::Time(column) => Arc::new(column.finish()),
            Self::Flag(column) => Arc::new(column.finish()),
            Self::Metadata(column) => Arc::new(column.finish()),
        }
    }
}

#[inline]
fn with_text(cell: Cell<'_>, append: impl FnOnce(Option<&str>)) {
    match cell {
        Cell::Text(text) => append(Some(text)),
        Cell::Id(id) => append(Some(id.as_str(&mut [0; Hyphenated::LENGTH]))),
        Cell::Outcome(outcome) => append(Some(words::outcome(outcome))),
        _ => append(None),
    }
}
