//! A key and contents that appear nowhere: not in `Debug`, `Display` or the causes of an error, and
//! not in anything that is logged, whatever fails.

use std::error::Error as _;
use std::fmt::Debug;
use std::time::Duration;

use clavata_api_ext::{ApiKey, Clavata, Error, JobsQuery, RetryPolicy, Webhook};
use futures_util::stream;
use mock_gateway::{Answer, ClosedPort, Fault, MockGateway, Operation, Reply};
use secrets::{
    ADDRESS, CONTENTS, CONTEXT, HEADER, HOOK, KEY, NAME, OPTION, PASSWORD, PICTURE_IN_BASE64,
    SIGNATURE, TEXT, VALUE, check, contents, echo,
};
use tls::TlsGateway;
use transport::{JOB, POLICY};
use uuid::Uuid;

mod listener;
mod secrets;
#[path = "../transport/tls.rs"]
mod tls;
#[path = "../transport/mod.rs"]
mod transport;

#[tokio::test(start_paused = true)]
async fn neither_key_nor_content_is_in_any_text_that_leaves_the_library() {
    listener::listen();
    let mut errors = 0;
    for fault in Fault::ALL {
        errors += meet(&format!("{fault:?}"), &|_, _| Reply::Fault(*fault)).await;
    }
    for place in 0..ECHOES {
        let name = format!("echo {place}");
        errors += meet(&name, &|operation, said| repeat(place, operation, said)).await;
    }
    errors += meet("no fault", &|_, _| Reply::Ordinary).await;
    // Almost every fault fails every operation.
    assert!(errors > 500, "{errors}");

    let closed = ClosedPort::reserve().unwrap();
    let gateway = MockGateway::builder().key(KEY).start().await;
    let calls = Calls {
        clavata: client(&closed.url()),
        gateway: &gateway,
        name: "a closed port",
        reply: &|_, _| Reply::Ordinary,
        failed: 0,
    };
    assert!(calls.all().await > 8);
    over_http_2().await;
}

/// Over HTTP/2, other libraries write headers and frames, and log about it.
async fn over_http_2() {
    tokio::time::resume();
    let gateway = TlsGateway::start("localhost", &["h2"]).await;
    let clavata = Clavata::builder()
        .with_key(KEY)
        .with_base_url(&gateway.url)
        .with_root_certificate(gateway.authority.clone());
    let clavata = clavata.build().unwrap();
    clavata.job(JOB).await.unwrap();
    shows(
        "HTTP/2",
        &clavata.create(POLICY, contents()).send().await.unwrap(),
    );
    let heard = listener::heard();
    assert_eq!(gateway.seen(), [http::Version::HTTP_2; 2]);
    check("what is logged over HTTP/2", &heard);
    // It was listened to: our own spans, and what the libraries beneath say.
    for voice in ["clavata.attempt", "h2::", "reqwest", "rustls"] {
        assert!(heard.contains(voice), "{voice} was not heard");
    }
}

const ECHOES: usize = 12;

