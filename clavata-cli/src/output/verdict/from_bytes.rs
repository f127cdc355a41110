//! The same lines, made directly from bytes.

use std::io;

use clavata_api_ext::RowKind;
use clavata_api_ext::flatten::Found;

use super::super::verdict_line::OfContent;
use super::super::{FromBytes, Piece};
use super::VerdictLines;

impl FromBytes for VerdictLines<Vec<u8>> {
    fn found(&mut self, found: &Found<'_>) -> io::Result<()> {
        match found {
            Found::Row(row) if row.kind == RowKind::Policy => {
                let (id, json) = &mut self.job_uuid;
                if id.as_ref() != row.job_uuid {
                    (*id, *json) = (row.job_uuid.cloned(), serde_json::to_vec(&row.job_uuid)?);
                }
                let (index, hash) = (row.result_index, row.content_hash);
                self.begin(&OfContent::of(index, hash, row.content_metadata))
            }
            Found::Evaluation { verdict, .. } => self.end_answer(verdict),
            Found::Result { index, verdict } => self.end(*index, verdict),
            Found::Job(job) => self.end_job(job.job_uuid.as_ref(), &job.verdict),
            _ => Ok(()),
        }
    }

    fn size(&self) -> usize {
        self.out.len() + self.results.len() + self.contents.len()
    }

    fn mark(&self) -> usize {
        self.out.len()
    }

    fn back(&mut self, to: usize) {
        self.out.truncate(to);
        self.forget();
    }

    fn forget(&mut self) {
        self.results.clear();
        self.contents.clear();
        self.is_open = false;
    }

    fn take(&mut self) -> io::Result<Piece> {
        Ok(Piece::Text(std::mem::take(&mut self.out).into()))
    }
}
