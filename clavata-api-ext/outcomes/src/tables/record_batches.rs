//! Jobs, and what they cost, as record batches.

use std::fmt;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use super::columns::Columns;
use super::schema::{job_schema, schema_of, usage_schema};
use crate::{Cell, JobRow, Record, UsageRow};

/// A batch ends at this number of rows.
const ROWS: usize = 1 << 14;

/// A batch ends at this many bytes of text.
const TEXT: usize = 64 << 20;

/// The rows of one table so far.
struct Batches {
    columns: Columns,
    rows: usize,
    text: usize,
}

impl Batches {
    fn new<R: Record>(schema: SchemaRef, chosen: Option<&[usize]>) -> Self {
        let schema = chosen.map_or(schema, |chosen| schema_of::<R>(false, Some(chosen)));
        Self {
            columns: Columns::new(schema, chosen.map(<[usize]>::to_vec)),
            rows: 0,
            text: 0,
        }
    }

    fn push(&mut self, row: &impl Record) -> Option<RecordBatch> {
        self.columns.push(row);
        self.rows += 1;
        let _ = row.each_cell(|cell| {
            if let Cell::Text(text) = cell {
                self.text += text.len();
            }
            Ok::<(), ()>(())
        });
        if self.rows >= ROWS || self.text > TEXT {
            self.finish()
        } else {
            None
        }
    }

    fn finish(&mut self) -> Option<RecordBatch> {
        let rows = std::mem::take(&mut self.rows);
        self.text = 0;
        (rows > 0).then(|| self.columns.finish())
    }
}

macro_rules! batches {
    ($(#[$about:meta])* $name:ident $row:ident $schema:ident) => {
        $(#[$about])*
        pub struct $name(Batches);

        impl $name {
            /// With these columns alone, in this order, given by their indexes in
            #[doc = concat!("[`", stringify!($row), "::COLUMNS`].")]
            pub fn with_columns(columns: &[usize]) -> Self {
                Self(Batches::new::<$row<'_>>($schema(), Some(columns)))
            }

            /// The schema of the batches.
            pub fn schema(&self) -> SchemaRef {
                self.0.columns.schema()
            }

            /// Adds a row. Returns the batch if this row completes it.
            ///
            /// # Panics
            ///
            /// If a batch would have more than 2 GiB of text in one column, which no answer comes near.
            pub fn push(&mut self, row: &$row<'_>) -> Option<RecordBatch> {
                self.0.push(row)
            }

            /// Returns the remaining rows, if there are any. You may add more: they start a new batch.
            pub fn finish(&mut self) -> Option<RecordBatch> {
                self.0.finish()
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self(Batches::new::<$row<'_>>($schema(), None))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name))
                    .field("rows", &self.0.rows)
                    .finish_non_exhaustive()
            }
        }
    };
}

batches! {
    /// Collects jobs into record batches of the [`job_schema`].
    JobBatches JobRow job_schema
}

batches! {
    /// Collects what results cost into record batches of the [`usage_schema`].
    UsageBatches UsageRow usage_schema
}
