//! A range of times in the form of the contract: one flag says whether both ends are inclusive.

use std::ops::{Bound, RangeBounds};

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};

use crate::error::Error;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct TimeRange {
    pub(super) start: Option<DateTime<Utc>>,
    pub(super) end: Option<DateTime<Utc>>,
    pub(super) inclusive: bool,
}

impl TimeRange {
    /// If only one end is inclusive, the other is moved inward by a nanosecond, the resolution of
    /// timestamps, and made inclusive.
    pub(super) fn of(range: &impl RangeBounds<DateTime<Utc>>) -> Self {
        let (start, end) = (range.start_bound(), range.end_bound());
        let inclusive = [start, end]
            .iter()
            .any(|bound| matches!(bound, Bound::Included(_)));
        let time = |bound: Bound<&DateTime<Utc>>, inward| match bound {
            Bound::Unbounded => None,
            Bound::Excluded(&time) if inclusive => {
                Some(time.checked_add_signed(inward).unwrap_or(time))
            }
            Bound::Included(&time) | Bound::Excluded(&time) => Some(time),
        };
        Self {
            start: time(start, TimeDelta::nanoseconds(1)),
            end: time(end, TimeDelta::nanoseconds(-1)),
            inclusive,
        }
    }

    /// Refuses an empty range, and times without an RFC 3339 form. `name` says what happened to the
    /// job at that time, such as "created".
    pub(super) fn check(&self, name: &str) -> Result<(), Error> {
        let times = [self.start, self.end].into_iter().flatten();
        for time in times {
            if !(1..=9999).contains(&time.year()) {
                return Err(Error::not_built(format!(
                    "jobs {name} at {time:?} cannot be listed: the year must be 1 to 9999"
                )));
            }
        }
        if let (Some(start), Some(end)) = (self.start, self.end)
            && (start > end || start == end && !self.inclusive)
        {
            return Err(Error::not_built(format!(
                "no job can be {name} between {start:?} and {end:?}"
            )));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Bound::{Excluded, Included, Unbounded};

    use chrono::{DateTime, Utc};

    use super::TimeRange;

    fn time(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn noon() -> DateTime<Utc> {
        time("2026-03-01T12:00:00Z")
    }

    fn one() -> DateTime<Utc> {
        time("2026-03-01T13:00:00Z")
    }

    #[test]
    fn every_pair_of_bounds_is_sent_exactly() {
        let after_noon = time("2026-03-01T12:00:00.000000001Z");
        let before_one = time("2026-03-01T12:59:59.999999999Z");
        for (range, start, end, inclusive) in [
            ((Unbounded, Unbounded), None, None, false),
            ((Included(noon()), Unbounded), Some(noon()), None, true),
            ((Excluded(noon()), Unbounded), Some(noon()), None, false),
            ((Unbounded, Excluded(one())), None, Some(one()), false),
            ((Unbounded, Included(one())), None, Some(one()), true),
            (
                (Excluded(noon()), Excluded(one())),
                Some(noon()),
                Some(one()),
                false,
            ),
            (
                (Included(noon()), Included(one())),
                Some(noon()),
                Some(one()),
                true,
            ),
            (
                (Included(noon()), Excluded(one())),
                Some(noon()),
                Some(before_one),
                true,
            ),
            (
                (Excluded(noon()), Included(one())),
                Some(after_noon),
                Some(one()),
                true,
            ),
        ] {
            let expected = TimeRange {
                start,
                end,
                inclusive,
            };
            assert_eq!(TimeRange::of(&range), expected, "{range:?}");
            assert!(expected.check("created").is_ok());
        }
    }

    #[test]
    fn a_range_without_a_time_is_refused() {
        let check = |range| TimeRange::of(&range).check("created");
        assert!(check((Included(noon()), Included(noon()))).is_ok());
        for range in [
            (Included(noon()), Excluded(noon())),
            (Excluded(noon()), Included(noon())),
            (Excluded(noon()), Excluded(noon())),
            (Included(one()), Included(noon())),
            (Excluded(DateTime::<Utc>::MAX_UTC), Included(one())),
            (Included(noon()), Included(time("+10000-01-01T00:00:00Z"))),
            (Unbounded, Included(DateTime::<Utc>::MIN_UTC)),
        ] {
            assert!(check(range).unwrap_err().is_not_built(), "{range:?}");
        }
    }
}
