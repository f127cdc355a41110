//! Whole runs, from CSV to CSV.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use clavata_api_ext::api::BatchJobState;
use clavata_batch::{BatchError, BatchProgress, BatchRun, BatchWarning};
use mock_gateway::{Answer, Operation};

use super::{CSV, Desk, POLICY, UNPUBLISHED, call, said};

#[tokio::test]
async fn a_csv_becomes_a_judged_csv_in_one_call() {
    let desk = Desk::with(CSV).await;
    let report = desk.run().await.unwrap();
    assert!(report.is_complete() && !report.was_resumed());
    assert_eq!(
        (report.rows(), report.output_rows(), report.answered()),
        (3, 3, 3)
    );
    let output = std::fs::read_to_string(report.output()).unwrap();
    assert!(output.contains("2,OUTCOME_TRUE,"), "{output}");
    assert_eq!(desk.files(), ["comments.csv", "judged.csv"]);
    assert_eq!((desk.creates(), desk.uploads()), (1, 1));
    desk.gateway.finish().await;
}

#[tokio::test]
async fn the_storage_gets_the_file_and_neither_key_nor_client() {
    let desk = Desk::with(CSV).await;
    assert!(desk.run().await.unwrap().is_complete());
    let mut storage = desk.gateway.requests();
    storage.retain(|request| request.operation.is_some_and(Operation::is_storage));
    assert_eq!(storage.len(), 2);
    for request in &storage {
        assert_eq!(request.header("authorization"), None);
        assert_eq!(request.header("x-clavata-client"), None);
        assert!(!format!("{request:?}").contains("test-key"));
    }
    assert_eq!(storage[0].body, CSV.as_bytes());
    assert_eq!(storage[0].header("content-type"), Some("text/csv"));
    assert_eq!(
        storage[0].header("content-length"),
        Some(&*CSV.len().to_string())
    );
}

#[tokio::test]
async fn a_byte_order_mark_stays_here() {
    let csv = format!("\u{feff}{CSV}");
    let desk = Desk::with(&csv).await;
    let report = desk.run().await.unwrap();
    assert_eq!(report.warnings(), [BatchWarning::ByteOrderMark]);
    let requests = desk.gateway.requests();
    let is_upload = |request: &&_| {
        let request: &mock_gateway::SeenRequest = request;
        request.operation == Some(Operation::UploadInput)
    };
    assert_eq!(requests.iter().find(is_upload).unwrap().body, CSV);
}

#[tokio::test]
async fn a_row_without_an_answer_is_named() {
    let desk = Desk::with(CSV).await;
    let output = "outcome,ref_id\nOUTCOME_FALSE,1\nOUTCOME_FALSE,1\nOUTCOME_TRUE,9\nbroken\n";
    desk.gateway
        .on(Operation::DownloadOutput)
        .next(Answer::raw(200, &[], output));
    let report = desk.run().await.unwrap();
    assert!(!report.is_complete());
    assert_eq!((report.output_rows(), report.answered()), (4, 0));
    assert_eq!(report.missing(), ["1", "2", "3"]);
    assert_eq!(report.unknown(), ["9", ""]);
    assert_eq!(report.unknown_rows(), 2);
    let problems: Vec<String> = report.problems().iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "line 3, 1: it was answered before, on line 2",
            "line 5: expected 2 fields, found 1"
        ]
    );
    assert_eq!(std::fs::read_to_string(report.output()).unwrap(), output);
    // An incomplete output does not end the run.
    assert!(desk.state.exists());
    let report = desk.run().await.unwrap();
    assert!(report.is_complete() && report.was_resumed());
    assert_eq!(desk.creates(), 1);
    assert_eq!(desk.files(), ["comments.csv", "judged.csv"]);
}

#[tokio::test]
async fn an_output_that_cannot_be_joined_is_kept_and_is_no_report() {
    let desk = Desk::with(CSV).await;
    let output = "id,outcome,new\n1,OUTCOME_FALSE,x\n";
    desk.gateway
        .on(Operation::DownloadOutput)
        .next(Answer::raw(200, &[], output));
    let error = desk.run().await.unwrap_err();
    assert!(matches!(error, BatchError::Output { .. }));
    assert_eq!(std::fs::read_to_string(&desk.output).unwrap(), output);
    // The next download may be complete, and costs nothing.
    let report = desk.run().await.unwrap();
    assert!(report.is_complete() && report.was_resumed());
    assert_eq!(desk.creates(), 1);
}

#[tokio::test]
async fn progress_is_told_from_check_to_download() {
    let desk = Desk::with(CSV).await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let tell = told.clone();
    let run = desk.run().with_name("Comments of February");
    let run = run.on_progress(move |progress| tell.lock().unwrap().push(progress.clone()));
    assert!(run.await.unwrap().is_complete());
    let told = told.lock().unwrap();
    assert!(matches!(told[0], BatchProgress::Checked { rows: 3, .. }));
    let BatchProgress::Created { name, .. } = &told[1] else {
        panic!("{told:?}")
    };
    assert!(name.starts_with("Comments of February "), "{name}");
    let states = told.iter().filter_map(|progress| match progress {
        BatchProgress::Waiting { state, .. } => Some(state.as_str()),
        _ => None,
    });
    let states: Vec<&str> = states.collect();
    assert_eq!(states.first(), Some(&"BATCH_JOB_STATE_QUEUED"));
    assert_eq!(states.last(), Some(&"BATCH_JOB_STATE_COMPLETED"));
    assert!(matches!(
        told.last(),
        Some(BatchProgress::Downloading { received, total: Some(total) }) if received == total
    ));
}

