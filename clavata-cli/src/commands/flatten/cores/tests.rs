use super::*;

/// Cores that a dealer feeds with tasks: their blocks, and whether their worker lives to the end.
fn cores(tasks: &'static [(&[&str], bool)], dealer_fails: bool) -> Vec<String> {
    let (tasks_in, tasks_out) = sync_channel(9);
    let dealer = thread::spawn(move || {
        for (blocks, lives) in tasks {
            let (done, results) = sync_channel(9);
            tasks_in.send(results).unwrap();
            for block in *blocks {
                done.send(Some(Err(io::Error::other(*block)))).unwrap();
            }
            if *lives {
                done.send(None).unwrap();
            }
        }
        assert!(!dealer_fails, "the dealer fails in this test");
    });
    let cores = Cores {
        tasks: Some(tasks_out),
        current: None,
        dealer: Some(dealer),
    };
    cores
        .take(9)
        .map(|done| done.err().unwrap().to_string())
        .collect()
}

#[test]
fn blocks_come_in_order_and_then_end() {
    let blocks = cores(&[(&["1", "2"], true), (&[], true), (&["3"], true)], false);
    assert_eq!(blocks, ["1", "2", "3"]);
}

#[test]
fn a_thread_that_fails_ends_everything_with_one_error() {
    let failed = "a worker thread failed";
    let blocks = cores(&[(&["1"], true), (&["2"], false), (&["3"], true)], false);
    assert_eq!(blocks, ["1", "2", failed]);
    let blocks = cores(&[(&["1"], true)], true);
    assert_eq!(blocks, ["1", failed]);
}
