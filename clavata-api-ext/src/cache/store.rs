//! Values with a lifetime. One caller computes a value while the others wait for it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Mutex as Turn, OwnedMutexGuard};
use tokio::time::Instant;

use super::VerdictCache;
use crate::expiring_map::ExpiringMap;

pub(crate) struct Store<T> {
    inside: Mutex<Inside<T>>,
}

struct Inside<T> {
    entries: ExpiringMap<u128, T>,
    flights: HashMap<u128, Arc<Flight<T>>>,
}

/// A value that is being computed by the caller who holds the lock.
struct Flight<T>(Arc<Turn<Outcome<T>>>);

enum Outcome<T> {
    Unknown,
    Found(T),
    /// There is no value to share.
    None,
}

impl<T: Clone> Store<T> {
    pub(crate) fn new(bounds: VerdictCache) -> Self {
        Self {
            inside: Mutex::new(Inside {
                entries: ExpiringMap::new(bounds.lifetime, bounds.entries),
                flights: HashMap::new(),
            }),
        }
    }

    /// Returns the value, or the task of computing it. Waits while another caller computes it.
    pub(crate) async fn get(self: &Arc<Self>, key: u128) -> Result<T, Task<T>> {
        let place = {
            let mut inside = self.inside();
            if let Some(value) = inside.entries.get(&key) {
                return Ok(value.clone());
            }
            let flight = inside.flights.entry(key).or_insert_with(|| {
                let outcome = Turn::new(Outcome::Unknown);
                Arc::new(Flight(Arc::new(outcome)))
            });
            Place {
                store: self.clone(),
                key,
                flight: flight.clone(),
            }
        };
        let turn = place.flight.0.clone().lock_owned().await;
        let turn = match &*turn {
            Outcome::Found(value) => return Ok(value.clone()),
            Outcome::None => None,
            Outcome::Unknown => Some(turn),
        };
        Err(Task {
            turn,
            place,
            begun: Instant::now(),
        })
    }

    fn inside(&self) -> MutexGuard<'_, Inside<T>> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place among the callers that wait for a value.
struct Place<T> {
    store: Arc<Store<T>>,
    key: u128,
    flight: Arc<Flight<T>>,
}

impl<T> Place<T> {
    /// Callers that come later start over.
    fn close(&self, inside: &mut Inside<T>) {
        let flight = inside.flights.get(&self.key);
        if flight.is_some_and(|flight| Arc::ptr_eq(flight, &self.flight)) {
            inside.flights.remove(&self.key);
        }
    }
}

impl<T> Drop for Place<T> {
    fn drop(&mut self) {
        let store = &self.store.inside;
        let mut inside = store.lock().unwrap_or_else(PoisonError::into_inner);
        // The last one: the other reference is the map's.
        if Arc::strong_count(&self.flight) <= 2 {
            self.close(&mut inside);
        }
    }
}

/// The task of computing a value. If it is dropped, the next caller that waits gets the task.
pub(crate) struct Task<T> {
    /// `None` if others compute the value as well. It is dropped before the place.
    turn: Option<OwnedMutexGuard<Outcome<T>>>,
    place: Place<T>,
    begun: Instant,
}

impl<T: Clone> Task<T> {
    /// Shares the value with the callers that wait, and stores it.
    pub(crate) fn found(self, value: &T) {
        let mut inside = self.place.store.inside();
        let entries = &mut inside.entries;
        entries.put(self.place.key, value.clone(), self.begun);
        self.place.close(&mut inside);
        drop(inside);
        if let Some(mut turn) = self.turn {
            *turn = Outcome::Found(value.clone());
        }
    }

    /// Reports that there is no value to share: each of the callers that wait gets its own task.
    pub(crate) fn none(self) {
        self.place.close(&mut self.place.store.inside());
        if let Some(mut turn) = self.turn {
            *turn = Outcome::None;
        }
    }
}

#[cfg(test)]
mod tests;
