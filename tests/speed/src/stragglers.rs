//! Evaluates many inputs at a gateway that answers one of twenty requests late.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use clavata_api_ext::{Answer, Clavata, Content};
use uuid::Uuid;

use crate::overhead::median;
use crate::server::{Reply, Server};

const POLICY: Uuid = Uuid::from_u128(0x11111111_1111_4111_8111_111111111111);

/// The number of requests, of 16 inputs each, and how long the gateway takes for them.
const REQUESTS: usize = 1000;
const INPUTS: usize = 16;
/// What is before the mark of an input.
const MARK: &str = r#""clavata.input":""#;
const USUAL: Duration = Duration::from_millis(5);
const LATE: Duration = Duration::from_millis(500);

/// The seconds that the requests need with the best schedule, and what they took.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct Waited {
    pub concurrency: usize,
    pub ideal: f64,
    pub seconds: f64,
}

/// How long the gateway takes for a request, by its number.
fn answer_time(number: usize) -> Duration {
    if number % 20 == 10 {
        USUAL + LATE
    } else {
        USUAL
    }
}

/// The shortest time for all requests with this concurrency: each begins as soon as another one ends.
///
/// No client can do better. A client learns that a request is late only by waiting for it, and asking a second
/// time instead would be billed. So one of the last may be late, and take its half second alone: with a
/// concurrency of 64, that is more than the work divided by 64.
fn best_schedule(concurrency: usize) -> Duration {
    let mut free = BinaryHeap::from(vec![Reverse(Duration::ZERO); concurrency]);
    let mut end = Duration::ZERO;
    for number in 0..REQUESTS {
        let Reverse(begin) = free.pop().expect("at least one side by side");
        end = end.max(begin + answer_time(number));
        free.push(Reverse(begin + answer_time(number)));
    }
    end
}

/// The gateway's side. Bodies are kept for the next round, because writing one takes longer than the client reads it.
pub fn reply() -> impl Fn(&[u8]) -> Reply + Clone + Send + 'static {
    let seen = Arc::new(Mutex::new((0, HashMap::<_, Bytes>::new())));
    move |request| {
        let request = String::from_utf8_lossy(request);
        let marks = request.split(MARK).skip(1);
        let marks: Vec<String> = marks
            .map(|mark| mark.split('"').take(1).collect())
            .collect();
        let mut seen = seen.lock().expect("no panic");
        let (number, bodies) = &mut *seen;
        *number += 1;
        Reply {
            body: bodies
                .entry(marks)
                .or_insert_with_key(|marks| marked(marks).into())
                .clone(),
            after: answer_time(*number - 1),
        }
    }
}

/// One answer for each mark.
fn marked(marks: &[String]) -> String {
    let frames = crate::input::frames(marks.len(), 1);
    let mut text = String::new();
    for (index, (line, mark)) in frames.lines().zip(marks).enumerate() {
        text += &line.replacen(&format!("{MARK}{index}\""), &format!("{MARK}{mark}\""), 1);
        text.push('\n');
    }
    text
}

pub async fn measure(concurrency: usize, rounds: usize) -> Waited {
    let server = Server::start(&["serve-late"]);
    let clavata = Clavata::builder()
        .with_key("test-key")
        .with_base_url(&server.url)
        .build()
        .expect("a client");
    let mut took = Vec::new();
    for _ in 0..rounds {
        let inputs = (0..REQUESTS * INPUTS).map(|number| Content::text(number.to_string()));
        let inputs = futures_util::stream::iter(inputs);
        let start = Instant::now();
        let mut answers = clavata
            .evaluate_all(POLICY, inputs)
            .concurrency(concurrency);
        let mut there = 0;
        while let Some((_, answer)) = answers.next().await {
            assert!(matches!(answer, Answer::Evaluated(_)), "{answer:?}");
            there += 1;
        }
        assert_eq!(there, REQUESTS * INPUTS);
        took.push(start.elapsed().as_secs_f64());
    }
    Waited {
        concurrency,
        ideal: best_schedule(concurrency).as_secs_f64(),
        seconds: median(took.into_iter()),
    }
}
