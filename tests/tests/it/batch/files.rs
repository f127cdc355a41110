//! Files that others put there, before or during a run.

use std::fs;

use clavata_batch::{BatchError, BatchProgress};
use mock_gateway::{Answer, Operation};

use super::{CSV, Desk, said};

#[tokio::test]
async fn an_output_that_appeared_during_the_run_is_not_replaced() {
    for overwrite in [false, true] {
        let desk = Desk::with(CSV).await;
        let output = desk.output.clone();
        let run = desk.run().on_progress(move |progress| {
            if matches!(progress, BatchProgress::Downloading { .. }) {
                fs::write(&output, "theirs").unwrap();
            }
        });
        let run = if overwrite { run.with_overwrite() } else { run };
        let error = run.await.unwrap_err();
        assert!(matches!(error, BatchError::File { .. }));
        assert!(said(&error).contains("has appeared"), "{error}");
        assert_eq!(fs::read_to_string(&desk.output).unwrap(), "theirs");
        assert_eq!(
            desk.files(),
            [
                "comments.csv",
                "judged.csv",
                "judged.csv.clavata-batch.json"
            ]
        );
        // The next run does not replace it either, until it is moved away.
        let error = desk.run().await.unwrap_err();
        assert!(said(&error).contains("already exists"), "{error}");
        assert_eq!(fs::read_to_string(&desk.output).unwrap(), "theirs");
        fs::remove_file(&desk.output).unwrap();
        assert!(desk.run().await.unwrap().is_complete());
        assert_eq!((desk.creates(), desk.uploads()), (1, 1));
    }
}

#[tokio::test]
async fn a_refusal_in_an_output_that_cannot_take_its_place_is_told() {
    for came in [
        "ref_id,outcome,error\n1,,PRECHECK_FAILURE_TYPE_NCMEC\n",
        "PRECHECK_FAILURE_TYPE_NCMEC",
    ] {
        let desk = Desk::with(CSV).await;
        let downloads = desk.gateway.on(Operation::DownloadOutput);
        downloads.times(1, Answer::raw(200, &[], came));
        let output = desk.output.clone();
        let run = desk.run().on_progress(move |progress| {
            if matches!(progress, BatchProgress::Downloading { .. }) {
                fs::write(&output, "theirs").unwrap();
            }
        });
        let error = run.await.unwrap_err();
        assert!(matches!(error, BatchError::File { .. }), "{came}: {error}");
        assert!(error.has_refusals(), "{came}: {error}");
        assert!(said(&error).contains("may have been refused"), "{error}");
    }
}

#[tokio::test]
async fn an_output_that_is_not_whole_may_be_replaced_by_a_better_one_and_by_nothing_else() {
    let desk = Desk::with(CSV).await;
    let downloads = desk.gateway.on(Operation::DownloadOutput);
    downloads.times(2, Answer::raw(200, &[], "ref_id,outcome\n1,FALSE\n"));
    for _ in 0..2 {
        assert_eq!(desk.run().await.unwrap().missing(), ["2", "3"]);
        assert!(desk.state.exists());
    }
    fs::write(&desk.output, "edited").unwrap();
    let error = desk.run().await.unwrap_err();
    assert!(said(&error).contains("already exists"), "{error}");
    assert_eq!(fs::read_to_string(&desk.output).unwrap(), "edited");
    assert!(desk.run().with_overwrite().await.unwrap().is_complete());
    assert_eq!(desk.creates(), 1);
}

#[tokio::test]
async fn starting_over_needs_leave_to_replace_what_is_not_ours() {
    let desk = Desk::with(CSV).await;
    let downloads = desk.gateway.on(Operation::DownloadOutput);
    downloads.next(Answer::raw(200, &[], "ref_id,outcome\n1,FALSE\n"));
    assert!(!desk.run().await.unwrap().is_complete());
    fs::write(&desk.output, "edited").unwrap();
    for text in [None, Some("broken")] {
        if let Some(text) = text {
            fs::write(&desk.state, text).unwrap();
        }
        let error = desk.run().start_over().await.unwrap_err();
        assert!(said(&error).contains("already exists"), "{error}");
        assert!(desk.state.exists(), "nothing is given up for nothing");
    }
    assert_eq!(desk.creates(), 1);
}

#[cfg(unix)]
#[tokio::test]
async fn links_that_were_planted_lead_nobody_astray() {
    use std::os::unix::fs::symlink;
    for name in [
        "judged.csv.clavata-part",
        "judged.csv.clavata-batch.json.new",
        "judged.csv.partial",
        "judged.csv.new",
    ] {
        let desk = Desk::with(CSV).await;
        let victim = desk.dir.path().join("victim");
        fs::write(&victim, "precious").unwrap();
        symlink(&victim, desk.dir.path().join(name)).unwrap();
        assert!(desk.run().await.unwrap().is_complete());
        assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
        assert_eq!(desk.files(), ["comments.csv", "judged.csv", name, "victim"]);
    }
    let desk = Desk::with(CSV).await;
    let victim = desk.dir.path().join("victim");
    symlink(&victim, desk.dir.path().join("judged.csv.clavata-lock")).unwrap();
    let error = desk.run().await.unwrap_err();
    assert!(
        said(&error).contains("clavata-lock: it cannot be locked"),
        "{error}"
    );
    assert!(!victim.exists());
    assert_eq!(desk.creates(), 0);
}

#[cfg(unix)]
#[tokio::test]
async fn an_output_that_others_may_not_read_stays_so() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with(CSV).await;
    fs::write(&desk.output, "old").unwrap();
    fs::set_permissions(&desk.output, fs::Permissions::from_mode(0o600)).unwrap();
    assert!(desk.run().with_overwrite().await.unwrap().is_complete());
    let mode = fs::metadata(&desk.output).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
