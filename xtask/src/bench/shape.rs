//! The shapes of files of answers.

/// How answers are arranged in a file.
#[derive(Debug)]
pub(super) struct Shape {
    /// The name that `clavata-speed shape` uses.
    pub(super) name: &'static str,
    pub(super) what: &'static str,
}

pub(super) const SHAPES: &[Shape] = &[
    Shape::of("lines", "NDJSON"),
    Shape::of("job", "one job"),
    Shape::of("list", "one list of jobs"),
    Shape::of("array", "an array of answers"),
    Shape::of("pretty", "pretty-printed answers"),
    Shape::of("stream", "an evaluate stream"),
    Shape::of("unusual", "NDJSON with 5 % unreadable answers"),
];

impl Shape {
    const fn of(name: &'static str, what: &'static str) -> Self {
        Self { name, what }
    }
}
