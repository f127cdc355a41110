//! Checking the input CSV, row by row, before anything is created.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use csv::ByteRecord;

use super::csv_scan::CsvScan;
use super::error::BatchError;
use super::ref_ids::RefIds;
use super::row_problem::{BatchWarning, RowFault, RowProblem};
use super::{Batch, disk};

/// How many problems are named; all are counted.
const NAMED: usize = 20;

const MANY_ROWS: u64 = 25_000;
const LARGE_TEXT: usize = 1024 * 1024;

/// An input CSV that can be sent; from [`Batch::check`].
pub struct CheckedInput {
    pub(super) rows: u64,
    pub(super) warnings: Vec<BatchWarning>,
    /// Of the bytes that are uploaded.
    pub(super) sha256: String,
    pub(super) bytes: u64,
    /// Where they begin: after a byte order mark.
    pub(super) offset: u64,
    pub(super) ids: RefIds,
}

impl CheckedInput {
    /// How many rows there are under the header.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// How many bytes would be uploaded.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// What does not keep it from being sent.
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

impl Batch {
    /// Checks an input CSV without sending anything.
    ///
    /// It must be UTF-8 with a header of exactly the columns `ref_id`, `type` and `content`, in any
    /// order; each row has a `ref_id` of its own, the type `text` or `image_url`, and content. CRLF,
    /// quoted fields and line breaks inside them are fine; so is a byte order mark, which is not
    /// uploaded. Another column is a problem: the gateway would tell only after the upload, if at all.
    /// Spaces around names, types and `ref_id`s do not count, as in the vendor's own example.
    ///
    /// Memory is bounded by the longest row (at most 16 MiB) and about 60 bytes a row for its `ref_id`.
    ///
    /// # Errors
    ///
    /// [`BatchError::Input`] with the first 20 problems, each with its line; [`BatchError::File`]
    /// where the file cannot be read.
    pub async fn check(&self, input: impl AsRef<Path>) -> Result<CheckedInput, BatchError> {
        let path = input.as_ref().to_owned();
        disk::blocking(move || check(&path)).await
    }
}

pub(super) fn check(path: &Path) -> Result<CheckedInput, BatchError> {
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
        let problem = BatchError::Input {
            problems: checker.problems,
            total: checker.count,
        };
        return Err(problem);
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

/// Opens a file behind its byte order mark, and says how long that is.
pub(super) fn open(path: &Path) -> io::Result<(File, u64)> {
    let mut file = File::open(path)?;
    let mut head = Vec::new();
    file.by_ref().take(3).read_to_end(&mut head)?;
    let offset = if head == *b"\xEF\xBB\xBF" { 3 } else { 0 };
    file.seek(SeekFrom::Start(offset))?;
    Ok((file, offset))
}

/// A reader that leaves judging field counts to its caller.
pub(super) fn reader<R: Read>(inner: R) -> csv::Reader<R> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(inner)
}

/// Where the three columns are.
pub(super) struct Columns {
    pub(super) ref_id: usize,
    kind: usize,
    content: usize,
}

#[derive(Default)]
struct Checker {
    rows: u64,
    ids: RefIds,
    problems: Vec<RowProblem>,
    count: u64,
    large: u64,
    first_large: Option<u64>,
}

impl Checker {
    fn read<R: Read>(&mut self, reader: &mut csv::Reader<CsvScan<R>>) -> csv::Result<()> {
        let mut record = ByteRecord::new();
        if !reader.read_byte_record(&mut record)? {
            self.find(1, RowFault::NoRows);
            return Ok(());
        }
        let first = reader.get_mut().next_row().map_or(1, |row| row.line);
        let Some(columns) = self.header(&record, first) else {
            return Ok(());
        };
        while reader.read_byte_record(&mut record)? {
            let line = reader.get_mut().next_row().unwrap_or_default().line;
            self.rows += 1;
            self.row(&record, &columns, line);
        }
        if self.rows == 0 {
            self.find(1, RowFault::NoRows);
        }
        Ok(())
    }

    fn find(&mut self, line: u64, fault: RowFault) {
        self.count += 1;
        if self.problems.len() < NAMED {
            self.problems.push(RowProblem { line, fault });
        }
    }

    fn header(&mut self, header: &ByteRecord, line: u64) -> Option<Columns> {
        let before = self.count;
        let mut find = |name: &'static str| {
            let mut places =
                (0..header.len()).filter(|&i| header[i].trim_ascii() == name.as_bytes());
            let place = places.next();
            if place.is_none() {
                self.find(line, RowFault::MissingColumn(name));
            } else if places.next().is_some() {
                self.find(line, RowFault::RepeatedColumn(name));
            }
            place
        };
        let (ref_id, kind, content) = (find("ref_id"), find("type"), find("content"));
        let known: [&[u8]; 3] = [b"ref_id", b"type", b"content"];
        for name in header {
            if !known.contains(&name.trim_ascii()) {
                self.find(line, RowFault::UnknownColumn);
            }
        }
        if self.count > before {
            return None;
        }
        Some(Columns {
            ref_id: ref_id?,
            kind: kind?,
            content: content?,
        })
    }

    fn row(&mut self, row: &ByteRecord, columns: &Columns, line: u64) {
        if row.len() != 3 {
            return self.find(line, RowFault::FieldCount(row.len()));
        }
        if row.iter().any(|field| std::str::from_utf8(field).is_err()) {
            self.find(line, RowFault::NotUtf8);
        }
        let id = row[columns.ref_id].trim_ascii();
        if id.is_empty() {
            self.find(line, RowFault::EmptyRefId);
        } else if let Some(first) = self.ids.insert(id, line) {
            self.find(line, RowFault::RepeatedRefId { first });
        }
        let content = row[columns.content].trim_ascii();
        let kind = row[columns.kind].trim_ascii();
        if !matches!(kind, b"text" | b"image_url") {
            self.find(line, RowFault::UnknownType);
        }
        if content.is_empty() {
            self.find(line, RowFault::EmptyContent);
        } else if kind == b"image_url" && !is_url(content) {
            self.find(line, RowFault::NotUrl);
        } else if kind == b"text" && content.len() > LARGE_TEXT {
            self.large += 1;
            self.first_large.get_or_insert(line);
        }
    }
}

fn is_url(text: &[u8]) -> bool {
    std::str::from_utf8(text)
        .ok()
        .and_then(|text| reqwest::Url::parse(text).ok())
        .is_some_and(|url| matches!(url.scheme(), "http" | "https"))
}
