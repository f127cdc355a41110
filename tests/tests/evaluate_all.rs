//! Many inputs: each is accounted for exactly once, whatever the gateway does, in constant memory.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use clavata_api_ext::{Answer, Clavata, Content, Decision, OnUndetermined, RetryPolicy};
use futures_util::stream;
use mock_gateway::{Answer as Scripted, Fault, MockGateway, Operation};
use serde_json::{Value, json};
use uuid::Uuid;

const POLICY: Uuid = Uuid::from_u128(1);

fn client(url: &str) -> Clavata {
    let hasty =
        RetryPolicy::default().with_pause(Duration::from_millis(1), Duration::from_millis(5));
    Clavata::builder()
        .with_key("test-key")
        .with_base_url(url)
        .with_retry(hasty)
        .build()
        .unwrap()
}

async fn all(clavata: &Clavata, texts: &[&str], request_size: usize) -> Vec<(usize, Answer)> {
    let inputs: Vec<_> = texts.iter().map(|text| Content::text(*text)).collect();
    let mut answers = clavata
        .evaluate_all(POLICY, stream::iter(inputs))
        .with_request_size(request_size)
        .with_concurrency(2);
    let mut found = Vec::new();
    while let Some(answer) = answers.next().await {
        found.push(answer);
    }
    found
}

fn said(answers: &[(usize, Answer)]) -> Vec<&str> {
    answers
        .iter()
        .map(|(_, answer)| match answer {
            Answer::Evaluated(answer) => answer.verdict().as_str(),
            Answer::Refused(_) => "refused",
            Answer::Failed(_) => "failed",
        })
        .collect()
}

#[tokio::test]
async fn a_refused_input_is_found_out_and_spoils_no_other() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway.url());
    let texts = ["a", "flag", "csam", "b", "c", "csam too", "d", "flag e"];
    let answers = all(&clavata, &texts, 8).await;
    let expected = [
        "clear", "flagged", "refused", "clear", "clear", "refused", "clear", "flagged",
    ];
    assert_eq!(said(&answers), expected);
    assert!(answers.iter().map(|(input, _)| *input).eq(0..8));
    let Answer::Refused(error) = &answers[2].1 else {
        unreachable!()
    };
    assert!(error.refusals().unwrap().has_csam());
    assert_eq!(answers[2].1.decide(OnUndetermined::Allow), Decision::Block);
    gateway.finish().await;
}

#[tokio::test]
async fn a_hit_is_not_lost_where_asking_again_fails() {
    let gateway = MockGateway::start().await;
    let hit = json!({
        "@type": "type.googleapis.com/clavata.gateway.v1.PrecheckFailure",
        "type": "PRECHECK_FAILURE_TYPE_NCMEC",
        "message": "refused",
        "details": "fnv1a128::00",
    });
    let refusal = json!({"error": {"code": 1, "message": "refused", "details": [hit]}});
    let quota = json!({"code": 8, "message": "daily quota exceeded", "details": []});
    gateway
        .on(Operation::Evaluate)
        .next(Scripted::json(499, refusal.to_string()))
        .always(Scripted::json(429, quota.to_string()));
    let answers = all(&client(&gateway.url()), &["a", "b", "c", "d"], 4).await;
    for (_, answer) in &answers {
        let Answer::Failed(error) = answer else {
            unreachable!()
        };
        assert!(error.refusals().unwrap().has_csam(), "{error}");
        assert_eq!(answer.decide(OnUndetermined::Allow), Decision::Block);
    }
    assert_eq!(answers.len(), 4);
    gateway.finish().await;
}

#[tokio::test]
async fn a_wrong_key_ends_everything_after_the_requests_under_way() {
    let gateway = MockGateway::builder().key("another-key").start().await;
    let clavata = client(&gateway.url());
    let texts = vec!["a"; 400];
    let answers = all(&clavata, &texts, 4).await;
    assert_eq!(answers.len(), 400);
    assert!(said(&answers).iter().all(|said| *said == "failed"));
    let asked = gateway.requests().len();
    assert!(asked <= 4, "{asked} requests");
    assert_eq!(
        answers[399].1.decide(OnUndetermined::Review),
        Decision::Review
    );
    gateway.allow_unexpected();
}

#[tokio::test]
async fn a_used_up_quota_ends_everything_and_is_not_asked_again() {
    let gateway = MockGateway::start().await;
    let quota = json!({"code": 8, "message": "daily quota exceeded", "details": []});
    gateway
        .on(Operation::Evaluate)
        .always(Scripted::json(429, quota.to_string()));
    let clavata = client(&gateway.url());
    let answers = all(&clavata, &["a"; 100], 2).await;
    assert_eq!(said(&answers), ["failed"; 100]);
    assert!(gateway.requests().len() <= 4);
    gateway.finish().await;
}

#[tokio::test]
async fn content_that_cannot_be_sent_fails_alone() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway.url());
    let inputs = vec![
        Content::text("a"),
        Content::image(&b"GIF89a"[..]),
        Content::text("flag"),
    ];
    let mut answers = clavata.evaluate_all(POLICY, stream::iter(inputs));
    let mut found = Vec::new();
    while let Some(answer) = answers.next().await {
        found.push(answer);
    }
    assert_eq!(said(&found), ["clear", "failed", "flagged"]);
    gateway.finish().await;
}

