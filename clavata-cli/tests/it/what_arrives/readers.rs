//! Summarizes the results of each reader in short words.

use clavata_api_ext::flatten::{FlattenError, Flattener, Found};
use clavata_api_ext::{
    Answer as Judged, Clavata, Content, Error, Level, Receiver, Refusals, RetryPolicy,
    WebhookError, WebhookSecret,
};
use futures_util::{StreamExt, stream};
use http::{HeaderMap, HeaderValue};
use mock_gateway::{Answer, MockGateway, Operation};

use super::answers::{FIRST, JOB, OTHER, POLICY, Reader, SECOND};
use crate::support::{flatten, json_lines};

/// What a reader reports about the tested answer, and whether it continues after it.
pub(crate) async fn says(reader: Reader, status: u16, body: Vec<u8>) -> String {
    match reader {
        Reader::Flatten => program(&body),
        Reader::Rows => rows(&body),
        Reader::Webhook => webhook(&body).await,
        _ => {
            let gateway = MockGateway::start().await;
            let mut answer = Answer::json(status, body.clone());
            if body.starts_with(b"\x1f\x8b") {
                answer = answer.with_header("content-encoding", "gzip");
            }
            if status == 307 {
                answer = answer.with_header("location", "/elsewhere");
            }
            gateway.on(operation(reader)).always(answer);
            let said = call(reader, &client(&gateway)).await;
            assert!(gateway.strays().is_empty(), "a redirect was followed");
            said
        }
    }
}

fn operation(reader: Reader) -> Operation {
    match reader {
        Reader::Jobs => Operation::ListJobs,
        Reader::Evaluate | Reader::EvaluateAll => Operation::Evaluate,
        Reader::Labels => Operation::EvaluateLabels,
        _ => Operation::GetJob,
    }
}

fn client(gateway: &MockGateway) -> Clavata {
    let settings = Clavata::builder().with_key("test-key");
    let settings = settings.with_base_url(gateway.url());
    let settings = settings.with_answer_limit(1 << 20);
    settings.with_retry(RetryPolicy::none()).build().unwrap()
}

async fn call(reader: Reader, clavata: &Clavata) -> String {
    match reader {
        Reader::Jobs => jobs(clavata).await,
        Reader::Evaluate => evaluate(clavata).await,
        Reader::EvaluateAll => evaluate_all(clavata).await,
        Reader::Labels => {
            let ask = clavata.evaluate_labels(Content::text("some text"), [FIRST, SECOND]);
            match ask.send().await {
                Ok(answers) => {
                    let answer = answers.get(SECOND).unwrap();
                    answer.verdict().as_str().to_owned()
                }
                Err(error) => word(&error).to_owned(),
            }
        }
        _ => match clavata.job(JOB).await {
            Ok(job) => job.verdict().as_str().to_owned(),
            Err(error) => word(&error).to_owned(),
        },
    }
}

async fn jobs(clavata: &Clavata) -> String {
    let mut said = Said::default();
    let mut jobs = clavata.jobs();
    loop {
        match jobs.next().await {
            Ok(Some(job)) if job.job_uuid == Some(OTHER.into()) => said.neighbors += 1,
            Ok(Some(job)) => said.add(job.verdict().as_str()),
            Ok(None) => break,
            Err(error) => {
                said.add(word(&error));
                if !error.is_unreadable_job() {
                    break;
                }
            }
        }
    }
    said.told(1)
}

async fn evaluate(clavata: &Clavata) -> String {
    let contents = ["a", "b", "c"].map(Content::text);
    let mut evaluation = match clavata.evaluate(POLICY, contents).send().await {
        Ok(evaluation) => evaluation,
        Err(error) => return word(&error).to_owned(),
    };
    let mut said = Said::default();
    loop {
        match evaluation.next().await {
            Ok(Some(answer)) if matches!(answer.input(), Some(0 | 2)) => said.neighbors += 1,
            Ok(Some(answer)) => {
                let verdict = answer.verdict().as_str();
                if answer.input().is_some() {
                    said.add(verdict);
                } else {
                    said.add(&format!("{verdict} (no input)"));
                }
            }
            Ok(None) => break,
            Err(error) => said.add(word(&error)),
        }
    }
    said.told(2)
}

