//! User time of the program for each shape of its input, as the bars of the plot.

use std::fmt::Write;

use super::whole::Whole;

/// The runs that are drawn, with their titles and colors.
const DRAWN: [(&str, &str, &str); 13] = [
    (
        "validate, lines",
        "validate each line of NDJSON (serde_json IgnoredAny)",
        "#888888",
    ),
    ("verdict, lines", "NDJSON to verdicts", "#d62728"),
    ("verdict, job", "one job to verdicts", "#d62728"),
    ("verdict, list", "one list of jobs to verdicts", "#d62728"),
    ("verdict, array", "an array to verdicts", "#d62728"),
    (
        "verdict, pretty",
        "pretty-printed answers to verdicts",
        "#d62728",
    ),
    (
        "verdict, stream",
        "an evaluate stream to verdicts",
        "#d62728",
    ),
    ("verdict, unusual", "5 % unreadable, to verdicts", "#d62728"),
    (
        "verdict, files",
        "10,000 small files to verdicts",
        "#d62728",
    ),
    ("jsonl, lines", "NDJSON to JSON lines", "#1f77b4"),
    (
        "jsonl, texts",
        "NDJSON to JSON lines, texts always differ",
        "#1f77b4",
    ),
    ("csv, lines", "NDJSON to CSV", "#2ca02c"),
    (
        "verdict, one file",
        "the same small files as one file, to verdicts",
        "#ff9896",
    ),
];

const STEP: f64 = 22.0;

/// The height of all bars including their title.
pub(super) const HEIGHT: f64 = 13.0 * STEP + 50.0;

/// Draws the bars between two edges, below `top`.
pub(super) fn draw(svg: &mut String, whole: &Whole, (left, right): (f64, f64), top: f64) {
    let _ = writeln!(
        svg,
        "<text x=\"{left}\" y=\"{top}\">the whole program: ms of user time per MB</text>"
    );
    let cost = |name: &str| whole.of(name, |run| 1e3 * run.user / run.megabytes);
    let most = DRAWN
        .iter()
        .map(|(name, ..)| cost(name))
        .fold(0.0, f64::max);
    for (row, (name, title, color)) in (0_u32..).zip(DRAWN) {
        let cost = cost(name);
        if cost.is_nan() {
            continue;
        }
        let y = f64::from(row).mul_add(STEP, top + 12.0);
        let width = cost / most * (right - left);
        let _ = writeln!(
            svg,
            "<rect x=\"{left}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"14\" fill=\"{color}\"/><text x=\"{:.1}\" y=\"{:.1}\">{cost:.2} {title}</text>",
            left + width + 6.0,
            y + 11.0
        );
    }
}
