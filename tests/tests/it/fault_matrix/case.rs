//! One fault, one class of operation, on a paused clock.
//!
//! Gateway and client share one thread. The clock advances only when there is nothing left to do and no
//! byte is in transit, so times are exact.

use std::time::Duration;

use clavata_api_ext::{Clavata, Content, Error};
use mock_gateway::{ClosedPort, MockGateway, Operation};
use tokio::time::{Instant, timeout};

use super::rows::{Row, Script};
use crate::transport::{Deaf, JOB, POLICY, steady};

/// What repeating an operation would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Reads: get job.
    Safe,
    /// Billed each time: create job.
    Create,
    /// Streams: evaluate, to the end of the stream.
    Stream,
}

impl Class {
    pub(crate) fn operation(self) -> Operation {
        match self {
            Self::Safe => Operation::GetJob,
            Self::Create => Operation::CreateJob,
            Self::Stream => Operation::Evaluate,
        }
    }
}

/// Runs a row, and returns what happened in the words of the table.
pub(crate) async fn play(row: &Row, class: Class) -> String {
    let gateway = MockGateway::start().await;
    let mut deaf = None;
    let closed = ClosedPort::reserve().unwrap();
    let mut settings = steady(gateway.url()).with_answer_limit(1 << 20);
    let rule = gateway.on(class.operation());
    match row.script {
        Script::Closed => settings = steady(closed.url()),
        Script::Deaf => settings = steady(deaf.get_or_insert_with(Deaf::listen).url.clone()),
        Script::WrongKey => settings = settings.with_key("another-key"),
        Script::Fault(fault) | Script::Refusal(_, _, fault) => drop(rule.always(fault)),
        Script::Times(count, fault) => drop(rule.times(count, fault)),
        Script::Answer(_, _, answer) => drop(rule.always(answer(class))),
    }
    let clavata = settings.build().unwrap();
    let begun = Instant::now();
    let call = call(&clavata, class, row.script.content());
    let Ok(outcome) = timeout(Duration::from_secs(3600), call).await else {
        return "hangs".to_owned();
    };
    let time = begun.elapsed();
    let requests = gateway.counts(class.operation()).heads;
    assert!(gateway.strays().is_empty(), "a redirect was followed");
    if class == Class::Create {
        never_twice(&gateway, &outcome, row);
    }
    let kind = match &outcome {
        Ok(()) => "ok",
        Err(error) => {
            assert!(!error.to_string().is_empty());
            error.type_name()
        }
    };
    format!("{kind} ×{requests} {} s", seconds(time))
}

async fn call(clavata: &Clavata, class: Class, content: &'static str) -> Result<(), Error> {
    let content = || Content::text(content).with_metadata("id", "1");
    match class {
        Class::Safe => {
            let job = clavata.job(JOB).await?;
            assert_eq!(job.job_uuid, Some(JOB.into()));
        }
        Class::Create => {
            let job = clavata.create(POLICY, [content()]).send().await?;
            assert!(job.job_uuid.is_some());
        }
        Class::Stream => {
            let contents = [content(), content()];
            let mut evaluation = clavata.evaluate(POLICY, contents).send().await?;
            let mut answers = 0;
            while evaluation.next().await?.is_some() {
                answers += 1;
            }
            assert_eq!(answers, 2, "a stream ended well without all answers");
        }
    }
    Ok(())
}

/// Asserts that there is at most one job, and that the error says whether there may be one.
fn never_twice(gateway: &MockGateway, outcome: &Result<(), Error>, row: &Row) {
    let made = gateway.jobs().len();
    match outcome {
        Ok(()) => assert_eq!(made, 1, "{}", row.name()),
        Err(error) if error.may_have_been_billed() => {
            assert!(made <= 1 && error.marker().is_some(), "{}", row.name());
        }
        Err(error) => {
            assert_eq!(made, 0, "{} made a job and hides it", row.name());
            assert_eq!(error.marker(), None, "{}", row.name());
        }
    }
}

/// As exact as the clock: rounding could hide a wrong pause.
fn seconds(time: Duration) -> f64 {
    time.as_secs_f64()
}
