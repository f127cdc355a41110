//! Checks an input row by row.

use std::io::Read;

use csv::ByteRecord;
use url::Url;

use super::NAMED;
use crate::csv_scan::CsvScan;
use crate::ref_ids::RefIds;
use crate::row_problem::{RowFault, RowProblem};

const LARGE_TEXT: usize = 1024 * 1024;

/// The positions of the three columns.
struct Columns {
    ref_id: usize,
    kind: usize,
    content: usize,
}

#[derive(Default)]
pub(super) struct Checker {
    pub(super) rows: u64,
    pub(super) ids: RefIds,
    pub(super) problems: Vec<RowProblem>,
    pub(super) count: u64,
    pub(super) large: u64,
    pub(super) first_large: Option<u64>,
}

impl Checker {
    pub(super) fn read<R: Read>(
        &mut self,
        reader: &mut csv::Reader<CsvScan<R>>,
    ) -> csv::Result<()> {
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
        for (at, name) in header.iter().enumerate() {
            if !known.contains(&name.trim_ascii()) {
                self.find(line, RowFault::UnknownColumn(at + 1));
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
        .and_then(|text| Url::parse(text).ok())
        .is_some_and(|url| matches!(url.scheme(), "http" | "https"))
}
