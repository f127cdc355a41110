//! What a call costs beyond a hand-written one: the same request and the same types, measured alternately.

use std::time::Instant;

use clavata_api_ext::{Clavata, api};
use futures_util::StreamExt;
use uuid::Uuid;

use crate::server::Server;

const JOB: &str = "55555555-5555-4555-8555-555555555555";

/// Throughput and cost of one way to call.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct Sample {
    pub per_second: f64,
    pub cpu_microseconds: f64,
}

/// The client's figures as ratios of the hand-written call's, medians over all rounds.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct Overhead {
    pub concurrency: usize,
    pub throughput: f64,
    pub cpu: f64,
    pub by_hand: Sample,
}

/// Both ways to get a job.
struct Ways {
    clavata: Clavata,
    id: Uuid,
    http: reqwest::Client,
    url: String,
}

impl Ways {
    fn to(server: &Server) -> Self {
        let clavata = Clavata::builder().with_key("test-key");
        Self {
            clavata: clavata
                .with_base_url(&server.url)
                .build()
                .expect("a client"),
            id: JOB.parse().expect("an id"),
            http: reqwest::Client::builder()
                .user_agent("by-hand")
                .build()
                .expect("a client"),
            url: format!("{}/v1/jobs/{JOB}", server.url),
        }
    }

    async fn ours(&self) {
        let job = self.clavata.job(self.id).await.expect("a job");
        assert!(!job.results.is_empty());
    }

    /// What a person would write.
    async fn by_hand(&self) {
        let response = self
            .http
            .get(&self.url)
            .bearer_auth("test-key")
            .header("accept", "application/json")
            .timeout(std::time::Duration::from_secs(30))
            .send()
            .await
            .and_then(reqwest::Response::error_for_status)
            .expect("an answer");
        let body = response.bytes().await.expect("a body");
        let answer: api::GetJobResponse = serde_json::from_slice(&body).expect("a job");
        assert!(!answer.job.expect("a job").results.is_empty());
    }
}

/// Makes calls in one way only, for a profiler.
pub async fn alone(server: &Server, way: &str, concurrency: usize, calls: usize) {
    let ways = Ways::to(server);
    if way == "ours" {
        run(&|| ways.ours(), concurrency, calls).await;
    } else {
        run(&|| ways.by_hand(), concurrency, calls).await;
    }
}

/// Measures at one concurrency, both ways alternately.
pub async fn measure(server: &Server, concurrency: usize, calls: usize, rounds: usize) -> Overhead {
    let ways = Ways::to(server);
    let ours = || ways.ours();
    let by_hand = || ways.by_hand();
    let mut pairs = Vec::new();
    run(&ours, concurrency, calls / 4).await;
    run(&by_hand, concurrency, calls / 4).await;
    for round in 0..rounds {
        // Which goes first alternates, so that drift favors neither.
        if round % 2 == 0 {
            let one = run(&ours, concurrency, calls).await;
            pairs.push((one, run(&by_hand, concurrency, calls).await));
        } else {
            let other = run(&by_hand, concurrency, calls).await;
            pairs.push((run(&ours, concurrency, calls).await, other));
        }
    }
    Overhead {
        concurrency,
        throughput: median(
            pairs
                .iter()
                .map(|(one, other)| one.per_second / other.per_second),
        ),
        cpu: median(
            pairs
                .iter()
                .map(|(one, other)| one.cpu_microseconds / other.cpu_microseconds),
        ),
        by_hand: Sample {
            per_second: median(pairs.iter().map(|(_, other)| other.per_second)),
            cpu_microseconds: median(pairs.iter().map(|(_, other)| other.cpu_microseconds)),
        },
    }
}

async fn run<F: Future<Output = ()>>(
    call: &impl Fn() -> F,
    concurrency: usize,
    calls: usize,
) -> Sample {
    let cpu = cpu_seconds();
    let start = Instant::now();
    futures_util::stream::iter(0..calls)
        .map(|_| call())
        .buffer_unordered(concurrency)
        .for_each(|()| async {})
        .await;
    let seconds = start.elapsed().as_secs_f64();
    Sample {
        per_second: calls as f64 / seconds,
        cpu_microseconds: (cpu_seconds() - cpu) * 1e6 / calls as f64,
    }
}

/// The processor time of this process in nanoseconds: all threads, user and system.
pub fn cpu_seconds() -> f64 {
    std::fs::read_dir("/proc/self/task")
        .map(|tasks| {
            tasks
                .flatten()
                .filter_map(|task| {
                    let text = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
                    text.split_whitespace().next()?.parse::<f64>().ok()
                })
                .sum::<f64>()
                / 1e9
        })
        .unwrap_or(f64::NAN)
}

/// The median.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
