//! One file of a table.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clavata_api_ext::files::{Partial, Target};
use clavata_api_ext::tables::ParquetWriter;

use super::super::folder::existing;

type Out = BufWriter<File>;

/// A table file that appears once it is complete. If nothing is added, no file is created.
pub(super) struct Table {
    pub(super) path: PathBuf,
    open: fn(Out) -> io::Result<ParquetWriter<Out>>,
    writing: Option<(ParquetWriter<Out>, Partial)>,
}

impl Table {
    pub(super) fn of(
        (root, name): (&Path, &str),
        (day, segment): (NaiveDate, u32),
        open: fn(Out) -> io::Result<ParquetWriter<Out>>,
    ) -> Self {
        let file = format!("{segment:08}.parquet");
        Self {
            path: root.join(name).join(format!("day={day}")).join(file),
            open,
            writing: None,
        }
    }

    pub(super) fn writer(&mut self) -> io::Result<&mut ParquetWriter<Out>> {
        let writing = match self.writing.take() {
            Some(writing) => writing,
            None => self.begin()?,
        };
        Ok(&mut self.writing.insert(writing).0)
    }

    fn begin(&self) -> io::Result<(ParquetWriter<Out>, Partial)> {
        let (out, partial) = begin(&self.path)?;
        Ok(((self.open)(out)?, partial))
    }

    pub(super) fn finish(self) -> io::Result<()> {
        let Some((writer, partial)) = self.writing else {
            return Ok(());
        };
        writer.finish()?;
        publish(partial)
    }
}

/// Creates a file of a table, and its folder.
pub(super) fn begin(path: &Path) -> io::Result<(Out, Partial)> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let partial = Target::look(path)?.begin()?;
    Ok((BufWriter::new(partial.file().try_clone()?), partial))
}

pub(super) fn publish(mut partial: Partial) -> io::Result<()> {
    partial.file().sync_data()?;
    partial.publish()
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
