//! Every fault of network, proxy and gateway for each class of operation: which error, how
//! many requests, how long. The table is in `docs/faults.md`.

mod case;

mod part;
mod rows;
use std::sync::mpsc;
use std::time::Duration;

use crate::page;
use case::Class;
use mock_gateway::Fault;
use rows::{ROWS, Row};

/// What happened to one row, in the order of the classes.
pub(crate) type Seen = [String; 3];

#[test]
fn no_fault_makes_a_call_hang_lie_or_repeat_what_is_paid() {
    let (done, seen) = mpsc::channel();
    std::thread::spawn(move || done.send(play_all()));
    // The cases have a paused clock, so an endless loop would never end.
    let seen = seen
        .recv_timeout(Duration::from_secs(600))
        .expect("a case panicked, see above, or never ended");
    let wrong: Vec<String> = ROWS
        .iter()
        .zip(&seen)
        .flat_map(|(row, seen)| differences(row, seen))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    for fault in Fault::ALL {
        let there = ROWS.iter().any(|row| row.name() == fault.name());
        assert!(there, "{} has no row", fault.name());
    }
    page::compare(
        "-p clavata-mock-gateway --test it fault_matrix",
        &part::render(ROWS, &seen),
    );
}

/// Runs each class on its own thread.
fn play_all() -> Vec<Seen> {
    let classes = [Class::Safe, Class::Create, Class::Stream];
    let [safe, create, stream] = std::thread::scope(|scope| {
        classes
            .map(|class| scope.spawn(move || ROWS.iter().map(|row| play(row, class)).collect()))
            .map(|class| -> Vec<String> { class.join().unwrap() })
    });
    let rows = safe.into_iter().zip(create).zip(stream);
    rows.map(|((safe, create), stream)| [safe, create, stream])
        .collect()
}

fn play(row: &Row, class: Class) -> String {
    let expected = row.expected[class as usize];
    if expected == rows::DOES_NOT_APPLY {
        return expected.to_owned();
    }
    // On a busy machine a packet may be late, and the paused clock skips it. Such a case runs
    // again; a real fault shows again.
    let mut seen = String::new();
    for _ in 0..3 {
        seen = play_once(row, class);
        if seen == expected {
            break;
        }
    }
    seen
}

fn play_once(row: &Row, class: Class) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(case::play(row, class))
}

fn differences(row: &Row, seen: &Seen) -> Vec<String> {
    ["safe", "create", "stream"]
        .iter()
        .zip(row.expected.iter().zip(seen))
        .filter(|(_, (expected, seen))| expected != seen)
        .map(|(class, (expected, seen))| {
            format!(
                "{}, {class}: expected {expected:?}, saw {seen:?}",
                row.name()
            )
        })
        .collect()
}
