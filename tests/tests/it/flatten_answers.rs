//! Any answers, and what `flatten` must find in them, according to the decoded answers.

use clavata_api_ext::api::{EvaluateFrame, GetJobResponse, ListJobsResponse};
use clavata_api_ext::flatten::{FlattenError, Found};
use clavata_api_ext::{ContentResult, Job, Level, Row};
use proptest::prelude::*;
use proptest::sample::select;

use crate::wild::{self, Json};

/// An answer of any supported kind.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    GetJob(Json),
    Bare(Json),
    /// With a token of the next page, if there is one.
    List(Json, &'static str),
    Evaluation(Json),
    Failed,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        match self {
            Self::GetJob(job) => Json::object("job", job.clone()).to_string(),
            Self::Bare(job) => job.to_string(),
            Self::List(jobs, token) => {
                let jobs = Json::object("jobs", jobs.clone()).to_string();
                format!("{}{token}}}", jobs.strip_suffix('}').unwrap())
            }
            Self::Evaluation(frame) => frame.to_string(),
            Self::Failed => r#"{"error": {"code": 8, "message": "slow down"}}"#.to_owned(),
        }
    }
}

pub(crate) fn answer() -> impl Strategy<Value = Answer> {
    let jobs =
        proptest::collection::vec(prop_oneof![9 => wild::job(), 1 => Just(Json::Null)], 0..3);
    let token = select(vec![
        "",
        r#", "nextPageToken": """#,
        r#", "next_page_token": "2""#,
        r#", "nextPageToken": null"#,
        r#", "nextPageToken": "2""#,
    ]);
    let evaluation = wild::evaluation().prop_map(|answer| Json::object("result", answer));
    prop_oneof![
        3 => wild::job().prop_map(Answer::GetJob),
        3 => wild::nearly_clear_job().prop_map(Answer::GetJob),
        2 => wild::job().prop_map(Answer::Bare),
        2 => (jobs, token).prop_map(|(jobs, token)| Answer::List(Json::List(jobs), token)),
        3 => evaluation.prop_map(Answer::Evaluation),
        1 => Just(Answer::Failed),
    ]
    .prop_filter("a bare job must be known by a key", |answer| match answer {
        Answer::Bare(job) => ["jobUuid", "status", "contentData", "results"]
            .iter()
            .any(|key| job.has(key)),
        _ => true,
    })
}

fn row(row: &Row<'_>) -> String {
    // Numbers as their bits: JSON has no NaN.
    format!(
        "{} {:?}",
        serde_json::to_string(row).unwrap(),
        row.threshold.to_bits()
    )
}

pub(crate) fn of_job(job: &Job, level: Level, lines: &mut Vec<String>) {
    for result in job.content_results() {
        lines.extend(result.rows().level(level).map(|one| row(&one)));
        lines.push(format!("{} {}", result.index(), result.verdict()));
    }
    lines.push(format!(
        "{:?} {} {}",
        job.job_uuid,
        job.results.len(),
        job.verdict()
    ));
}

/// What the decoded answers say, one fact per line.
pub(crate) fn typed(answers: &[Answer], level: Level) -> Vec<String> {
    let mut lines = Vec::new();
    let mut stream = None;
    let mut evaluations = 0;
    for answer in answers {
        let text = answer.text();
        match answer {
            Answer::GetJob(_) => {
                let answer: GetJobResponse = clavata_api::decode(text.as_bytes()).unwrap();
                of_job(&answer.job.unwrap().into(), level, &mut lines);
            }
            Answer::Bare(_) => {
                of_job(
                    &clavata_api::decode(text.as_bytes()).unwrap(),
                    level,
                    &mut lines,
                );
            }
            Answer::List(..) => {
                let answer: ListJobsResponse = clavata_api::decode(text.as_bytes()).unwrap();
                for job in answer.jobs {
                    of_job(&job.into(), level, &mut lines);
                }
                lines.push(format!("continues: {}", !answer.next_page_token.is_empty()));
            }
            Answer::Evaluation(_) => {
                let frame: EvaluateFrame = clavata_api::decode(text.as_bytes()).unwrap();
                let answer = frame.result.unwrap();
                if answer.job_uuid != stream {
                    (stream, evaluations) = (answer.job_uuid.clone(), 0);
                }
                let result = ContentResult::of_evaluation(evaluations, &answer);
                lines.extend(result.rows().level(level).map(|one| row(&one)));
                lines.push(format!("{evaluations} {}", result.verdict()));
                evaluations += 1;
            }
            Answer::Failed => lines.push("8 slow down".to_owned()),
        }
    }
    lines
}

pub(crate) fn collect(
    lines: &mut Vec<String>,
) -> impl FnMut(Found<'_>) -> Result<(), FlattenError> {
    |found| {
        lines.push(match found {
            Found::Row(found) => row(found),
            Found::Result { index, verdict } | Found::Evaluation { index, verdict } => {
                format!("{index} {verdict}")
            }
            Found::Job(job) => format!("{:?} {} {}", job.job_uuid, job.results, job.verdict),
            Found::Page { continues } => format!("continues: {continues}"),
            Found::StreamFailed(status) => format!("{} {}", status.code, status.message),
            other => panic!("{other:?}"),
        });
        Ok(())
    }
}
