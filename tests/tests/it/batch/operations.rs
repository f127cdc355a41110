//! The calls about batch jobs, one by one.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use clavata_api_ext::api::BatchJobState;
use clavata_api_ext::{Batch, Error};
use futures_util::stream;
use mock_gateway::{Answer, Fault, MockGateway, Operation};

use super::{CSV, POLICY, UNPUBLISHED};
use crate::support::client::hasty;

#[tokio::test]
async fn created_listed_and_cancelled() {
    let gateway = MockGateway::start().await;
    let batch = hasty(gateway.url()).batch();
    let one = batch.create("one", POLICY).await.unwrap();
    let two = batch.create("two", POLICY).await.unwrap();
    assert!(!format!("{one:?}").contains("signature="));
    assert_eq!(batch.list().await.unwrap().len(), 2);
    let id = &*two.batch_job_id;
    assert_eq!(batch.list().ids([id]).await.unwrap()[0].name, "two");
    assert_eq!(batch.cancel(id).await.unwrap(), BatchJobState::Cancelled);
    let cancelled = [BatchJobState::Cancelled];
    assert_eq!(batch.list().states(cancelled).await.unwrap().len(), 1);
    assert_eq!(batch.get(id).await.unwrap().state, BatchJobState::Cancelled);
    assert_eq!(batch.cancel(id).await.unwrap_err().grpc_code(), Some(9));
    gateway.finish().await;
}

#[tokio::test]
async fn the_calls_alone_lead_from_a_csv_to_its_output() {
    let gateway = MockGateway::start().await;
    let batch = hasty(gateway.url()).batch();
    let made = batch.create("one", POLICY).await.unwrap();
    let upload = batch.upload_to(&made.input_file_upload_url).unwrap();
    let told = AtomicU64::new(0);
    let body = || async { Ok::<_, Error>(stream::iter([Ok(CSV.into())])) };
    let tell = |sent| told.store(sent, Ordering::Relaxed);
    let sent = upload.repeat(|_| upload.send(CSV.len() as u64, body, tell));
    sent.await.unwrap();
    assert_eq!(told.into_inner(), CSV.len() as u64);

    let pause = Duration::from_millis(1);
    let poller = batch.poller(&made.batch_job_id).with_pauses(pause, pause);
    let job = poller.until_done().await.unwrap();
    assert!(Batch::has_ended(&job));
    let download = batch.download_from(&job.output_file_url).unwrap();
    let mut output = download.start().await.unwrap();
    let mut received = Vec::new();
    while let Some(piece) = output.next().await.unwrap() {
        received.extend_from_slice(&piece);
    }
    assert_eq!(output.total(), Some(received.len() as u64));
    assert_eq!(output.received(), received.len() as u64);
    assert!(
        String::from_utf8(received)
            .unwrap()
            .contains("2,OUTCOME_TRUE,")
    );
    let shown = format!("{upload:?} {download:?} {output:?}");
    assert!(
        !shown.contains("http") && !shown.contains("signature"),
        "{shown}"
    );
    gateway.finish().await;
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let gateway = MockGateway::start().await;
    let batch = hasty(gateway.url()).batch();
    for error in [
        batch.get("nothing").await.unwrap_err(),
        batch.cancel("nothing").await.unwrap_err(),
        batch.poller("nothing").until_done().await.unwrap_err(),
    ] {
        assert!(error.is_not_found(), "{error:?}");
    }
}

#[tokio::test]
async fn a_gateway_that_ignores_a_filter_does_not_deceive() {
    let gateway = MockGateway::start().await;
    let all = r#"{"batchJobs":[
        {"batchJobId":"other","state":"BATCH_JOB_STATE_COMPLETED","outputFileUrl":"https://x/"},
        {"batchJobId":"mine","state":"BATCH_JOB_STATE_QUEUED"}]}"#;
    let list = gateway.on(Operation::ListBatchJobs);
    list.always(Answer::json(200, all));
    let batch = hasty(gateway.url()).batch();
    let job = batch.get("mine").await.unwrap();
    assert_eq!(job.state, BatchJobState::Queued);
    assert!(batch.get("third").await.unwrap_err().is_not_found());
    let list = batch.list().ids(["mine"]);
    let completed = list.states([BatchJobState::Completed]).await;
    assert!(completed.unwrap().is_empty());
}

#[tokio::test]
async fn an_answer_without_any_of_the_expected_members_is_no_empty_list() {
    let gateway = MockGateway::start().await;
    let batch = hasty(gateway.url()).batch();
    for body in [
        r#"{"message":"hello"}"#,
        r#"{"data":{"batchJobs":[{"batchJobId":"a"}]}}"#,
    ] {
        gateway
            .on(Operation::ListBatchJobs)
            .next(Answer::json(200, body));
        let error = batch.list().await.unwrap_err();
        assert!(error.is_unreadable(), "{body}: {error}");
    }
    for body in [
        "{}",
        r#"{"batchJobs":null,"new":1}"#,
        r#"{"batch_jobs":[],"new":1}"#,
    ] {
        gateway
            .on(Operation::ListBatchJobs)
            .next(Answer::json(200, body));
        assert!(batch.list().await.unwrap().is_empty(), "{body}");
    }
}

