//! Checks the input CSV before anything is created.

mod checker;

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use crate::csv_scan::CsvScan;
use crate::disk;
use crate::error::BatchError;
use crate::ref_ids::RefIds;
use crate::row_problem::{BatchWarning, RowFault};
use checker::Checker;

/// The most problems that an error lists. All are counted.
const NAMED: usize = 20;

const MANY_ROWS: u64 = 25_000;

/// The number of bytes to read at once.
const PIECE: usize = 64 * 1024;

/// A valid input CSV, returned by [`check`].
pub struct CheckedInput {
    pub(crate) rows: u64,
    pub(crate) warnings: Vec<BatchWarning>,
    /// The fingerprint of the bytes to upload.
    pub(crate) sha256: String,
    pub(crate) bytes: u64,
    /// The offset of the bytes to upload: after a byte order mark.
    pub(crate) offset: u64,
    pub(crate) ids: RefIds,
}

impl CheckedInput {
    /// The number of rows after the header.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The number of bytes to upload.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Warnings. The input can be sent nevertheless.
    pub fn warnings(&self) -> &[BatchWarning] {
        &self.warnings
    }
}

impl fmt::Debug for CheckedInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CheckedInput")
            .field("rows", &self.rows)
            .field("bytes", &self.bytes)
            .field("warnings", &self.warnings)
            .finish_non_exhaustive()
    }
}

/// Checks an input CSV without sending anything.
///
/// It must be UTF-8 and have exactly the columns `ref_id`, `type` and `content`, in any order. Each row
/// needs a unique `ref_id`, the type `text` or `image_url`, and content. CRLF, quoted fields and line
/// breaks inside them are allowed, and so is a byte order mark, which is not uploaded. Additional columns
/// are a problem, because the gateway would report them only after the upload, if at all. Spaces around
/// names, types and `ref_id`s are ignored, as in the vendor's own example.
///
/// It takes memory for the longest row (at most 16 MiB), and 30 to 60 bytes per `ref_id`.
///
/// # Errors
///
/// [`BatchError::Input`] with the first 20 problems and their lines. [`BatchError::File`] if the
/// file cannot be read.
pub async fn check(input: impl AsRef<Path>) -> Result<CheckedInput, BatchError> {
    let path = input.as_ref().to_owned();
    disk::blocking(move || read(&path)).await
}

pub(crate) fn read(path: &Path) -> Result<CheckedInput, BatchError> {
    let unreadable = |error: &io::Error| BatchError::file(path, "it cannot be read", error);
    let (file, offset) = open(path).map_err(|error| unreadable(&error))?;
    let mut reader = reader(CsvScan::new(file));
    let mut checker = Checker::default();
    let broken = checker.read(&mut reader);
    let testimony = reader.into_inner().finish();
    let too_long = testimony
        .found
        .iter()
        .any(|found| found.fault == RowFault::TooLong);
    if let Err(error) = broken
        && !too_long
    {
        return Err(unreadable(&error.into()));
    }
    checker.count += testimony.found.len() as u64;
    checker.problems.extend(testimony.found);
    if checker.count > 0 {
        checker.problems.sort_by_key(|problem| problem.line);
        checker.problems.truncate(NAMED);
        return Err(BatchError::Input {
            problems: checker.problems,
            total: checker.count,
        });
    }
    let mut warnings = Vec::new();
    if offset > 0 {
        warnings.push(BatchWarning::ByteOrderMark);
    }
    if checker.rows > MANY_ROWS {
        warnings.push(BatchWarning::ManyRows(checker.rows));
    }
    if let Some(first) = checker.first_large {
        let count = checker.large;
        warnings.push(BatchWarning::LargeTexts { count, first });
    }
    Ok(CheckedInput {
        rows: checker.rows,
        warnings,
        sha256: testimony.sha256,
        bytes: testimony.bytes,
        offset,
        ids: checker.ids,
    })
}

/// Opens a file after its byte order mark. Also returns the length of the mark.
pub(crate) fn open(path: &Path) -> io::Result<(File, u64)> {
    let mut file = File::open(path)?;
    let mut head = Vec::new();
    file.by_ref().take(3).read_to_end(&mut head)?;
    let offset = if head == *b"\xEF\xBB\xBF" { 3 } else { 0 };
    file.seek(SeekFrom::Start(offset))?;
    Ok((file, offset))
}

/// A reader that does not check the number of fields; its caller does.
pub(crate) fn reader<R: Read>(inner: R) -> csv::Reader<R> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(PIECE)
        .from_reader(inner)
}
