//! Looking for the job of a create whose answer was lost: found, not found, or not sure.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::transport::{POLICY, client, steady};
use clavata_api_ext::{
    Clavata, Content, Error, Level, Marker, Metadata, Reconciled, Unsure, flatten,
};
use mock_gateway::{Answer, Fault, MockGateway, Operation, Stage};
use serde_json::{Value, json};
use uuid::Uuid;

/// The marker of a create of so many seconds ago, which took a minute at most.
fn marker(seconds: u64) -> Marker {
    let made = SystemTime::now() - Duration::from_secs(seconds);
    let made = made.duration_since(UNIX_EPOCH).unwrap().as_millis();
    let random = fastrand::u64(..);
    let bytes = (made << 80) | (6 << 64) | u128::from(random);
    let id = uuid::Builder::from_custom_bytes(bytes.to_be_bytes()).into_uuid();
    id.to_string().parse().unwrap()
}

/// A marker whose job would surely be in the list by now.
fn old() -> Marker {
    marker(3600)
}

#[allow(clippy::needless_pass_by_value)] // `json!(…)` is passed as it is made
fn job(number: u128, metadata: Value) -> Value {
    json!({
        "jobUuid": Uuid::from_u128(number),
        "status": "JOB_STATUS_COMPLETED",
        "created": chrono::Utc::now(),
        "contentData": [{"contentHash": "md5::1", "metadata": metadata}],
    })
}

fn mine(marker: Marker) -> Value {
    json!({"id": "1", "clavata.create": marker.to_string()})
}

fn page(jobs: &[Value], next: &str) -> Answer {
    let body = json!({"jobs": jobs, "nextPageToken": next});
    Answer::json(200, body.to_string())
}

async fn create(clavata: &Clavata) -> Result<(), Error> {
    let content = Content::text("some text").with_metadata("id", "1");
    clavata.create(POLICY, [content]).send().await.map(drop)
}

fn found(reconciled: &Reconciled) -> Option<Vec<String>> {
    let Reconciled::Found(jobs) = reconciled else {
        return None;
    };
    let ids = jobs
        .iter()
        .map(|job| job.job_uuid.as_ref().unwrap().to_string());
    Some(ids.collect())
}

#[tokio::test(start_paused = true)]
async fn whatever_lost_the_answer_the_job_is_found_and_one_that_is_not_there_is_not() {
    let mut lost = 0;
    for fault in Fault::ALL {
        let gateway = MockGateway::start().await;
        gateway.on(Operation::CreateJob).always(*fault);
        let clavata = steady(gateway.url())
            .with_answer_limit(1 << 20)
            .build()
            .unwrap();
        let Err(error) = create(&clavata).await else {
            continue;
        };
        let Some(marker) = error.marker() else {
            continue;
        };
        lost += 1;
        let made = gateway.jobs();
        let mut answers = Vec::new();
        for _ in 0..3 {
            answers.push(clavata.reconcile(marker).await);
        }
        for answer in &answers {
            // The job may still be on its way: nobody is told that it is not there.
            assert!(!matches!(answer, Reconciled::NotFound), "{fault:?}");
            assert!(!made.is_empty() || found(answer).is_none(), "{fault:?}");
        }
        if !made.is_empty() {
            assert_eq!(found(&answers[2]), Some(made), "{fault:?}");
        }
    }
    assert!(lost > 25, "{lost}");
}

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
    // One answer that is none, and then the job is seen.
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
                continue; // nothing but the fields that it lacks tells it from the end of a list
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
async fn the_job_is_found_on_any_page_and_every_job_that_bears_the_marker_is_told() {
    let marker = old();
    let gateway = MockGateway::start().await;
    for number in 1..250 {
        gateway.put_job(job(number, json!({"id": number.to_string()})), []);
    }
    let clavata = client(&gateway);
    assert!(matches!(
        clavata.reconcile(marker).await,
        Reconciled::NotFound
    ));
    let twice = [250, 251].map(|number| gateway.put_job(job(number, mine(marker)), []));
    assert_eq!(found(&clavata.reconcile(marker).await).unwrap(), twice);
    let query = &gateway.requests()[0].query;
    assert!(query.contains("query.createdTimeRange.start="), "{query}");
}

#[tokio::test]
async fn a_report_that_bears_the_marker_is_enough() {
    let marker = old();
    let gateway = MockGateway::start().await;
    let report = json!({
        "jobUuid": Uuid::from_u128(1),
        "created": chrono::Utc::now(),
        "results": [{"report": {"contentMetadata": mine(marker)}}],
    });
    let id = gateway.put_job(report, []);
    assert_eq!(
        found(&client(&gateway).reconcile(marker).await).unwrap(),
        [id]
    );
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

#[tokio::test]
async fn a_marker_that_is_given_is_the_one_that_travels_and_no_row_shows_it() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway);
    let marker = clavata.marker();
    let contents = ["a", "b"].map(|text| Content::text(text).with_metadata("id", text));
    let create = clavata.create(POLICY, contents).marker(marker);
    let job = create.wait().await.unwrap();
    let sent = gateway.requests()[0].json();
    for data in sent["contentData"].as_array().unwrap() {
        assert_eq!(data["metadata"]["clavata.create"], marker.to_string());
    }
    let clean = |metadata: Metadata<'_>| {
        assert_eq!((metadata.len(), metadata.get("clavata.create")), (1, None));
        assert!(metadata.iter().all(|(key, _)| key == "id"));
        assert!(
            !serde_json::to_string(&metadata)
                .unwrap()
                .contains("clavata")
        );
    };
    assert!(job.rows().count() > 1);
    job.rows().for_each(|row| clean(row.content_metadata));
    job.content_results()
        .for_each(|result| clean(result.metadata()));

    let bytes = serde_json::to_vec(&job).unwrap();
    let mut rows = 0;
    let each = flatten::for_each_row(&bytes, Level::All, |row| {
        clean(row.content_metadata);
        rows += 1;
    });
    each.unwrap();
    assert_eq!(rows, job.rows().count());
}

#[tokio::test]
async fn a_marker_whose_time_is_over_is_not_sent() {
    let gateway = MockGateway::start().await;
    let create = client(&gateway).create(POLICY, [Content::text("a")]);
    let error = create.marker(old()).send().await.unwrap_err();
    assert!(error.is_not_built() && error.marker().is_none(), "{error}");
    assert!(gateway.requests().is_empty());
}
