//! The rows of an output, for a caller that stores them.

use std::fmt;
use std::fs::File;
use std::io;
use std::path::Path;

use csv::ByteRecord;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Joined;
use super::columns::Columns;
use crate::csv_scan::CsvScan;
use crate::input::{open, reader};
use crate::ref_ids::RefIds;

/// A row of the output of a batch job, returned by [`BatchRows`].
///
/// The vendor does not document the columns of an output, so they are recognized by their names. Other
/// columns may contain content and are left out. In JSON, its fields are in camel case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BatchRow {
    /// The id of the batch job.
    pub batch_job_id: String,
    /// The policy that judged the row.
    #[serde(rename = "policyId")]
    pub policy: Uuid,
    /// The `ref_id`. It may not occur in the input.
    pub ref_id: String,
    /// Whether the row is certainly an answer, and the answer for its `ref_id` is complete. If not,
    /// the content has not passed.
    pub is_answer: bool,
    /// The column `outcome`, `result`, `verdict`, `decision` or `judgement`, as received. Empty if the column
    /// is missing or empty.
    pub outcome: String,
    /// The score as a number, if there is one.
    pub score: Option<f64>,
    /// The columns whose names begin with `label`, joined by `, `. Empty if they are missing or empty.
    pub labels: String,
    /// The columns for errors, messages and reasons, joined by `; `. Empty if they are missing or empty.
    pub remark: String,
}

/// The rows of the output of a batch job, in order, for [`BatchRun::keep_with`](crate::BatchRun::keep_with).
///
/// It ends early at a row that is too long, which the report mentions, or if the file cannot be read, which
/// fails the run.
pub struct BatchRows<'a> {
    reader: csv::Reader<CsvScan<File>>,
    columns: Columns,
    ids: &'a mut RefIds,
    labels: u32,
    batch_job_id: &'a str,
    policy: Uuid,
    /// The number of rows read when the output was joined.
    expected: u64,
    read: u64,
    /// How reading ended, if it has.
    end: Option<io::Result<()>>,
}

impl<'a> BatchRows<'a> {
    /// Opens an output that has been joined.
    pub(crate) fn open(
        output: &Path,
        (ids, joined): (&'a mut RefIds, &Joined),
        (batch_job_id, policy): (&'a str, Uuid),
    ) -> io::Result<Self> {
        let (file, _) = open(output)?;
        let mut reader = reader(CsvScan::new(file));
        let mut header = ByteRecord::new();
        reader.read_byte_record(&mut header)?;
        reader.get_mut().next_row();
        let columns = Columns::of(&header).map_err(io::Error::other)?;
        Ok(Self {
            reader,
            columns,
            ids,
            labels: joined.labels,
            batch_job_id,
            policy,
            expected: joined.output_rows,
            read: 0,
            end: None,
        })
    }

    /// Fails if reading ended before the last row that was read when the output was joined.
    pub(crate) fn ended(self) -> io::Result<()> {
        match self.end {
            Some(Ok(())) if self.read < self.expected => Err(io::ErrorKind::UnexpectedEof.into()),
            Some(ended) => ended,
            // The caller stopped early.
            None => Ok(()),
        }
    }

    fn read(&mut self, record: &mut ByteRecord) -> bool {
        match self.reader.read_byte_record(record) {
            Ok(true) => {
                self.read += 1;
                return true;
            }
            Ok(false) => self.end = Some(Ok(())),
            // The report mentions it.
            Err(_) if self.reader.get_ref().is_too_long() => {
                self.read = self.expected;
                self.end = Some(Ok(()));
            }
            Err(error) => self.end = Some(Err(error.into())),
        }
        false
    }
}

impl Iterator for BatchRows<'_> {
    type Item = BatchRow;

    fn next(&mut self) -> Option<BatchRow> {
        let mut record = ByteRecord::new();
        if self.end.is_some() || !self.read(&mut record) {
            return None;
        }
        self.reader.get_mut().next_row();
        let columns = &self.columns;
        let id = columns.ref_id(&record);
        let answer = self.ids.answer(id);
        let is_answer = answer.is_some_and(|answer| answer.is_whole(self.labels));
        let text = |field: &[u8]| String::from_utf8_lossy(field).into_owned();
        Some(BatchRow {
            batch_job_id: self.batch_job_id.to_owned(),
            policy: self.policy,
            ref_id: text(id),
            is_answer,
            outcome: text(columns.named_outcome(&record)),
            score: columns.score(&record),
            labels: text(&columns.all_labels(&record)),
            remark: text(&columns.remark(&record)),
        })
    }
}

impl fmt::Debug for BatchRows<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchRows")
            .field("batch_job_id", &self.batch_job_id)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}
