//! The shapes of files of answers.

/// How answers are arranged in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Lines,
    Job,
    List,
    Array,
    Pretty,
    Stream,
    Unusual,
}

impl Shape {
    pub(super) const ALL: [Self; 7] = [
        Self::Lines,
        Self::Job,
        Self::List,
        Self::Array,
        Self::Pretty,
        Self::Stream,
        Self::Unusual,
    ];

    /// The name that `clavata-speed shape` uses.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Lines => "lines",
            Self::Job => "job",
            Self::List => "list",
            Self::Array => "array",
            Self::Pretty => "pretty",
            Self::Stream => "stream",
            Self::Unusual => "unusual",
        }
    }

    pub(super) fn what(self) -> &'static str {
        match self {
            Self::Lines => "NDJSON",
            Self::Job => "one job",
            Self::List => "one list of jobs",
            Self::Array => "an array of answers",
            Self::Pretty => "pretty-printed answers",
            Self::Stream => "an evaluate stream",
            Self::Unusual => "NDJSON with 5 % unreadable answers",
        }
    }
}
