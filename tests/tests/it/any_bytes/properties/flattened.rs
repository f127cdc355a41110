//! Rows read straight from bytes.

use clavata_api::json::Frames;
use clavata_api::{Arrived, DecodeError};
use clavata_api_ext::flatten::{FlattenError, Flattener, Found};
use clavata_api_ext::{ContentResult, Job, Level, Row};

/// Checks that flattening bytes finds exactly what reading them finds, and accepts nothing that reading
/// objects to.
pub(crate) fn flattened(body: &[u8]) {
    let Ok(found) = whole(body) else {
        return;
    };
    let mut frames = Frames::new(1 << 30);
    frames.push(body);
    let mut expected = Vec::new();
    let mut stream = (None, 0);
    while let Some(frame) = frames.finish() {
        let value = clavata_api::read(&frame.bytes);
        // Flattening does not check fields that no row shows.
        let is_shown = |why: &&DecodeError| why.path().is_none();
        let objection = value.unreadable.iter().find(is_shown);
        let text = String::from_utf8_lossy(&frame.bytes);
        assert!(objection.is_none(), "taken only here: {objection:?} {text}");
        if !value.unreadable.is_empty() {
            return;
        }
        match value.answer {
            Some(Arrived::Job(job)) => expected.extend(lines(&job.into())),
            Some(Arrived::Jobs(page)) => {
                for job in page.jobs {
                    let Ok(job) = job else { return };
                    expected.extend(lines(&job.into()));
                }
                expected.push(format!("continues: {}", !page.next_page_token.is_empty()));
            }
            Some(Arrived::Evaluation(answer)) => {
                if stream.0 != answer.job_uuid {
                    stream = (answer.job_uuid.clone(), 0);
                }
                let result = ContentResult::of_evaluation(stream.1, &answer);
                stream.1 += 1;
                expected.extend(result.rows().map(|row| row_line(&row)));
                expected.push(result.verdict().to_string());
            }
            Some(Arrived::Labels(_)) => panic!("labels have no short cut"),
            None => {}
        }
        expected.extend(value.status.map(|status| status.message));
    }
    let body = String::from_utf8_lossy(body);
    assert_eq!(sorted(found), sorted(expected), "{body}");
}

/// Within an item of a stream, the error may come before the result.
fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort_unstable();
    lines
}

fn lines(job: &Job) -> Vec<String> {
    let mut lines = Vec::new();
    for result in job.content_results() {
        lines.extend(result.rows().map(|row| row_line(&row)));
        lines.push(result.verdict().to_string());
    }
    lines.push(job.verdict().to_string());
    lines
}

fn row_line(row: &Row<'_>) -> String {
    serde_json::to_string(row).expect("rows can be written")
}

/// Adds a finding as a line.
pub(super) fn keep(lines: &mut Vec<String>, found: &Found<'_>) {
    lines.push(match found {
        Found::Row(row) => row_line(row),
        Found::Result { verdict, .. } | Found::Evaluation { verdict, .. } => verdict.to_string(),
        Found::Job(job) => job.verdict.to_string(),
        Found::Page { continues } => format!("continues: {continues}"),
        Found::StreamFailed(status) => status.message.clone(),
        other => unreachable!("no line for {other:?}"),
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
