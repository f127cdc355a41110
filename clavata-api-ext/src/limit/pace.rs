//! Decides which request may start when. It has no clock: the caller passes the time.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::{Priority, RateLimit};

/// While backfills wait, they get every tenth turn: this many live calls start in a row.
const IN_A_ROW: u32 = 9;
/// The share of the limits that is recovered per second.
const RECOVERY: f64 = 0.05;
const LEAST: f64 = 0.01;
/// How often the first in the queue checks whether the concurrency limit has recovered.
const LOOK: Duration = Duration::from_secs(1);
/// How long nothing starts after a 429 without `Retry-After`.
const HOLD: Duration = Duration::from_secs(1);
const LONGEST_HOLD: Duration = Duration::from_secs(60);

/// What a waiting request may do.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Now,
    /// It is next, but not before this time.
    At(Instant),
    /// Others go first. It will be notified.
    Later,
}

pub(super) struct Pace {
    bounds: RateLimit,
    /// The waiting requests in order of arrival: live calls, and backfills.
    waiting: [BTreeMap<u64, Arc<Notify>>; 2],
    tickets: u64,
    running: [usize; 2],
    /// Nothing starts before this.
    next: Instant,
    /// The part of `next` that the gateway asked for.
    held: Instant,
    live_in_a_row: u32,
    /// The share of the limits that was left at `since`.
    share: f64,
    since: Instant,
    /// The time of the last slow-down. A 429 of a request that started earlier adds nothing.
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

    /// Joins the queue. Returns the ticket number.
    pub(super) fn join(&mut self, priority: Priority, wake: Arc<Notify>) -> u64 {
        self.tickets += 1;
        self.waiting[priority as usize].insert(self.tickets, wake);
        self.tickets
    }

    /// Leaves the queue.
    pub(super) fn leave(&mut self, priority: Priority, ticket: u64) {
        self.waiting[priority as usize].remove(&ticket);
    }

    /// Starts the request with this ticket, if it is its turn.
    pub(super) fn turn(&mut self, priority: Priority, ticket: u64, now: Instant) -> Turn {
        let first = self.waiting[priority as usize].first_key_value();
        let is_first = first.is_some_and(|(first, _)| *first == ticket);
        if !is_first {
            return Turn::Later;
        }
        if self.chosen(now) != Some(priority) {
            // Nothing notifies a waiting request when the limit recovers, so it must check.
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

    /// Notifies the request whose turn is next, or those that must check again later.
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

    /// Slows down after a 429 for a request that started at `begun`.
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

    /// The end of the wait that the gateway asked for, if it is not over.
    pub(super) fn held_until(&self, now: Instant) -> Option<Instant> {
        Some(self.held).filter(|held| *held > now)
    }

    fn share(&self, now: Instant) -> f64 {
        let seconds = now.saturating_duration_since(self.since).as_secs_f64();
        (self.share + RECOVERY * seconds).min(1.0)
    }

    /// Whether the concurrency limit is still recovering.
    fn grows(&self, now: Instant) -> bool {
        self.bounds.concurrent.is_some() && self.share(now) < 1.0
    }

    /// Which priority is next, if any request may start.
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

    /// The current limit on concurrent requests.
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