#[tokio::test]
async fn a_refusal_inside_a_success_is_an_error() {
    let gateway = MockGateway::start().await;
    let batch = hasty(gateway.url()).batch();
    let error = batch.create("x", UNPUBLISHED).await.unwrap_err();
    assert!(!error.may_have_been_sent());
    assert!(
        error.to_string().contains("no published version"),
        "{error}"
    );
    let body = r#"{"batchJobId":"a","state":"BATCH_JOB_STATE_SUBMITTED",
        "error":{"errorCode":"BATCH_JOB_ERROR_UNSPECIFIED","errorMessage":"could not be stopped"}}"#;
    gateway.answer(Operation::CancelBatchJob, Answer::json(200, body));
    let error = batch.cancel("a").await.unwrap_err();
    assert_eq!(error.declined(), Some("BATCH_JOB_ERROR_UNSPECIFIED"));
    assert_eq!(error.gateway_message(), Some("could not be stopped"));
    assert_eq!(
        error.to_string(),
        "the gateway did not cancel the batch job: could not be stopped (BATCH_JOB_ERROR_UNSPECIFIED) \
         (cancel_batch_job at 127.0.0.1)"
    );
}

#[tokio::test]
async fn a_create_that_may_have_arrived_is_not_sent_again() {
    let gateway = MockGateway::start().await;
    gateway
        .on(Operation::CreateBatchJob)
        .next(Fault::ResetBeforeHeaders);
    let error = hasty(gateway.url()).batch().create("x", POLICY).await;
    assert!(error.unwrap_err().may_have_been_sent());
    assert_eq!(gateway.counts(Operation::CreateBatchJob).bodies, 1);
}

#[tokio::test]
async fn polls_that_fail_only_cost_a_poll() {
    let gateway = MockGateway::start().await;
    let clavata = hasty(gateway.url());
    let created = clavata.batch().create("x", POLICY).await.unwrap();
    let list = gateway.on(Operation::ListBatchJobs);
    list.times(5, Fault::Unavailable);
    let pause = std::time::Duration::from_millis(1);
    let poller = clavata.batch().poller(&created.batch_job_id);
    let mut poller = poller.with_pauses(pause, pause);
    let job = poller.next().await.unwrap();
    assert_eq!(job.state, BatchJobState::Initialized);
    assert_eq!(
        poller.polls(),
        2,
        "four attempts, then one that met the fifth fault"
    );
    assert!(!poller.is_done());
}

#[tokio::test]
async fn an_id_that_would_lead_elsewhere_is_refused_when_it_is_created() {
    for id in ["../jobs", "a/b", "a?b", ".", "a b"] {
        let gateway = MockGateway::start().await;
        let address = format!("{}/storage/input/x", gateway.url());
        let body = format!(r#"{{"batchJobId":"{id}","inputFileUploadUrl":"{address}"}}"#);
        gateway.answer(Operation::CreateBatchJob, Answer::json(200, body));
        let error = hasty(gateway.url()).batch().create("x", POLICY).await;
        let error = error.unwrap_err();
        assert!(
            error.is_unreadable() && error.may_have_been_sent(),
            "{error:?}"
        );
        assert_eq!(gateway.counts(Operation::UploadInput).bodies, 0);
    }
}

#[tokio::test]
async fn what_is_said_of_another_batch_job_or_in_two_ways_is_no_answer() {
    let gateway = MockGateway::start().await;
    let batch = hasty(gateway.url()).batch();
    let one =
        r#"{"batchJobId":"mine","state":"BATCH_JOB_STATE_COMPLETED","outputFileUrl":"https://x/"}"#;
    let other = r#"{"batchJobId":"mine","state":"BATCH_JOB_STATE_ERROR"}"#;
    for (jobs, is_error) in [
        (format!("{one},{one}"), false),
        (format!("{one},{other}"), true),
        (format!("{other},{one}"), true),
    ] {
        let body = format!(r#"{{"batchJobs":[{jobs}]}}"#);
        gateway.answer(Operation::ListBatchJobs, Answer::json(200, body));
        let job = batch.get("mine").await;
        assert_eq!(job.is_err(), is_error, "{jobs}: {job:?}");
    }
    for (name, is_error) in [("mine", false), ("", false), ("other", true)] {
        let body =
            format!(r#"{{"batchJobId":"a","name":"{name}","inputFileUploadUrl":"https://x/"}}"#);
        gateway.answer(Operation::CreateBatchJob, Answer::json(200, body));
        let made = batch.create(" mine", POLICY).await;
        assert_eq!(made.is_err(), is_error, "{name}: {made:?}");
    }
    for (id, is_error) in [("mine", false), ("", false), ("other", true)] {
        let body = format!(r#"{{"batchJobId":"{id}","state":"BATCH_JOB_STATE_CANCELLED"}}"#);
        gateway.answer(Operation::CancelBatchJob, Answer::json(200, body));
        let state = batch.cancel("mine").await;
        assert_eq!(state.is_err(), is_error, "{id}: {state:?}");
    }
}
