//! Goals for calls, streams, and what the client adds to a build.

use super::Goal;
use super::Limit::{AtLeast, AtMost};
use crate::bench::{Measured, number};

pub(super) fn goals(measured: &Measured) -> Vec<Goal> {
    let mut goals = Vec::new();
    for one in &measured.overhead {
        let side = &one["concurrency"];
        goals.push(Goal::new(
            format!("calls.throughput-{side}"),
            format!("throughput of calls, {side} concurrent, relative to hand-written"),
            AtLeast(1.0),
            number(&one["throughput"]),
        ));
        goals.push(Goal::new(
            format!("calls.cpu-{side}"),
            format!("processor time per call, {side} concurrent, relative to hand-written"),
            AtMost(1.05),
            number(&one["cpu"]),
        ));
    }
    for one in &measured.stragglers {
        let side = &one["concurrency"];
        goals.push(Goal::new(
            format!("calls.stragglers-{side}"),
            format!("`evaluate_all`, {side} concurrent requests, 5 % of them 500 ms late, relative to the best schedule"),
            AtMost(1.2),
            number(&one["seconds"]) / number(&one["ideal"]),
        ));
    }
    goals.push(Goal::new(
        "stream.first-answer",
        "ms until the first answer of a stream arrives, before the second is sent",
        AtMost(1.0),
        number(&measured.stream["first_answer_ms"]),
    ));
    goals.push(Goal::new(
        "stream.verdicts",
        "evaluate stream to verdicts, including the socket, relative to validating its bytes",
        // The cost of all rows of the same bytes before reports were replayed.
        AtMost(1.42),
        number(&measured.stream["to_validating"]["verdicts"]),
    ));
    goals.push(Goal::new(
        "stream.throughput",
        "rows from the bytes of an evaluate stream, relative to the stream to verdicts",
        AtLeast(0.9),
        number(&measured.stream["throughput"]),
    ));
    if let Some(footprint) = &measured.footprint {
        goals.push(Goal::new(
            "build.seconds",
            "clean build time of a crate with the client, relative to its dependencies alone",
            AtMost(1.3),
            footprint.ours.seconds / footprint.parts.seconds,
        ));
        let count = |crates| f64::from(u32::try_from(crates).unwrap_or(u32::MAX));
        goals.push(Goal::new(
            "build.crates",
            "crates in addition to the dependencies alone",
            AtMost(12.0),
            count(footprint.ours.crates) - count(footprint.parts.crates),
        ));
    }
    goals
}