async fn evaluate_all(clavata: &Clavata) -> String {
    let inputs = stream::iter([Content::text("some text")]).boxed();
    let mut answers = clavata.evaluate_all(POLICY, inputs);
    let (_, answer) = answers.next().await.expect("an answer for each input");
    assert!(answers.next().await.is_none(), "more answers than inputs");
    match answer {
        Judged::Evaluated(answer) => answer.verdict().as_str().to_owned(),
        Judged::Refused(error) => word(&error).to_owned(),
        Judged::Failed(error) => word(&error).to_owned(),
    }
}

/// The kind of an error.
fn word(error: &Error) -> &'static str {
    match error.refusals() {
        Some(refusals) if refusals.is_suspected() => "refused?",
        Some(_) => "refused",
        None if error.is_unreadable() => "unreadable",
        None if error.is_stopped_early() => "stopped early",
        None if error.type_name() == "refused" => "error",
        None => error.type_name(),
    }
}

/// A receiver trusts only the gateway, which knows only this job.
async fn webhook(body: &[u8]) -> String {
    const SECRET: &str = "0123456789abcdef0123456789abcdef";
    let gateway = MockGateway::start().await;
    let secret = WebhookSecret::from_text(SECRET).unwrap();
    let receiver = Receiver::new(client(&gateway)).with_shared_secret(secret);
    let mut headers = HeaderMap::new();
    headers.insert("x-webhook-secret", HeaderValue::from_static(SECRET));
    match receiver.receive(&headers, body).await {
        Ok(_) => "the job's id",
        Err(WebhookError::UnknownJob(_)) => "another id",
        Err(WebhookError::Unreadable) => "no id",
        Err(WebhookError::TooLarge { .. }) => "too large",
        Err(_) => "not believed",
    }
    .to_owned()
}

fn program(body: &[u8]) -> String {
    let ran = flatten(&["--format", "verdict", "--exit-verdict"], body);
    let code = ran.code.expect("it is not ended by a signal");
    let mut said = Said::default();
    for line in json_lines(&ran.out) {
        let results = line["results"].as_array().map_or(0, Vec::len);
        match line["verdict"].as_str().unwrap() {
            "clear" if results == 2 => said.neighbors += 1,
            // It could not be read, according to the exit code.
            _ if line["job"].is_null() && line["result_index"].is_null() => {}
            verdict => said.add(verdict),
        }
    }
    match code {
        6 => said.add("refused"),
        8 if ran.err.contains("a gateway error") => said.add("error"),
        8 => said.add("unreadable"),
        _ => {}
    }
    let told = said.told(2);
    let told = if told.is_empty() { "nothing" } else { &told };
    format!("{told} ({code})")
}

fn rows(body: &[u8]) -> String {
    let mut said = Said::default();
    let read = Flattener::new(Level::All).flatten(body, |found| {
        match found {
            Found::Job(job) => said.add(job.verdict.as_str()),
            Found::Evaluation { verdict, .. } => said.add(verdict.as_str()),
            Found::StreamFailed(status) if Refusals::of_status(&status).is_some() => {
                said.add("refused");
            }
            Found::StreamFailed(_) => said.add("error"),
            _ => {}
        }
        Ok::<(), FlattenError>(())
    });
    if read.is_err() {
        said.add("unreadable");
    }
    said.told(0)
}

/// What a reader reports about the tested answer, and how many good ones next to it were read.
#[derive(Default)]
struct Said {
    words: Vec<String>,
    neighbors: usize,
}

impl Said {
    fn add(&mut self, word: &str) {
        if self.words.last().is_none_or(|last| last != word) {
            self.words.push(word.to_owned());
        }
    }

    /// The whole summary. If the answer was not read, includes whether the others were.
    fn told(self, neighbors: usize) -> String {
        let mut told = self.words.join(", ");
        let is_verdict = ["clear", "flagged", "undetermined"].contains(&&*told);
        if !is_verdict && neighbors > 0 && self.neighbors == neighbors {
            told += ", rest read";
        }
        told
    }
}
