//! One file of a table.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clavata_api_ext::files::{Partial, Target};
use clavata_api_ext::tables::{ParquetWriter, RecordBatch};

use super::super::folder::existing;

type Out = BufWriter<File>;

/// A table file that appears once it is complete. If nothing is added, no file is created.
pub(super) struct Table {
    path: PathBuf,
    writing: Option<(ParquetWriter<Out>, Partial)>,
}

impl Table {
    pub(super) fn of((root, name): (&Path, &str), (day, segment): (NaiveDate, u32)) -> Self {
        let file = format!("{segment:08}.parquet");
        Self {
            path: root.join(name).join(format!("day={day}")).join(file),
            writing: None,
        }
    }

    /// The writer, which is opened by `open` unless it is open.
    pub(super) fn writer(
        &mut self,
        open: impl FnOnce(Out) -> io::Result<ParquetWriter<Out>>,
    ) -> io::Result<&mut ParquetWriter<Out>> {
        let writing = if let Some(writing) = self.writing.take() {
            writing
        } else {
            if let Some(folder) = self.path.parent() {
                fs::create_dir_all(folder)?;
            }
            let partial = Target::look(&self.path)?.begin()?;
            let out = BufWriter::new(partial.file().try_clone()?);
            (open(out)?, partial)
        };
        Ok(&mut self.writing.insert(writing).0)
    }

    pub(super) fn write(&mut self, batch: &RecordBatch) -> io::Result<()> {
        let open = |out| ParquetWriter::with_schema(out, batch.schema());
        self.writer(open)?.write_batch(batch)
    }

    pub(super) fn finish(self) -> io::Result<()> {
        let Some((writer, mut partial)) = self.writing else {
            return Ok(());
        };
        writer.finish()?;
        partial.publish()
    }
}

/// Removes partial files of a program that was killed while it wrote tables.
pub(super) fn remove_partial(table: &Path) -> io::Result<()> {
    for day in existing(fs::read_dir(table))?.into_iter().flatten() {
        let day = day?.path();
        if !day.is_dir() {
            continue;
        }
        for file in fs::read_dir(day)? {
            let file = file?.path();
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if name.contains(".parquet.") && name.ends_with(".partial") {
                fs::remove_file(file)?;
            }
        }
    }
    Ok(())
}
