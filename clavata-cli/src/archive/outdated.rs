//! Tables of older versions of this program, which lack columns or tables.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use memchr::memmem;

use super::folder::{self, ANSWERS};
use super::tables::files;

/// The first version of the schema with a verdict in each row, and with the table of usage.
const WHOLE: u32 = 4;

/// The key of the schema version in the metadata of a table.
const NOTE: &[u8] = b"clavata.schema";

/// The last bytes of a Parquet file, after the length of its metadata.
const MAGIC: &[u8] = b"PAR1";

/// The segments whose tables an older version wrote. Skips tables that cannot be rewritten or opened.
pub(super) fn outdated(root: &Path) -> io::Result<BTreeSet<u32>> {
    let mut segments = BTreeSet::new();
    for table in ["rows", "jobs"] {
        for path in files(&root.join(table))? {
            // Other files do not belong to the archive.
            let name = path.file_stem().and_then(|name| name.to_str());
            let segment = name.filter(|name| name.len() == 8);
            let Some(segment) = segment.and_then(|name| name.parse().ok()) else {
                continue;
            };
            if segments.contains(&segment)
                || !folder::path(root, ANSWERS, segment, "jsonl").exists()
            {
                continue;
            }
            if let Ok(Some(metadata)) = metadata(&path)
                && schema(&metadata).is_none_or(|version| version < WHOLE)
            {
                segments.insert(segment);
            }
        }
    }
    Ok(segments)
}

/// The metadata of a Parquet file. `None` if the file is not a Parquet file.
fn metadata(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut file = File::open(path)?;
    let Some(end) = file.metadata()?.len().checked_sub(8) else {
        return Ok(None);
    };
    let mut last = [0; 8];
    file.seek(SeekFrom::Start(end))?;
    file.read_exact(&mut last)?;
    let (length, magic) = last.split_at(4);
    let length = length
        .iter()
        .rev()
        .fold(0, |all, byte| all << 8 | u64::from(*byte));
    let Some(start) = end.checked_sub(length).filter(|_| magic == MAGIC) else {
        return Ok(None);
    };
    let mut metadata = Vec::new();
    file.seek(SeekFrom::Start(start))?;
    file.take(length).read_to_end(&mut metadata)?;
    Ok(Some(metadata))
}

/// The version of the schema. The key-value metadata of a file follows everything that is derived from data. A
/// string is encoded as a byte for its type, its length and its bytes.
fn schema(metadata: &[u8]) -> Option<u32> {
    let note = memmem::rfind(metadata, NOTE)? + NOTE.len();
    let (length, text) = metadata.get(note + 1..)?.split_first()?;
    let text = text.get(..usize::from(*length))?;
    std::str::from_utf8(text).ok()?.parse().ok()
}
