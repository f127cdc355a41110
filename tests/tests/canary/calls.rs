//! Every call that sends something, with all its canaries.

use std::fmt::Debug;

use clavata_api_ext::{Answer as Judged, Clavata, Error, WebhookEndpoint};
use futures_util::stream;
use mock_gateway::{Answer, MockGateway, Operation, Reply};
use uuid::Uuid;

use crate::secrets::{
    ADDRESS, CONTENTS, CONTEXT, HEADER, HOOK, NAME, OPTION, PICTURE_IN_BASE64, SIGNATURE, TEXT,
    VALUE, check, contents, echo,
};
use crate::{JOB, POLICY, chain, shows};

/// The gateway's reply to an operation, with words that repeat the request.
pub(crate) type Replies<'a> = &'a dyn Fn(Operation, &str) -> Reply;

pub(crate) struct Calls<'a> {
    pub(crate) clavata: Clavata,
    pub(crate) gateway: &'a MockGateway,
    pub(crate) name: &'a str,
    pub(crate) reply: Replies<'a>,
    pub(crate) failed: usize,
}

impl Calls<'_> {
    /// Calls everything. Returns the number of calls that failed.
    pub(crate) async fn all(mut self) -> usize {
        self.read().await;
        self.create().await;
        self.evaluate().await;
        self.evaluate_all().await;
        self.labels().await;
        self.batch().await;
        self.failed
    }

    /// Prepares the gateway for a call with these canaries.
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
        let mut jobs = self.clavata.jobs().policy(POLICY);
        shows(self.name, &jobs);
        self.told(jobs.next().await);
        shows(self.name, &jobs);
    }

    async fn create(&mut self) {
        let sent = [&CONTENTS[..], &[HOOK, HEADER, OPTION]].concat();
        self.arm(Operation::CreateJob, &sent);
        let hook = WebhookEndpoint::new(format!("https://hooks.example.com/{HOOK}"));
        let hook = hook.with_header("Token", HEADER);
        shows(self.name, &hook);
        let create = self.clavata.create(POLICY, contents());
        let create = create.webhook(hook).option("option", OPTION);
        shows(self.name, &create);
        self.told(create.send().await);
    }

    async fn evaluate(&mut self) {
        self.arm(Operation::Evaluate, &[&CONTENTS[..], &[OPTION]].concat());
        let evaluate = self.clavata.evaluate(POLICY, contents());
        let evaluate = evaluate.option("option", OPTION);
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
                Judged::Failed(error) => chain(self.name, &error),
                Judged::Refused(error) => chain(self.name, &error),
                Judged::Evaluated(_) => {}
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
            let labels = labels.global_context(CONTEXT);
            shows(self.name, &labels);
            let sent = labels.send().await;
            if let Ok(answers) = &sent {
                for answer in answers.iter() {
                    let words = format!("{} {:?}", answer.verdict(), answer.error());
                    check(self.name, &words);
                }
            }
            self.told(sent);
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
        // Again, with a secret upload URL.
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
