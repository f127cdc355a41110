//! Evaluating many inputs at a gateway that answers one of twenty requests late.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use clavata_api_ext::{Answer, Clavata, Content};
use uuid::Uuid;

use crate::overhead::median;
use crate::server::{Reply, Server};

const POLICY: Uuid = Uuid::from_u128(0x11111111_1111_4111_8111_111111111111);

/// Requests of 16 inputs, and how long the gateway takes for them.
const REQUESTS: usize = 1000;
const INPUTS: usize = 16;
const USUAL: Duration = Duration::from_millis(5);
const LATE: Duration = Duration::from_millis(500);

/// The seconds that a perfect division of the requests would take, and what it took.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct Waited {
    pub concurrency: usize,
    pub ideal: f64,
    pub seconds: f64,
}

/// The gateway's side.
pub fn reply() -> impl Fn(&[u8]) -> Reply + Clone + Send + 'static {
    let asked = std::sync::Arc::new(AtomicUsize::new(0));
    move |request| {
        let number = asked.fetch_add(1, Ordering::Relaxed);
        let mark = b"\"clavata.input\"";
        let inputs = request.windows(mark.len()).filter(|at| at == mark).count();
        Reply {
            body: crate::input::frames(inputs, 1).into(),
            after: if number % 20 == 10 {
                USUAL + LATE
            } else {
                USUAL
            },
        }
    }
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
    let work = USUAL * REQUESTS as u32 + LATE * (REQUESTS / 20) as u32;
    let divided = work.as_secs_f64() / concurrency as f64;
    Waited {
        concurrency,
        // No division makes a late answer come sooner.
        ideal: divided.max((USUAL + LATE).as_secs_f64()),
        seconds: median(took.into_iter()),
    }
}