#[tokio::test]
async fn an_abandoned_stream_is_seen_by_the_gateway_within_50_ms() {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::Evaluate).always(Fault::EndlessBody);
    let clavata = client(&gateway.url());
    let evaluation = clavata
        .evaluate(POLICY, [Content::text("a")])
        .send()
        .await
        .unwrap();
    let left = Instant::now();
    drop(evaluation);
    while gateway.departures().is_empty() {
        assert!(left.elapsed() < Duration::from_millis(500), "nobody saw it");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert!(
        left.elapsed() < Duration::from_millis(50),
        "{:?}",
        left.elapsed()
    );
    gateway.finish().await;
}

#[tokio::test]
async fn a_thousand_abandoned_streams_leave_nothing_behind() {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::Evaluate).always(Fault::EndlessBody);
    let clavata = client(&gateway.url());
    let files = || std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count);
    let tasks = || {
        tokio::runtime::Handle::current()
            .metrics()
            .num_alive_tasks()
    };
    let before = (files(), tasks());
    for _ in 0..1000 {
        let sent = clavata.evaluate(POLICY, [Content::text("a")]).send().await;
        drop(sent.unwrap());
    }
    let deadline = Instant::now() + Duration::from_secs(5);
    while files() > before.0 + 8 || tasks() > before.1 + 8 {
        assert!(
            Instant::now() < deadline,
            "{:?} became {:?}",
            before,
            (files(), tasks())
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    gateway.finish().await;
}

#[test]
fn a_hundred_thousand_inputs_at_five_percent_faults_are_each_accounted_for_once_in_flat_memory() {
    let gateway = Program::gateway();
    let few = gateway.judge(1000);
    let many = gateway.judge(100_000);
    for (report, count) in [(&few, 1000_u64), (&many, 100_000)] {
        assert_eq!(report["inputs"], count, "{report}");
        assert_eq!(report["wrong"], 0, "{report}");
        assert_eq!(report["failed"], 0, "{report}");
        assert_eq!(report["refused"], count / 1000, "{report}");
        assert_eq!(report["flagged"], count / 10, "{report}");
    }
    let peak = |report: &Value| report["peak_kib"].as_u64();
    if let (Some(few), Some(many)) = (peak(&few), peak(&many)) {
        println!("peak memory: {few} KiB for 1,000 inputs, {many} KiB for 100,000");
        assert!(many <= few + 32 * 1024, "{few} KiB became {many} KiB");
    }
}

/// The gateway in a process of its own, so that memory is the client's alone.
struct Program {
    child: Child,
    url: String,
}

impl Program {
    fn gateway() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_mock-gateway"))
            .args(["--fail-rate", "0.05", "--seed", "7"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line.trim().trim_start_matches("listening on ").to_owned();
        Self { child, url }
    }

    /// Runs this very program again, as the client.
    fn judge(&self, count: usize) -> Value {
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["the_client_of_its_own", "--exact", "--nocapture"])
            .env("CLAVATA_TEST_GATEWAY", &self.url)
            .env("CLAVATA_TEST_INPUTS", count.to_string())
            .output()
            .unwrap();
        let output = String::from_utf8(output.stdout).unwrap();
        let line = output.lines().find(|line| line.starts_with('{'));
        serde_json::from_str(line.unwrap_or_else(|| panic!("no report in {output}"))).unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The client of the test above; without a gateway to ask there is nothing to do.
#[tokio::test]
async fn the_client_of_its_own() {
    let (Ok(url), Ok(count)) = (
        std::env::var("CLAVATA_TEST_GATEWAY"),
        std::env::var("CLAVATA_TEST_INPUTS"),
    ) else {
        return;
    };
    let count: usize = count.parse().unwrap();
    let inputs = stream::iter((0..count).map(|n| {
        let text = match n {
            _ if n % 1000 == 999 => format!("csam {n}"),
            _ if n % 10 == 0 => format!("flag {n}"),
            _ => format!("text {n}"),
        };
        Content::text(text).with_metadata("n", n.to_string())
    }));
    let clavata = client(&url);
    let mut answers = clavata.evaluate_all(POLICY, inputs);
    let (mut next, mut flagged, mut refused, mut failed, mut wrong) = (0, 0, 0, 0, 0);
    while let Some((input, answer)) = answers.next().await {
        assert_eq!(input, next, "answers come in the order of the inputs");
        next += 1;
        match answer {
            Answer::Evaluated(answer) => {
                let own = answer.result().metadata().get("n") == Some(&input.to_string());
                match answer.verdict().as_str() {
                    "clear" if own && input % 10 != 0 => {}
                    "flagged" if own && input % 10 == 0 => flagged += 1,
                    _ => wrong += 1,
                }
            }
            Answer::Refused(_) if input % 1000 == 999 => refused += 1,
            Answer::Refused(_) => wrong += 1,
            Answer::Failed(_) => failed += 1,
        }
    }
    let peak = std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| {
            let line = status
                .lines()
                .find(|line| line.starts_with("VmHWM:"))?
                .to_owned();
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        });
    println!(
        "\n{}",
        json!({
            "inputs": next, "flagged": flagged, "refused": refused,
            "failed": failed, "wrong": wrong, "peak_kib": peak,
        })
    );
}
