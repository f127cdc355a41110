//! Who may begin when. It knows no clock: each question says what time it is.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::{Priority, RateLimit};

/// While backfills wait, every tenth turn is theirs.
const IN_A_ROW: u32 = 9;
/// How much of the bounds each second gives back.
const RECOVERY: f64 = 0.05;
const LEAST: f64 = 0.01;
/// How often the first in a full line looks whether its room has grown.
const LOOK: Duration = Duration::from_secs(1);
/// How long nothing begins after a 429 that does not say.
const HOLD: Duration = Duration::from_secs(1);
const LONGEST_HOLD: Duration = Duration::from_secs(60);

/// What a waiting request may do.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Now,
    /// It may be next, but not before this.
    At(Instant),
    /// Others go first. It will be woken.
    Later,
}

pub(super) struct Pace {
    bounds: RateLimit,
    /// Those who wait, in the order in which they came: live calls, and backfills.
    waiting: [BTreeMap<u64, Arc<Notify>>; 2],
    tickets: u64,
    running: [usize; 2],
    /// Before this, nothing begins.
    next: Instant,
    /// Of `next`, the part that the gateway asked for.
    held: Instant,
    live_in_a_row: u32,
    /// The share of the bounds that is left, at `since`.
    share: f64,
    since: Instant,
    /// When it last learned something: what began before says nothing new.
    learned: Option<Instant>,
}

impl Pace {
    pub(super) fn new(bounds: RateLimit, now: Instant) -> Self {
        Self {
            bounds,
            waiting: [BTreeMap::new(), BTreeMap::new()],
            tickets: 0,
            running: [0; 2],
            next: now,
            held: now,
            live_in_a_row: 0,
            share: 1.0,
            since: now,
            learned: None,
        }
    }

    /// Gets in line. Returns the number of the ticket.
    pub(super) fn join(&mut self, priority: Priority, wake: Arc<Notify>) -> u64 {
        self.tickets += 1;
        self.waiting[priority as usize].insert(self.tickets, wake);
        self.tickets
    }

    /// Leaves the line.
    pub(super) fn leave(&mut self, priority: Priority, ticket: u64) {
        self.waiting[priority as usize].remove(&ticket);
    }

    /// Takes the turn of a ticket, if it has come.
    pub(super) fn turn(&mut self, priority: Priority, ticket: u64, now: Instant) -> Turn {
        let first = self.waiting[priority as usize].first_key_value();
        let is_first = first.is_some_and(|(first, _)| *first == ticket);
        if !is_first {
            return Turn::Later;
        }
        if self.chosen(now) != Some(priority) {
            // Room that comes back with time wakes nobody.
            let look = now.max(self.since) + LOOK;
            return if self.grows(now) {
                Turn::At(look)
            } else {
                Turn::Later
            };
        }
        if now < self.next {
            return Turn::At(self.next);
        }
        self.live_in_a_row = match priority {
            Priority::Live if !self.waiting[Priority::Backfill as usize].is_empty() => {
                self.live_in_a_row + 1
            }
            _ => 0,
        };
        self.leave(priority, ticket);
        self.running[priority as usize] += 1;
        if let Some(rate) = self.bounds.per_second {
            self.next = now + Duration::from_secs_f64(1.0 / (rate * self.share(now)));
        }
        Turn::Now
    }

    /// A request has ended.
    pub(super) fn end(&mut self, priority: Priority) {
        self.running[priority as usize] -= 1;
    }

    /// Wakes the one whose turn is next, or whoever must know when to look again.
    pub(super) fn wake(&self, now: Instant) {
        let chosen = self.chosen(now);
        for priority in [Priority::Live, Priority::Backfill] {
            if chosen.map_or_else(|| self.grows(now), |chosen| chosen == priority)
                && let Some((_, wake)) = self.waiting[priority as usize].first_key_value()
            {
                wake.notify_one();
            }
        }
    }

    /// The gateway refused a request that began then: there are too many.
    pub(super) fn slow_down(&mut self, begun: Instant, asked: Option<Duration>, now: Instant) {
        let hold = asked.filter(|asked| !asked.is_zero()).unwrap_or(HOLD);
        self.held = self.held.max(now + hold.min(LONGEST_HOLD));
        self.next = self.next.max(self.held);
        if self.learned.is_none_or(|learned| begun >= learned) {
            self.share = (self.share(now) / 2.0).max(LEAST);
            self.learned = Some(now);
        }
        self.since = self.held;
    }

    /// Until when the gateway asked to wait, if that is not over.
    pub(super) fn held_until(&self, now: Instant) -> Option<Instant> {
        Some(self.held).filter(|held| *held > now)
    }

    fn share(&self, now: Instant) -> f64 {
        let seconds = now.saturating_duration_since(self.since).as_secs_f64();
        (self.share + RECOVERY * seconds).min(1.0)
    }

    /// Whether a full line will have more room without any request ending.
    fn grows(&self, now: Instant) -> bool {
        self.bounds.concurrent.is_some() && self.share(now) < 1.0
    }

    /// Who is next, if there is room for anyone.
    fn chosen(&self, now: Instant) -> Option<Priority> {
        let room = self.room(now);
        let is_full = room.is_some_and(|room| self.running.iter().sum::<usize>() >= room);
        let kept = room.map(|room| room.saturating_sub(1).max(1));
        let [live, backfill] = [0, 1].map(|which| !is_full && !self.waiting[which].is_empty());
        let backfill = backfill && kept.is_none_or(|kept| self.running[1] < kept);
        match (live, backfill) {
            (true, true) if self.live_in_a_row >= IN_A_ROW => Some(Priority::Backfill),
            (true, _) => Some(Priority::Live),
            (false, true) => Some(Priority::Backfill),
            (false, false) => None,
        }
    }

    /// How many requests may be under way.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss
    )]
    fn room(&self, now: Instant) -> Option<usize> {
        let bound = self.bounds.concurrent?;
        Some(((bound as f64 * self.share(now)) as usize).max(1))
    }
}

#[cfg(test)]
mod tests;