#[tokio::test]
async fn a_state_that_nobody_knows_is_waited_out() {
    let desk = Desk::with(CSV).await;
    for state in ["42", "\"BATCH_JOB_STATE_PAUSED\"", "null"] {
        let answer = desk.gateway.on(Operation::ListBatchJobs);
        let body = format!(r#"{{"batchJobs":[{{"batchJobId":"ID","state":{state}}}]}}"#);
        answer.next(Answer::json(200, body));
    }
    desk.gateway
        .on(Operation::CreateBatchJob)
        .next(Answer::json(
            200,
            format!(
                r#"{{"batchJobId":"ID","inputFileUploadUrl":"{}/storage/input/ID"}}"#,
                desk.gateway.url()
            ),
        ));
    let uploads = desk.gateway.on(Operation::UploadInput);
    uploads.next(Answer::raw(200, &[], ""));
    let end = r#"{"batchJobs":[{"batchJobId":"ID","state":"BATCH_JOB_STATE_CANCELLED"}]}"#;
    desk.gateway
        .on(Operation::ListBatchJobs)
        .next(Answer::json(200, end));
    let error = desk.run().await.unwrap_err();
    let BatchError::Ended { id, state } = &error else {
        panic!("{error:?}")
    };
    assert_eq!((&**id, state), ("ID", &BatchJobState::Cancelled));
    assert_eq!(desk.gateway.counts(Operation::ListBatchJobs).bodies, 4);
}

#[tokio::test]
async fn a_batch_job_that_ended_without_results_leaves_nothing_to_go_on_with() {
    let desk = Desk::with(CSV).await;
    let clavata = desk.clavata.clone();
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let run = desk.run().on_progress(move |progress| {
        if let BatchProgress::Waiting { .. } = progress {
            let _ = tell.send(());
        }
    });
    let running = tokio::spawn(run.into_future());
    told.recv().await;
    let job = &clavata.batch().list().await.unwrap()[0];
    clavata.batch().cancel(&job.batch_job_id).await.unwrap();
    let error = running.await.unwrap().unwrap_err();
    assert!(matches!(error, BatchError::Ended { .. }));
    assert!(!desk.state.exists());
    assert!(desk.run().await.unwrap().is_complete());
    assert_eq!(desk.creates(), 2);
}

#[tokio::test]
async fn a_create_that_is_refused_leaves_nothing_behind() {
    let desk = Desk::with(CSV).await;
    let run = BatchRun::new(&desk.clavata, UNPUBLISHED, &desk.input, &desk.output);
    let error = run.await.unwrap_err();
    assert_eq!(call(&error).operation(), Some("create_batch_job"));
    assert!(call(&error).declined().is_some(), "{error:?}");
    assert!(said(&error).contains("no published version"), "{error}");
    assert_eq!(desk.files(), ["comments.csv"]);
}

#[tokio::test]
async fn a_wait_that_is_over_does_not_end_the_batch_job() {
    let desk = Desk::with(CSV).await;
    let pause = Duration::from_millis(40);
    let run = desk.run().with_pauses(pause, pause);
    let error = run.with_timeout(pause).await.unwrap_err();
    assert!(call(&error).is_timeout(), "{error:?}");
    assert!(
        said(&error).contains("last state BATCH_JOB_STATE_"),
        "{error}"
    );
    let report = desk.run().await.unwrap();
    assert!(report.is_complete() && report.was_resumed());
    assert_eq!((desk.creates(), desk.uploads()), (1, 1));
}

#[tokio::test]
async fn an_output_is_not_replaced_unasked() {
    let desk = Desk::with(CSV).await;
    std::fs::write(&desk.output, "precious").unwrap();
    let error = desk.run().await.unwrap_err();
    assert!(matches!(
        error,
        BatchError::File { path, .. } if *path == desk.output
    ));
    assert_eq!(desk.creates(), 0);
    assert_eq!(std::fs::read_to_string(&desk.output).unwrap(), "precious");
    assert!(desk.run().with_overwrite().await.unwrap().is_complete());
}

#[tokio::test]
async fn the_output_never_replaces_the_input() {
    let desk = Desk::with(CSV).await;
    let run = BatchRun::new(&desk.clavata, POLICY, &desk.input, &desk.input);
    let error = run.with_overwrite().await.unwrap_err();
    assert!(matches!(error, BatchError::OutputIsInput), "{error:?}");
    assert_eq!(std::fs::read_to_string(&desk.input).unwrap(), CSV);
}
