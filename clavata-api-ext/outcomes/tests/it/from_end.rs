//! The times of a job in a long input, which are read at its end in advance.

use clavata_outcomes::flatten::{FlattenError, Flattener, Found};
use clavata_outcomes::{Job, Level};
use serde_json::{Value, json};

const ID: &str = "55555555-5555-4555-8555-555555555555";
const TIMES: &str = r#""created": "2026-03-01T12:00:00Z", "updated": "2026-03-02T12:00:00.5Z", "completed": "2026-03-02T12:00:00Z""#;
const COMPLETED: &str = r#""status": "JOB_STATUS_COMPLETED", "#;

/// A job of more than 1 MiB, most of which is white space.
fn long(before: &str, behind: &str) -> String {
    let space = " ".repeat(1 << 20);
    let result = format!(r#"{{"jobUuid": "{ID}", "report": {{"result": "OUTCOME_FALSE"}}}}"#);
    format!(r#"{{"jobUuid": "{ID}", {before}"results": [{space}{result}, {result}]{behind}}}"#)
}

/// The status and times that the rows show, job by job.
fn shown(input: &str) -> Result<Vec<Value>, FlattenError> {
    let mut rows = Vec::new();
    Flattener::new(Level::All).flatten(input.as_bytes(), |found| {
        if let Found::Row(row) = found {
            let text = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(|at| at.to_rfc3339());
            rows.push(json!([
                row.job_status(),
                text(row.job_created()),
                text(row.job_updated()),
                text(row.job_completed())
            ]));
        }
        Ok::<(), FlattenError>(())
    })?;
    Ok(rows)
}

/// The same, from decoded jobs.
fn decoded(jobs: &[String]) -> Vec<Value> {
    let rows = |job: &String| {
        let job: Job = clavata_api::decode(job.as_bytes()).unwrap();
        let input = job.rows().map(|row| {
            let row = serde_json::to_value(row).unwrap();
            let time = |name: &str| {
                let time = row[name].as_str()?;
                let time: chrono::DateTime<chrono::Utc> = time.parse().unwrap();
                Some(time.to_rfc3339())
            };
            json!([
                row["job_status"],
                time("job_created"),
                time("job_updated"),
                time("job_completed")
            ])
        });
        input.collect::<Vec<_>>()
    };
    jobs.iter().flat_map(rows).collect()
}

/// Jobs, each of which says in its own way when it was completed.
fn jobs() -> Vec<String> {
    let behind = format!(", {TIMES}");
    let other = TIMES.replace("2026-03", "2025-03");
    vec![
        long(COMPLETED, &behind),
        long(COMPLETED, &format!("{behind}, \"threshold\": 0.5 ")),
        long(
            COMPLETED,
            &format!(", \"tags\": [\"]\"], \"new\": {{{other}}}{behind}"),
        ),
        long(
            COMPLETED,
            &format!("{behind}, \"new\": {{\"a\": [], {other}}}"),
        ),
        long(
            COMPLETED,
            &format!("{behind}, \"new\": [{{\"jobUuid\": \"{ID}\"}}]"),
        ),
        long(COMPLETED, &behind.replace(", ", "\n,\t")),
        long(COMPLETED, ", \"created\": \"2026-03-01T12:00:00Z\""),
        long(COMPLETED, ""),
        long("\"status\": \"JOB_STATUS_RUNNING\", ", &behind),
        long(
            "",
            &format!("{behind}, \"status\": \"JOB_STATUS_COMPLETED\""),
        ),
        long(&format!("{COMPLETED}{TIMES}, "), ""),
        long(
            &format!("{COMPLETED}\"created\": \"2026-03-01T12:00:00Z\", "),
            &behind.replacen("\"created\": \"2026-03-01T12:00:00Z\", ", "", 1),
        ),
    ]
}

#[test]
fn the_rows_of_a_long_job_show_its_own_times() {
    let jobs = jobs();
    for job in &jobs {
        let expected = decoded(std::slice::from_ref(job));
        assert_eq!(expected.len(), 2);
        for input in [
            job.clone(),
            format!("{{\"job\": {job}}}"),
            format!("[{job}]\n"),
            format!("{{\"jobs\": [{job}], \"nextPageToken\": \"\"}}"),
        ] {
            assert_eq!(
                shown(&input).unwrap(),
                expected,
                "{}",
                &job[job.len() - 300..]
            );
        }
    }
}

#[test]
fn jobs_one_after_another_show_their_own_times() {
    let jobs = jobs();
    let others = jobs.iter().map(|job| {
        job.replace("2026-", "2024-")
            .replace(ID, "66666666-6666-4666-8666-666666666666")
    });
    for (job, other) in jobs.iter().zip(others) {
        for both in [[job.clone(), other.clone()], [other, job.clone()]] {
            assert_eq!(shown(&both.join("\n")).unwrap(), decoded(&both));
        }
    }
}

#[test]
fn no_row_shows_the_times_of_another_copy() {
    let job = long(COMPLETED, &format!(", {TIMES}"));
    let same = [job.clone(), job.clone()];
    assert_eq!(shown(&same.concat()).unwrap(), decoded(&same));

    // A short copy is read to its own end.
    let short = job.replace(&" ".repeat(1 << 20), "");
    let changed = job.replace("2026-03-02", "2026-03-03");
    let both = [short, changed.clone()];
    assert_eq!(shown(&both.concat()).unwrap(), decoded(&both));

    // A completed job does not change; if it did, the input is refused and no row is wrong.
    let changed = [job.clone(), changed];
    match shown(&changed.concat()) {
        Ok(rows) => assert_eq!(rows, decoded(&changed)),
        Err(error) => assert!(
            error.to_string().contains("differ from those in its rows"),
            "{error}"
        ),
    }
    let running = [
        long(
            "\"status\": \"JOB_STATUS_RUNNING\", ",
            &format!(", {TIMES}"),
        ),
        job,
    ];
    assert_eq!(shown(&running.concat()).unwrap(), decoded(&running));
}
