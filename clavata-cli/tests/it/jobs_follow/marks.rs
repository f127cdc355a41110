//! Where a run continues.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn jobs_between_two_runs_are_listed_by_a_third() {
    let gateway = MockGateway::builder().list_fixtures(false).start().await;
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().to_str().unwrap();
    let first = put(&gateway, 1, Stage::Done);
    let run = |more: &[&str], ids: &[&String]| {
        tokio::task::block_in_place(|| {
            let following = Following::start_with(&gateway, archive, more);
            for id in ids {
                assert_eq!(following.next(), **id, "{more:?}");
            }
            // A mark is written at the end of a round.
            let rounds = || gateway.counts(Operation::ListJobs).bodies;
            let before = rounds();
            until("it lists again", || rounds() >= before + 2);
            following.end();
        });
    };
    run(&[], &[&first]);
    let between = put(&gateway, 20, Stage::Done);
    let last = put(&gateway, 40, Stage::Done);
    run(&["--created-after", "2026-03-01T12:30:00Z"], &[&last]);
    run(&[], &[&between]);
    gateway.finish().await;
}

/// Follows one account after another with the same archive. The first attempts to get a job of the other fail.
async fn two_accounts(failures: usize) {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("answers");
    for (number, failures) in [(40, 0), (20, failures)] {
        let account = MockGateway::builder().list_fixtures(false).start().await;
        let job = put(&account, number, Stage::Done);
        let gets = account.on(Operation::GetJob);
        gets.times(failures, Fault::Unavailable);
        tokio::task::block_in_place(|| {
            let following = Following::start(&account, archive.to_str().unwrap());
            assert_eq!(following.next(), job);
            // A mark is written at the end of a round.
            until("there is a mark", || archive.join("follow.json").exists());
            following.end();
        });
        account.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_jobs_of_another_account_are_listed_from_their_beginning() {
    two_accounts(0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_not_taken_for_the_same_while_the_gateway_cannot_tell() {
    two_accounts(5).await;
}
