//! A create never makes two jobs, whatever goes wrong, and the error says whether there may be one.

use std::time::Duration;

use crate::transport::{POLICY, get, steady};
use clavata_api_ext::{Clavata, Content, RetryPolicy};
use mock_gateway::{Answer, Fault, MockGateway, Operation};

/// Every fault; those with a parameter have a few values.
fn faults() -> Vec<Fault> {
    let mut faults = Fault::ALL.to_vec();
    for bytes in [0, 1, 20, 100, 10_000] {
        faults.extend([
            Fault::CutAt(bytes),
            Fault::ResetAt(bytes),
            Fault::CloseAt(bytes),
            Fault::StallAt(bytes),
        ]);
    }
    let server = [408, 425, 429, 499, 500, 501, 502, 503, 504, 507, 520, 599];
    faults.extend(server.map(Fault::Status));
    faults.extend([400, 401, 403, 404, 409, 410, 413, 422].map(Fault::Status));
    faults
}

fn client(gateway: &MockGateway, policy: RetryPolicy) -> Clavata {
    steady(gateway.url())
        .with_retry(policy.without_jitter())
        .with_retry_budget(f64::INFINITY, u32::MAX)
        .with_answer_limit(1 << 20)
        .build()
        .unwrap()
}

/// Creates a job while these faults occur one after another, and then none.
async fn create_amid(faults: &[Fault], policy: RetryPolicy, warm: bool) {
    let gateway = MockGateway::start().await;
    for fault in faults {
        gateway.on(Operation::CreateJob).next(*fault);
    }
    let clavata = client(&gateway, policy);
    if warm {
        // The create then reuses a connection.
        get(&clavata).await.unwrap();
    }
    let create = clavata.create(POLICY, [Content::text("some text")]);
    let outcome = create.send().await;
    let made = gateway.jobs();
    match outcome {
        Ok(job) => {
            let id = job.job_uuid.as_ref().unwrap().to_string();
            assert_eq!(made, [id], "{faults:?}");
        }
        Err(error) => {
            assert!(made.len() <= 1, "{faults:?} made {made:?}");
            let billed = error.may_have_been_billed();
            assert!(
                billed || made.is_empty(),
                "{faults:?} hides {made:?}: {error}"
            );
            assert_eq!(error.marker().is_some(), billed, "{faults:?}");
            let said = error.to_string();
            let first = said.starts_with("it may have been carried out, and billed: ");
            assert_eq!(first, billed, "{faults:?}: {said}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn one_create_never_makes_two_jobs_whatever_the_fault() {
    for fault in faults() {
        for times in [1, 2, 5] {
            create_amid(&vec![fault; times], RetryPolicy::default(), times == 2).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn one_create_never_makes_two_jobs_whatever_the_faults_in_a_row() {
    let faults = faults();
    let mut random = fastrand::Rng::with_seed(5);
    for round in 0..300 {
        let row: Vec<_> = (0..random.usize(2..5))
            .map(|_| *random.choice(&faults).unwrap())
            .collect();
        let policy = RetryPolicy::default()
            .with_attempts(random.u32(1..10))
            .with_pause(Duration::from_millis(10), Duration::from_secs(1));
        create_amid(&row, policy, round % 2 == 0).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_503_after_the_work_was_done_makes_one_job_unless_the_risk_is_taken_by_name() {
    let policy = RetryPolicy::default();
    for (policy, jobs) in [(policy, 1), (policy.risking_double_billing_on_503(), 4)] {
        let gateway = MockGateway::start().await;
        gateway
            .on(Operation::CreateJob)
            .always(Fault::UnavailableDone);
        let clavata = client(&gateway, policy);
        let create = clavata.create(POLICY, [Content::text("some text")]);
        let error = create.send().await.unwrap_err();
        assert!(error.may_have_been_billed());
        assert_eq!(gateway.jobs().len(), jobs);
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_in_a_good_answer_makes_no_second_job_whatever_the_risk() {
    let unavailable = r#""error":{"code":14,"message":"unavailable"}"#;
    let job = r#""jobUuid":"44444444-4444-4444-8444-444444444444","status":"JOB_STATUS_PENDING""#;
    for body in [
        format!("{{{unavailable}}}"),
        format!(r#"{{"job":{{{job}}},{unavailable}}}"#),
        format!(r#"{{"job":{{{job},{unavailable}}}}}"#),
        r#"{"code":14,"message":"unavailable"}"#.to_owned(),
    ] {
        let gateway = MockGateway::start().await;
        gateway
            .on(Operation::CreateJob)
            .always(Answer::json(200, body.clone()));
        let clavata = client(
            &gateway,
            RetryPolicy::default().risking_double_billing_on_503(),
        );
        let create = clavata.create(POLICY, [Content::text("some text")]);
        let error = create.send().await.unwrap_err();
        assert!(error.may_have_been_billed(), "{body}");
        assert_eq!(gateway.requests().len(), 1, "{body}");
    }
}
