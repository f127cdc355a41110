use std::sync::Arc;
use std::time::Duration;

use tokio::time::advance;

use super::{Store, VerdictCache};

const SECOND: Duration = Duration::from_secs(1);

fn store(entries: usize) -> Arc<Store<char>> {
    Arc::new(Store::new(VerdictCache::new(entries, 10 * SECOND)))
}

async fn put(store: &Arc<Store<char>>, key: u128, value: char) {
    match store.get(key).await {
        Ok(_) => panic!("{key} is there already"),
        Err(task) => task.found(&value),
    }
}

async fn known(store: &Arc<Store<char>>, key: u128) -> Option<char> {
    store.get(key).await.ok()
}

/// Asserts that nothing is kept of finished calls.
fn is_quiet(store: &Store<char>) -> bool {
    store.inside().flights.is_empty()
}

#[tokio::test(start_paused = true)]
async fn a_value_lives_since_its_task_began() {
    let store = store(5);
    let Err(task) = store.get(1).await else {
        panic!("nothing is known");
    };
    advance(4 * SECOND).await;
    task.found(&'a');
    advance(Duration::from_millis(5_999)).await;
    assert_eq!(known(&store, 1).await, Some('a'));
    advance(Duration::from_millis(1)).await;
    assert_eq!(known(&store, 1).await, None);
    assert!(is_quiet(&store));
}

#[tokio::test(start_paused = true)]
async fn the_oldest_go_first() {
    let store = store(3);
    for (key, value) in [(1, 'a'), (2, 'b'), (3, 'c'), (4, 'd')] {
        put(&store, key, value).await;
        advance(SECOND).await;
    }
    let mut all = Vec::new();
    for key in 1..=4 {
        all.push(known(&store, key).await);
    }
    assert_eq!(all, [None, Some('b'), Some('c'), Some('d')]);
}

#[tokio::test(start_paused = true)]
async fn those_who_wait_share_what_the_first_one_finds() {
    let store = store(3);
    let Err(task) = store.get(1).await else {
        panic!("nothing is known");
    };
    let waiting = [0; 3].map(|_| {
        let store = store.clone();
        tokio::spawn(async move { known(&store, 1).await })
    });
    tokio::task::yield_now().await;
    // Another key does not wait.
    put(&store, 2, 'b').await;
    task.found(&'a');
    for waiting in waiting {
        assert_eq!(waiting.await.unwrap(), Some('a'));
    }
    assert!(is_quiet(&store));
}

#[tokio::test(start_paused = true)]
async fn a_task_that_is_dropped_goes_to_the_next_one_and_no_other() {
    let store = store(3);
    let first = store.get(1).await;
    let gives_up = tokio::time::timeout(SECOND, store.get(1));
    assert!(gives_up.await.is_err());
    let waiting = [0; 2].map(|_| {
        let store = store.clone();
        tokio::spawn(async move { store.get(1).await.map_err(|task| task.found(&'a')) })
    });
    tokio::task::yield_now().await;
    drop(first);
    let [next, last] = waiting;
    assert_eq!(next.await.unwrap(), Err(()));
    assert_eq!(last.await.unwrap(), Ok('a'));
    drop(store.get(2).await);
    assert!(is_quiet(&store));
}

#[tokio::test(start_paused = true)]
async fn if_there_is_nothing_to_share_all_go_on_at_once() {
    let store = store(3);
    let Err(task) = store.get(1).await else {
        panic!("nothing is known");
    };
    let waiting = [0; 3].map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            let got = store.get(1).await;
            tokio::time::sleep(SECOND).await;
            got.is_err()
        })
    });
    tokio::task::yield_now().await;
    let begun = tokio::time::Instant::now();
    task.none();
    for waiting in waiting {
        assert!(waiting.await.unwrap());
    }
    assert_eq!(begun.elapsed(), SECOND);
    assert!(is_quiet(&store));
    assert_eq!(known(&store, 1).await, None);
}
