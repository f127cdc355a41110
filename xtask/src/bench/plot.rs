//! The plot: time by size on logarithmic axes, and below it each shape of input, as an SVG.

use std::fmt::Write;

use serde_json::Value;

use super::{Measured, bars, figure, number};

/// The kinds of work in the plot, with their colors.
const DRAWN: [(&str, &str); 7] = [
    ("serde_json IgnoredAny (validate)", "#888888"),
    ("rows, all", "#d62728"),
    ("rows, --level label", "#ff9896"),
    ("verdicts", "#ff7f0e"),
    ("typed decode", "#1f77b4"),
    ("sonic-rs Value", "#2ca02c"),
    ("serde_json Value", "#9467bd"),
];

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 460.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 230.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 50.0;

/// Draws the measurements with ten labels in a result.
pub(super) fn svg(measured: &Measured) -> String {
    let parse = measured.parse.iter();
    let sizes: Vec<&Value> = parse.filter(|one| one["labels"] == 10).collect();
    // The axes are the same in every run: 10 KB to 1 GB, and 1 µs to 10 s.
    let x = |bytes: f64| LEFT + (bytes.log10() - 4.0) / 5.0 * (WIDTH - LEFT - RIGHT);
    let y = |ms: f64| HEIGHT - BOTTOM - (ms.log10() + 3.0) / 7.0 * (HEIGHT - TOP - BOTTOM);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {}\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n",
        HEIGHT + bars::HEIGHT
    );
    for (power, label) in [
        (4, "10 KB"),
        (5, "100 KB"),
        (6, "1 MB"),
        (7, "10 MB"),
        (8, "100 MB"),
        (9, "1 GB"),
    ] {
        let x = x(10_f64.powi(power));
        let _ = writeln!(
            svg,
            "<line x1=\"{x:.1}\" y1=\"{TOP}\" x2=\"{x:.1}\" y2=\"{}\" stroke=\"#dddddd\"/><text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{label}</text>",
            HEIGHT - BOTTOM,
            HEIGHT - BOTTOM + 18.0
        );
    }
    for (power, label) in [
        (-3, "1 µs"),
        (-2, "10 µs"),
        (-1, "100 µs"),
        (0, "1 ms"),
        (1, "10 ms"),
        (2, "100 ms"),
        (3, "1 s"),
        (4, "10 s"),
    ] {
        let y = y(10_f64.powi(power));
        let _ = writeln!(
            svg,
            "<line x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{}\" y2=\"{y:.1}\" stroke=\"#dddddd\"/><text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>",
            WIDTH - RIGHT,
            LEFT - 6.0,
            y + 4.0
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">size of the answer</text>",
        (LEFT + WIDTH - RIGHT) / 2.0,
        HEIGHT - 10.0
    );
    for (index, (name, color)) in DRAWN.iter().enumerate() {
        let points: Vec<(f64, f64)> = sizes
            .iter()
            .map(|one| (number(&one["bytes"]), figure(one, name, "milliseconds")))
            .filter(|(bytes, ms)| !bytes.is_nan() && !ms.is_nan())
            .map(|(bytes, ms)| (x(bytes), y(ms)))
            .collect();
        let line: Vec<String> = points
            .iter()
            .map(|(x, y)| format!("{x:.1},{y:.1}"))
            .collect();
        let _ = writeln!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>",
            line.join(" ")
        );
        for (x, y) in &points {
            let _ = writeln!(
                svg,
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{color}\"/>"
            );
        }
        let at = f64::from(u32::try_from(index).unwrap_or_default()).mul_add(20.0, TOP + 10.0);
        let legend = WIDTH - RIGHT + 12.0;
        let _ = writeln!(
            svg,
            "<line x1=\"{legend}\" y1=\"{at}\" x2=\"{}\" y2=\"{at}\" stroke=\"{color}\" stroke-width=\"2\"/><text x=\"{}\" y=\"{}\">{name}</text>",
            legend + 18.0,
            legend + 24.0,
            at + 4.0
        );
    }
    bars::draw(
        &mut svg,
        &measured.whole,
        (LEFT, WIDTH - RIGHT),
        HEIGHT + 20.0,
    );
    svg.push_str("</svg>\n");
    svg
}
