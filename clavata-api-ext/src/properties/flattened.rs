//! Rows straight from bytes.

use clavata_api::{decode, types};

use crate::flatten::{FlattenError, Flattener, Found, Kind, kind_of};
use crate::{Job, Level};

/// However bytes are cut into chunks, the same is found in them; and in a get job answer what
/// decoding finds, no more and no less.
pub fn flattened(body: &[u8]) {
    let whole = whole(body);
    for size in [1, 7, 64] {
        match (&whole, chunks(body, size)) {
            (Ok(whole), Ok(chunks)) => assert_eq!(*whole, chunks, "in chunks of {size}"),
            (Err(_), Err(_)) => {}
            (whole, chunks) => panic!("{whole:?}, but in chunks of {size} {chunks:?}"),
        }
    }
    let Ok(text) = std::str::from_utf8(body) else {
        assert!(whole.is_err(), "no text, and yet read");
        return;
    };
    if kind_of(text.trim_start_matches([' ', '\t', '\r', '\n'])) != Some(Kind::GetJob) {
        return;
    }
    match (decode::<types::GetJobResponse>(body), whole) {
        (Ok(types::GetJobResponse { job: Some(job), .. }), found) => {
            assert_eq!(found.expect("decoding reads it"), lines(&job.into()));
        }
        (Ok(_), found) => assert!(found.is_err(), "there is no job"),
        // Fields that no row shows are not looked at, and more values may follow.
        (Err(_), _) => {}
    }
}

fn lines(job: &Job) -> Vec<String> {
    let mut lines = Vec::new();
    for result in job.results() {
        lines.extend(result.rows().map(|row| row_line(&row)));
        lines.push(result.verdict().to_string());
    }
    lines.push(job.verdict().to_string());
    lines
}

fn row_line(row: &crate::Row<'_>) -> String {
    serde_json::to_string(row).expect("rows can be written")
}

fn keep(lines: &mut Vec<String>, found: &Found<'_>) {
    lines.push(match found {
        Found::Row(row) => row_line(row),
        Found::Result { standing, .. } | Found::Evaluation { standing, .. } => standing.to_string(),
        Found::Job(job) => job.standing.to_string(),
        Found::StreamFailed(status) => status.message.clone(),
    });
}

fn whole(body: &[u8]) -> Result<Vec<String>, FlattenError> {
    let mut lines = Vec::new();
    Flattener::new(Level::All).flatten(body, |found| {
        keep(&mut lines, &found);
        Ok::<(), FlattenError>(())
    })?;
    Ok(lines)
}

fn chunks(body: &[u8], size: usize) -> Result<Vec<String>, FlattenError> {
    let mut lines = Vec::new();
    let mut each = |found: Found<'_>| {
        keep(&mut lines, &found);
        Ok::<(), FlattenError>(())
    };
    let mut flattener = Flattener::new(Level::All);
    for chunk in body.chunks(size) {
        flattener.push(chunk, &mut each)?;
    }
    flattener.finish(&mut each)?;
    Ok(lines)
}
