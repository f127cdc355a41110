//! The stages of a job, and how it moves from one to the next.

use std::time::Duration;

/// A stage that a job passes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Accepted, but not started: basic fields only.
    Pending,
    /// Running: basic fields only.
    Running,
    /// The job exactly as the test gave it.
    Done,
    /// Ended with `JOB_STATUS_FAILED`, basic fields only.
    Failed,
    /// Ended with `JOB_STATUS_CANCELED`, basic fields only.
    Canceled,
    /// A status with this name, basic fields only, to test statuses that do not exist yet.
    Other(&'static str),
}

impl Stage {
    /// The status on the wire, or none if the job itself says it.
    pub(crate) fn status(self) -> Option<&'static str> {
        match self {
            Self::Pending => Some("JOB_STATUS_PENDING"),
            Self::Running => Some("JOB_STATUS_RUNNING"),
            Self::Done => None,
            Self::Failed => Some("JOB_STATUS_FAILED"),
            Self::Canceled => Some("JOB_STATUS_CANCELED"),
            Self::Other(status) => Some(status),
        }
    }
}

/// How a job advances. It stays in the last stage. Without a stage it is done.
///
/// ```
/// use mock_gateway::{Progress, Stage};
/// use std::time::Duration;
/// let by_poll = Progress::from([Stage::Pending, Stage::Running, Stage::Done]);
/// let by_clock = Progress::Clock(vec![
///     (Duration::ZERO, Stage::Pending),
///     (Duration::from_secs(5), Stage::Done),
/// ]);
/// # drop((by_poll, by_clock));
/// ```
#[derive(Clone, Debug)]
pub enum Progress {
    /// One stage for each poll.
    Polls(Vec<Stage>),
    /// Each stage starts this long after the job was put, on tokio's clock.
    Clock(Vec<(Duration, Stage)>),
}

impl<const N: usize> From<[Stage; N]> for Progress {
    fn from(stages: [Stage; N]) -> Self {
        Self::Polls(stages.to_vec())
    }
}

impl From<Vec<Stage>> for Progress {
    fn from(stages: Vec<Stage>) -> Self {
        Self::Polls(stages)
    }
}

impl From<Stage> for Progress {
    fn from(stage: Stage) -> Self {
        Self::Polls(vec![stage])
    }
}

impl Progress {
    /// The stage after a number of polls, or a time after the start.
    pub(crate) fn stage(&self, polls: usize, elapsed: Duration) -> Stage {
        match self {
            Self::Polls(stages) => {
                let current = polls.saturating_sub(1);
                let reached = stages.get(current).or(stages.last());
                reached.copied().unwrap_or(Stage::Done)
            }
            Self::Clock(stages) => {
                let reached = stages.iter().rev().find(|(from, _)| *from <= elapsed);
                reached.map_or(Stage::Pending, |(_, stage)| *stage)
            }
        }
    }
}