/// A gateway that repeats what it was sent, in every place where an error looks.
fn repeat(place: usize, operation: Operation, said: &str) -> Reply {
    let status = |code: u8| format!(r#"{{"code":{code},"message":"{said}"}}"#);
    let detail = format!(
        r#"{{"@type":"x.PrecheckFailure","type":"{said}","message":"{said}","details":"{said}"}}"#
    );
    let refusal =
        format!(r#"{{"code":9,"message":"{said}","details":[{detail},"PrecheckFailure {said}"]}}"#);
    let (code, body) = match place {
        0 => (400, status(3)),
        1 => (401, status(16)),
        2 => (429, status(8)),
        3 => (503, status(14)),
        4 => (400, refusal),
        5 => (499, refusal[..refusal.len() - 9].to_owned()),
        6 => (502, format!("<html>{said}</html>")),
        7 => (
            200,
            format!(r#"{{"job":{{"{said}":1,"status":["{said}"]}}}}"#),
        ),
        8 => (200, format!(r#"{{"job":{{"created":"{said}"}}}}"#)),
        9 => {
            let named = format!(r#"{{"metadata":{{"{said}":[1]}}}}"#);
            (200, format!(r#"{{"job":{{"contentData":[{named}]}}}}"#))
        }
        10 => (200, said.to_owned()),
        _ => {
            let frames = [
                "{\"result\":{}}\n".to_owned(),
                format!("{{\"error\":{}}}", status(13)),
            ];
            return Answer::stream(frames, Duration::ZERO).into();
        }
    };
    let body = match operation {
        Operation::Evaluate if code >= 400 => format!("{{\"error\":{body}}}"),
        _ => body,
    };
    Answer::json(code, body)
        .with_header("x-request-id", said)
        .with_header("content-language", said)
        .into()
}

fn client(url: &str) -> Clavata {
    let settings = Clavata::builder()
        .with_key(KEY)
        .with_base_url(url)
        .with_retry(RetryPolicy::default().with_attempts(2))
        .with_answer_limit(1 << 16);
    shows("the builder", &settings);
    let clavata = settings.build().unwrap();
    shows("the client", &clavata);
    clavata
}

/// What the gateway replies to an operation; the words repeat what was sent.
type Replies<'a> = &'a dyn Fn(Operation, &str) -> Reply;

/// Calls everything while every operation meets these replies; says how many calls failed.
async fn meet(name: &str, reply: Replies<'_>) -> usize {
    let gateway = MockGateway::builder().key(KEY).start().await;
    let calls = Calls {
        clavata: client(&gateway.url()),
        gateway: &gateway,
        name,
        reply,
        failed: 0,
    };
    let failed = calls.all().await;
    check(&format!("what is logged ({name})"), &listener::heard());
    failed
}

struct Calls<'a> {
    clavata: Clavata,
    gateway: &'a MockGateway,
    name: &'a str,
    reply: Replies<'a>,
    failed: usize,
}

impl Calls<'_> {
    async fn all(mut self) -> usize {
        self.read().await;
        self.create().await;
        self.evaluate().await;
        self.evaluate_all().await;
        self.labels().await;
        self.batch().await;
        self.failed
    }

    /// Makes the gateway ready for a call that sends these.
    fn arm(&self, operation: Operation, sent: &[&str]) {
        let reply = (self.reply)(operation, &echo(sent));
        self.gateway.on(operation).reset().always(reply);
    }

    fn told<T: Debug>(&mut self, outcome: Result<T, Error>) {
        match outcome {
            Ok(brought) => shows(self.name, &brought),
            Err(error) => {
                self.failed += 1;
                chain(self.name, &error);
            }
        }
    }

    async fn read(&mut self) {
        self.arm(Operation::GetJob, &[]);
        self.told(self.clavata.job(JOB).await);
        let mut poller = self.clavata.poller(JOB);
        shows(self.name, &poller);
        self.told(poller.poll().await);
        self.arm(Operation::ListJobs, &[]);
        let mut jobs = self.clavata.jobs(JobsQuery::new().with_policy(POLICY));
        shows(self.name, &jobs);
        self.told(jobs.next().await);
        shows(self.name, &jobs);
    }

    async fn create(&mut self) {
        let sent = [&CONTENTS[..], &[HOOK, HEADER, OPTION]].concat();
        self.arm(Operation::CreateJob, &sent);
        let hook = Webhook::new(format!("https://hooks.example.com/{HOOK}"));
        let hook = hook.with_header("Token", HEADER);
        shows(self.name, &hook);
        let create = self.clavata.create(POLICY, contents());
        let create = create.with_webhook(hook).with_option("option", OPTION);
        shows(self.name, &create);
        self.told(create.send().await);
    }

    async fn evaluate(&mut self) {
        self.arm(Operation::Evaluate, &[&CONTENTS[..], &[OPTION]].concat());
        let evaluate = self.clavata.evaluate(POLICY, contents());
        let evaluate = evaluate.with_option("option", OPTION);
        shows(self.name, &evaluate);
        let mut evaluation = match evaluate.send().await {
            Ok(evaluation) => evaluation,
            Err(error) => return self.told(Err::<(), _>(error)),
        };
        loop {
            shows(self.name, &evaluation);
            let next = evaluation.next().await;
            let ended = !matches!(next, Ok(Some(_)));
            self.told(next);
            if ended {
                break;
            }
        }
    }

    async fn evaluate_all(&mut self) {
        self.arm(Operation::Evaluate, &[TEXT, NAME, VALUE]);
        let content = contents().swap_remove(0);
        let mut all = self.clavata.evaluate_all(POLICY, stream::iter([content]));
        shows(self.name, &all);
        while let Some((_, answer)) = all.next().await {
            shows(self.name, &answer);
            match answer {
                clavata_api_ext::Answer::Failed(error) => chain(self.name, &error),
                clavata_api_ext::Answer::Refused(error) => chain(self.name, &error),
                clavata_api_ext::Answer::Evaluated(_) => {}
            }
        }
    }

    async fn labels(&mut self) {
        for (content, sent) in contents()
            .into_iter()
            .zip([TEXT, PICTURE_IN_BASE64[0], ADDRESS].map(|sent| [sent, NAME, VALUE, CONTEXT]))
        {
            self.arm(Operation::EvaluateLabels, &sent);
            shows(self.name, &content);
            let labels = self.clavata.evaluate_labels(content, [Uuid::from_u128(7)]);
            let labels = labels.with_global_context(CONTEXT);
            shows(self.name, &labels);
            self.told(labels.send().await);
        }
    }

    async fn batch(&mut self) {
        let batch = self.clavata.batch();
        shows(self.name, &batch);
        self.arm(Operation::CreateBatchJob, &[]);
        self.told(batch.create("a batch", POLICY).await);
        self.arm(Operation::ListBatchJobs, &[]);
        self.told(batch.get("some-id").await);
        self.arm(Operation::CancelBatchJob, &[]);
        self.told(batch.cancel("some-id").await);
        // Once more with an upload address that opens a door.
        let address = format!(
            "{}/storage/input/1?signature={SIGNATURE}",
            self.gateway.url()
        );
        let made = format!(
            r#"{{"batchJobId":"some-id","name":"a batch","inputFileUploadUrl":"{address}"}}"#
        );
        let rule = self.gateway.on(Operation::CreateBatchJob).reset();
        rule.next(Answer::json(200, made));
        self.told(batch.create("a batch", POLICY).await);
    }
}

fn shows(name: &str, value: &impl Debug) {
    check(
        &format!("a Debug ({name})"),
        &format!("{value:?}\n{value:#?}"),
    );
}

/// The error and all of its causes.
fn chain(name: &str, error: &Error) {
    shows(name, error);
    check(&format!("a Display ({name})"), &error.to_string());
    if let Some(refusals) = error.refusals() {
        shows(name, refusals);
        refusals.iter().for_each(|refusal| shows(name, refusal));
    }
    if let Some(completeness) = error.completeness() {
        shows(name, completeness);
        check(name, &completeness.to_string());
    }
    let mut cause = error.source();
    while let Some(error) = cause {
        check(
            &format!("a cause ({name})"),
            &format!("{error}\n{error:?}\n{error:#?}"),
        );
        cause = error.source();
    }
}

#[test]
fn what_cannot_be_built_does_not_say_what_it_was_made_of() {
    shows("a key", &ApiKey::new(KEY).unwrap());
    let broken = format!("{KEY}\n");
    for key in [
        format!("{KEY} {KEY}"),
        format!("{KEY}\u{1F980}"),
        format!("a{broken}b"),
    ] {
        chain("a broken key", &ApiKey::new(&key).unwrap_err());
        let settings = Clavata::builder().with_key(&key);
        shows("a broken key", &settings);
        chain("a broken key", &settings.build().unwrap_err());
    }
    for url in [
        format!("https://user:{PASSWORD}@gateway.example.com"),
        format!("https://{PASSWORD}@gateway.example.com"),
        format!("http://gateway.example.com/?token={PASSWORD}"),
        PASSWORD.to_owned(),
        format!("https://[{PASSWORD}"),
    ] {
        let settings = Clavata::builder().with_key(KEY).with_base_url(&url);
        shows("a base URL", &settings);
        chain("a base URL", &settings.build().unwrap_err());
        let settings = Clavata::builder().with_key(KEY).with_proxy(&url);
        shows("a proxy", &settings);
        if let Err(error) = settings.build() {
            chain("a proxy", &error);
        }
    }
    let settings = Clavata::builder()
        .with_key(KEY)
        .with_root_certificate(PASSWORD);
    shows("a certificate", &settings);
    chain("a certificate", &settings.build().unwrap_err());
}

#[test]
fn the_canaries_are_found_where_they_are() {
    let found = |text: &str| std::panic::catch_unwind(|| check("a test", text)).is_err();
    assert!(found(&echo(&CONTENTS)));
    assert!(found(&format!(
        "{:?}",
        contents()[0].try_to_data().unwrap().text
    )));
    assert!(found(&format!(
        "{:?}",
        contents()[1].try_to_data().unwrap().image
    )));
    assert!(!found("nothing"));
}
