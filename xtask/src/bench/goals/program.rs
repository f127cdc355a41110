//! Goals for the whole program, with every shape of its input.

use super::Goal;
use super::Limit::{AtLeast, AtMost};
use crate::bench::Measured;
use crate::bench::shape::SHAPES;
use crate::bench::whole::TOGETHER;

pub(super) fn goals(measured: &Measured) -> Vec<Goal> {
    let whole = &measured.whole;
    let user = |name: &str| whole.of(name, |run| run.user / run.megabytes);
    let mut goals = vec![Goal::new(
        "program.floor",
        "`flatten --format verdict` on NDJSON, relative to a process that validates each line (user time)",
        AtMost(0.8),
        user("verdict, lines") / user("validate, lines"),
    )];
    for shape in SHAPES {
        let (name, what) = (shape.name, shape.what);
        if name != "lines" {
            goals.push(Goal::new(
                format!("program.verdict-{name}"),
                format!("`--format verdict` on {what}, relative to NDJSON (user time per byte)"),
                AtMost(1.3),
                user(&format!("verdict, {name}")) / user("verdict, lines"),
            ));
        }
    }
    goals.push(Goal::new(
        "program.files",
        "10,000 small files, relative to one file with the same answers (user time)",
        AtMost(2.0),
        user("verdict, files") / user("verdict, one file"),
    ));
    for (name, what, run, floor, most) in [
        (
            "jsonl",
            "NDJSON to JSON lines",
            "jsonl, lines",
            "validate, lines",
            0.8,
        ),
        ("csv", "NDJSON to CSV", "csv, lines", "validate, lines", 0.9),
        (
            "jsonl-texts",
            "NDJSON to JSON lines, texts that always differ",
            "jsonl, texts",
            "validate, texts",
            1.7,
        ),
    ] {
        goals.push(Goal::new(
            format!("program.{name}"),
            format!("{what}, relative to a process that validates each line (user time)"),
            AtMost(most),
            user(run) / user(floor),
        ));
    }
    let seconds = |name: &str| whole.of(name, |run| run.seconds);
    goals.push(Goal::new(
        "program.both-cores",
        "two cores on NDJSON to JSON lines, relative to two processes with a core each (throughput)",
        AtLeast(0.9),
        seconds(TOGETHER) / seconds("jsonl, lines"),
    ));
    goals.push(Goal::new(
        "program.first-line",
        "ms until the first row of one large job is printed",
        AtMost(10.0),
        measured.first_row * 1e3,
    ));
    for (shape, peak) in &measured.peaks {
        goals.push(Goal::new(
            format!("program.memory-{}", shape.name),
            format!("peak MiB of `--format csv` on 1 GB of {}", shape.what),
            AtMost(64.0),
            *peak,
        ));
    }
    for contender in &measured.contenders.others {
        goals.push(Goal::new(
            format!("program.ahead-of-{}", contender.name),
            format!("speed relative to {}", contender.what),
            AtLeast(1.0),
            contender.seconds / measured.contenders.ours,
        ));
    }
    goals
}
