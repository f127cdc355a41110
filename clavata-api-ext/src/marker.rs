//! The marker of a create, by which its job can be found if the response was lost.

use std::fmt;
use std::time::{Duration, SystemTime};

use uuid::{Builder, Uuid};

use crate::timeouts::Timeouts;

/// The unit of the time limit that a marker stores.
const STEP: Duration = Duration::from_secs(10);
/// The most units: a create without a time limit ends after about 11 hours.
const MOST_STEPS: u16 = 0xfff;

/// Marks the job of one create, so that [`Clavata::reconcile`](crate::Clavata::reconcile) can find it if
/// the response was lost. It is sent in the metadata of the content, and hidden from rows and results.
///
/// It records when it was made and when its create is over, so it is all you need
/// to find the job later, even from another process. It is not secret. As text, it is a UUID.
///
/// ```
/// # fn example(clavata: clavata_api_ext::Clavata, policy: uuid::Uuid) -> Result<(), clavata_api_ext::Error> {
/// use clavata_api_ext::{Content, Marker};
///
/// // If the process may end before the response arrives, store the marker first.
/// let marker = clavata.marker();
/// std::fs::write("marker", marker.to_string()).unwrap();
/// let create = clavata.create(policy, [Content::text("hello")]).marker(marker);
///
/// let kept: Marker = std::fs::read_to_string("marker").unwrap().parse()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Marker(Uuid);

impl Marker {
    /// A marker for a create that is sent now, with these timeouts.
    pub(crate) fn new(timeouts: Timeouts) -> Self {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let milliseconds = now.unwrap_or_default().as_millis().to_be_bytes();
        let total = timeouts.total().unwrap_or(Duration::MAX);
        // One more, so that it never cuts short a create that is sent at once.
        let steps = total.as_millis().div_ceil(STEP.as_millis()) + 1;
        let steps = u16::try_from(steps).map_or(MOST_STEPS, |steps| steps.min(MOST_STEPS));
        let mut bytes = [0; 16];
        fastrand::fill(&mut bytes[8..]);
        bytes[..6].copy_from_slice(&milliseconds[10..]);
        bytes[6..8].copy_from_slice(&steps.to_be_bytes());
        // Version 8: the layout is our own.
        Self(Builder::from_custom_bytes(bytes).into_uuid())
    }

    /// Takes a UUID as a marker, if it has the layout of one.
    pub(crate) fn of_uuid(id: Uuid) -> Option<Self> {
        (id.get_version_num() == 8).then_some(Self(id))
    }

    /// When it was made, to the millisecond, by the clock of the machine that made it.
    pub fn made_at(&self) -> SystemTime {
        let mut milliseconds = [0; 8];
        milliseconds[2..].copy_from_slice(&self.0.as_bytes()[..6]);
        SystemTime::UNIX_EPOCH + Duration::from_millis(u64::from_be_bytes(milliseconds))
    }

    /// The time by which its create is over.
    pub fn over_at(&self) -> SystemTime {
        let bytes = self.0.as_bytes();
        let steps = u16::from_be_bytes([bytes[6], bytes[7]]) & MOST_STEPS;
        self.made_at() + STEP * u32::from(steps)
    }

    /// The marker as a UUID.
    pub fn as_uuid(&self) -> Uuid {
        self.0
    }
}

impl fmt::Display for Marker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Marker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Marker({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{Marker, Timeouts};

    #[test]
    fn a_marker_knows_when_it_was_made_and_when_its_create_is_over() {
        for (total, seconds) in [(1, 20), (10, 20), (11, 30), (60, 70), (100_000, 40_950)] {
            let timeouts = Timeouts::default().with_total(Duration::from_secs(total));
            let before = SystemTime::now() - Duration::from_millis(1);
            let made = Marker::of_uuid(Marker::new(timeouts).as_uuid()).unwrap();
            assert!(before <= made.made_at() && made.made_at() <= SystemTime::now());
            let bound = made.over_at().duration_since(made.made_at()).unwrap();
            assert_eq!(bound, Duration::from_secs(seconds));
        }
        let endless = Marker::new(Timeouts::default().without_total());
        assert!(endless.over_at() > SystemTime::now() + Duration::from_secs(40_000));
    }

    #[test]
    fn no_two_markers_are_the_same() {
        let made: std::collections::HashSet<_> = (0..10_000)
            .map(|_| Marker::new(Timeouts::default()))
            .collect();
        assert_eq!(made.len(), 10_000);
    }
}
