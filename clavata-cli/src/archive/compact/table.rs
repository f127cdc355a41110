//! One file of a table.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clavata_api_ext::files::{Partial, Target};
use clavata_api_ext::tables::{ParquetWriter, RecordBatches};
use clavata_api_ext::{Level, Record};

use super::super::folder::existing;

type Out = BufWriter<File>;

/// A table file that appears once it is complete. If nothing is added, no file is created.
pub(super) struct Table {
    path: PathBuf,
    /// By their indexes. `None` means all.
    columns: Option<Vec<usize>>,
    level: Option<Level>,
    writing: Option<(ParquetWriter<Out>, Partial)>,
}

impl Table {
    pub(super) fn of((root, name): (&Path, &str), (day, segment): (NaiveDate, u32)) -> Self {
        let file = format!("{segment:08}.parquet");
        Self {
            path: root.join(name).join(format!("day={day}")).join(file),
            columns: None,
            level: None,
            writing: None,
        }
    }

    /// Leaves a column out.
    pub(super) fn without<R: Record>(self, column: &str) -> Self {
        let fields = R::FIELDS.iter().enumerate();
        let others = fields.filter(|(_, field)| field.name != column);
        Self {
            columns: Some(others.map(|(at, _)| at).collect()),
            ..self
        }
    }

    /// Records how deep the rows go.
    pub(super) fn noting_level(self, level: Level) -> Self {
        Self {
            level: Some(level),
            ..self
        }
    }

    /// Adds rows, all of one type.
    pub(super) fn add<R: Record>(&mut self, rows: impl IntoIterator<Item = R>) -> io::Result<()> {
        for row in rows {
            let (writer, _) = match &mut self.writing {
                Some(writing) => writing,
                none => none.insert(begin::<R>(&self.path, self.columns.as_deref(), self.level)?),
            };
            writer.write(&row)?;
        }
        Ok(())
    }

    pub(super) fn finish(self) -> io::Result<()> {
        let Some((writer, mut partial)) = self.writing else {
            return Ok(());
        };
        writer.finish()?;
        partial.publish()
    }
}

fn begin<R: Record>(
    path: &Path,
    columns: Option<&[usize]>,
    level: Option<Level>,
) -> io::Result<(ParquetWriter<Out>, Partial)> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let partial = Target::look(path)?.begin()?;
    let out = BufWriter::new(partial.file().try_clone()?);
    let writer = ParquetWriter::of(out, RecordBatches::of::<R>(columns))?;
    Ok(match level {
        Some(level) => (writer.noting_level(level), partial),
        None => (writer, partial),
    })
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
