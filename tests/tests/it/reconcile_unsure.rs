//! A job is reported as not found only if a complete list proves it; otherwise the answer is "not sure".

use std::time::{Duration, SystemTime};

use crate::reconciling::{found, job, marker, mine, old, page};
use crate::transport::{client, steady};
use clavata_api_ext::{Reconciled, Unsure};
use mock_gateway::{Fault, MockGateway, Operation, Stage};
use serde_json::json;
use uuid::Uuid;

#[tokio::test]
async fn a_job_that_does_not_show_its_metadata_yet_is_not_sure() {
    let gateway = MockGateway::start().await;
    let pending = json!({"jobUuid": Uuid::from_u128(1), "created": chrono::Utc::now()});
    let id = gateway.put_job(pending, [Stage::Pending, Stage::Running, Stage::Running]);
    let Reconciled::NotSure(Unsure::Hidden(jobs)) = client(&gateway).reconcile(old()).await else {
        panic!("a job that may be the one was passed over");
    };
    assert_eq!(jobs[0].job_uuid.as_ref().unwrap().to_string(), id);
}

#[tokio::test]
async fn not_found_needs_a_whole_list_and_enough_time() {
    let others = [
        job(1, json!({"id": "7"})),
        job(2, json!({})),
        job(3, mine(old())),
    ];
    let before = json!({"jobUuid": Uuid::from_u128(9), "created": "2020-01-01T00:00:00Z"});
    for jobs in [std::slice::from_ref(&before), &others] {
        for (age, settled) in [
            (0, false),
            (60, false),
            (300, false),
            (355, false),
            (365, true),
            (90_000, true),
        ] {
            let gateway = MockGateway::start().await;
            for job in jobs {
                gateway.put_job(job, []);
            }
            match client(&gateway).reconcile(marker(age)).await {
                Reconciled::NotFound => assert!(settled, "{age}"),
                Reconciled::NotSure(Unsure::TooRecent(left)) => {
                    assert!(!settled, "{age}");
                    assert!(left.as_secs() <= 360 - age, "{age}: {left:?}");
                }
                other => panic!("{age}: {other:?}"),
            }
        }
    }
}

#[tokio::test]
async fn an_empty_list_alone_is_no_proof() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway);
    let answer = clavata.reconcile(old()).await;
    assert!(
        matches!(answer, Reconciled::NotSure(Unsure::NoJobs)),
        "{answer:?}"
    );
    // One invalid answer, then the job.
    let marker = old();
    let id = gateway.put_job(job(1, mine(marker)), []);
    gateway.on(Operation::ListJobs).next(Fault::JsonEmptyObject);
    assert_eq!(found(&clavata.reconcile(marker).await).unwrap(), [id]);
}

#[tokio::test]
async fn no_metadata_at_all_is_no_proof_that_the_marker_is_not_there() {
    let gateway = MockGateway::start().await;
    for number in 1..4 {
        gateway.put_job(job(number, json!({})), []);
    }
    let clavata = client(&gateway);
    let answer = clavata.reconcile(old()).await;
    assert!(
        matches!(answer, Reconciled::NotSure(Unsure::NoMetadata)),
        "{answer:?}"
    );
    gateway.put_job(job(9, json!({"id": "1"})), []);
    assert!(matches!(
        clavata.reconcile(old()).await,
        Reconciled::NotFound
    ));
}

#[tokio::test(start_paused = true)]
async fn no_fault_of_the_list_makes_a_job_that_is_there_not_found() {
    for fault in Fault::ALL {
        for place in 0..2 {
            let ends = [
                Fault::JsonNull,
                Fault::JsonEmptyObject,
                Fault::NestedBrackets,
            ];
            if place == 1 && ends.contains(fault) {
                continue; // only the missing fields distinguish it from the end of a list
            }
            let gateway = MockGateway::start().await;
            let marker = old();
            let rule = gateway.on(Operation::ListJobs);
            if place == 1 {
                rule.next(page(&[job(1, json!({"id": "1"}))], "1"));
            }
            rule.always(*fault);
            gateway.put_job(job(1, json!({"id": "1"})), []);
            gateway.put_job(job(2, mine(marker)), []);
            let clavata = steady(gateway.url())
                .with_answer_limit(1 << 20)
                .build()
                .unwrap();
            let answer = clavata.reconcile(marker).await;
            assert!(!matches!(answer, Reconciled::NotFound), "{fault:?} {place}");
        }
    }
}

#[tokio::test]
async fn clocks_that_differ_make_it_unsure() {
    for (date, sure) in [
        (SystemTime::now() - Duration::from_secs(600), false),
        (SystemTime::now() + Duration::from_secs(600), false),
        (SystemTime::now() + Duration::from_secs(60), true),
    ] {
        let gateway = MockGateway::start().await;
        let answer = page(&[job(1, json!({"id": "1"}))], "")
            .with_header("date", &httpdate::fmt_http_date(date));
        gateway.on(Operation::ListJobs).always(answer);
        let answer = client(&gateway).reconcile(old()).await;
        match answer {
            Reconciled::NotFound => assert!(sure),
            Reconciled::NotSure(Unsure::Clocks(_)) => assert!(!sure),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn without_the_gateways_time_only_a_job_that_is_found_is_sure() {
    let marker = old();
    for (metadata, is_found) in [(mine(marker), true), (json!({"id": "1"}), false)] {
        let gateway = MockGateway::start().await;
        let answer = page(&[job(1, metadata)], "").with_header("date", "noon");
        gateway.on(Operation::ListJobs).always(answer);
        match client(&gateway).reconcile(marker).await {
            Reconciled::Found(_) => assert!(is_found),
            Reconciled::NotSure(Unsure::NoDate) => assert!(!is_found),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn more_jobs_than_anybody_looks_through_make_it_unsure() {
    let gateway = MockGateway::start().await;
    for number in 0..51_u128 {
        let jobs = (0..1000).map(|n| {
            json!({"jobUuid": Uuid::from_u128(1000 * number + n), "contentData": [{"metadata": {"id": "1"}}]})
        });
        let jobs: Vec<_> = jobs.collect();
        gateway
            .on(Operation::ListJobs)
            .next(page(&jobs, &format!("{number}")));
    }
    let answer = client(&gateway).reconcile(old()).await;
    assert!(
        matches!(answer, Reconciled::NotSure(Unsure::TooManyJobs)),
        "{answer:?}"
    );
}
