use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::{Pace, Priority, Turn};
use crate::limit::RateLimit;

const SECOND: Duration = Duration::from_secs(1);

/// A queue with its own clock.
struct Line {
    pace: Pace,
    now: Instant,
}

impl Line {
    fn new(bounds: RateLimit) -> Self {
        let now = Instant::now();
        Self {
            pace: Pace::new(bounds, now),
            now,
        }
    }

    fn join(&mut self, priority: Priority) -> u64 {
        self.pace.join(priority, Arc::new(Notify::new()))
    }

    /// A call while no other call waits.
    fn alone(&mut self) -> Turn {
        let ticket = self.join(Priority::Live);
        let turn = self.pace.turn(Priority::Live, ticket, self.now);
        self.pace.leave(Priority::Live, ticket);
        turn
    }

    /// The number of calls that start one after the other in this time.
    fn begun_within(&mut self, time: Duration) -> u32 {
        let end = self.now + time;
        let mut begun = 0;
        loop {
            match self.alone() {
                Turn::Now => begun += 1,
                Turn::At(due) if due < end => self.now = due,
                _ => {
                    self.now = end;
                    return begun;
                }
            }
        }
    }
}

#[test]
fn requests_begin_evenly_spaced() {
    let mut line = Line::new(RateLimit::default().per_second(4.0));
    assert_eq!(line.alone(), Turn::Now);
    assert_eq!(line.alone(), Turn::At(line.now + SECOND / 4));
    line.now += 10 * SECOND;
    // Idle time is not saved up.
    assert_eq!(line.alone(), Turn::Now);
    assert_eq!(line.alone(), Turn::At(line.now + SECOND / 4));
}

#[test]
fn a_429_halves_the_rate_which_comes_back_by_and_by() {
    let mut line = Line::new(RateLimit::default().per_second(100.0));
    assert!((99..=101).contains(&line.begun_within(SECOND)));
    let begun = line.now;
    line.pace.slow_down(begun, Some(3 * SECOND), line.now);
    assert_eq!(line.begun_within(3 * SECOND), 0);
    let after = line.begun_within(SECOND);
    assert!((50..=55).contains(&after), "{after}");
    line.now += 9 * SECOND;
    let later = line.begun_within(SECOND);
    assert!((99..=101).contains(&later), "{later}");
}

#[test]
fn requests_that_were_under_way_at_a_429_teach_nothing_more() {
    let mut line = Line::new(RateLimit::default().per_second(100.0));
    let begun = line.now;
    line.now += SECOND;
    for _ in 0..20 {
        line.pace.slow_down(begun, None, line.now);
    }
    line.now += SECOND;
    assert_eq!(line.alone(), Turn::Now);
    assert_eq!(line.alone(), Turn::At(line.now + SECOND / 50));
    for _ in 0..20 {
        line.pace.slow_down(line.now, None, line.now);
        line.now += SECOND;
    }
    // One percent of the rate remains.
    assert_eq!(line.alone(), Turn::Now);
    assert_eq!(line.alone(), Turn::At(line.now + SECOND));
}

#[test]
fn backfills_let_live_calls_go_first_but_get_every_tenth_turn() {
    let mut line = Line::new(RateLimit::default());
    let mut calls = Vec::new();
    for _ in 0..30 {
        calls.push(line.join(Priority::Live));
    }
    let backfills = [0; 4].map(|_| line.join(Priority::Backfill));
    let (mut begun, mut backfills) = (String::new(), backfills.iter().peekable());
    let mut calls = calls.iter().peekable();
    while begun.len() < 34 {
        let now = line.now;
        if let Some(ticket) = calls.peek()
            && line.pace.turn(Priority::Live, **ticket, now) == Turn::Now
        {
            calls.next();
            begun.push('l');
        } else if let Some(ticket) = backfills.peek()
            && line.pace.turn(Priority::Backfill, **ticket, now) == Turn::Now
        {
            backfills.next();
            begun.push('b');
        } else {
            panic!("nobody may begin after {begun}");
        }
    }
    assert_eq!(begun, "lllllllllblllllllllblllllllllblllb");
}

#[test]
fn one_of_two_or_more_requests_is_kept_free_of_backfills() {
    for (bound, most) in [(1, 1), (2, 1), (4, 3)] {
        let mut line = Line::new(RateLimit::default().concurrent(bound));
        let begun = (0..6).filter(|_| {
            let ticket = line.join(Priority::Backfill);
            line.pace.turn(Priority::Backfill, ticket, line.now) == Turn::Now
        });
        assert_eq!(begun.count(), most, "of {bound}");
        let free = if most < bound { Turn::Now } else { Turn::Later };
        assert_eq!(line.alone(), free, "of {bound}");
    }
}

#[test]
fn room_that_comes_back_with_time_is_looked_for() {
    let mut line = Line::new(RateLimit::default().concurrent(2));
    assert_eq!([line.alone(), line.alone()], [Turn::Now, Turn::Now]);
    let begun = line.now;
    line.pace.slow_down(begun, None, line.now);
    line.pace.end(Priority::Live);
    // One request is running, and for now the limit is one.
    let ticket = line.join(Priority::Live);
    let came = loop {
        match line.pace.turn(Priority::Live, ticket, line.now) {
            Turn::Now => break line.now,
            Turn::At(due) if due > line.now => line.now = due,
            turn => panic!("{turn:?} after {:?}", line.now - begun),
        }
    };
    // One second in which nothing starts, and ten to recover the other half.
    assert!((11..=12).contains(&(came - begun).as_secs()));
}
