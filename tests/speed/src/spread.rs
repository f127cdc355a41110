//! The cost of rows for answers of different sizes: in one process, with the sizes alternating.

use std::hint::black_box;
use std::time::Instant;

use clavata_api_ext::{Level, flatten};

use crate::input::{self, Differing};
use crate::overhead::median;

/// The bytes that are read of each size in a round, at least.
const TURN: usize = 200_000_000;

/// The cost of a byte in answers of one size.
#[derive(Debug, serde::Serialize)]
pub struct Cost {
    pub bytes: usize,
    /// The median over all rounds, relative to the first size in the same round.
    pub to_first: f64,
}

/// Measures all rows of answers of these sizes, with ten labels in each result.
pub fn measure(sizes: &[usize], rounds: usize) -> Vec<Cost> {
    let answer = |bytes: &usize| input::of_size(*bytes, 10, Differing::Values);
    let answers: Vec<String> = sizes.iter().map(answer).collect();
    let mut ratios = vec![Vec::with_capacity(rounds); answers.len()];
    for round in 0..=rounds {
        let costs: Vec<f64> = answers
            .iter()
            .map(|answer| cost_of_a_byte(answer))
            .collect();
        // The first round learns the reports, and has every page mapped.
        if round > 0 {
            for (ratios, cost) in ratios.iter_mut().zip(&costs) {
                ratios.push(cost / costs[0]);
            }
        }
    }
    let medians = ratios.into_iter().map(|ratios| median(ratios.into_iter()));
    let costs = answers.iter().zip(medians);
    costs
        .map(|(answer, to_first)| Cost {
            bytes: answer.len(),
            to_first,
        })
        .collect()
}

#[allow(clippy::cast_precision_loss)] // bytes
fn cost_of_a_byte(answer: &str) -> f64 {
    let times = TURN.div_ceil(answer.len());
    let start = Instant::now();
    for _ in 0..times {
        flatten::for_each_row(answer.as_bytes(), Level::All, |row| {
            black_box(row);
        })
        .expect("rows");
    }
    start.elapsed().as_secs_f64() / (times * answer.len()) as f64
}
