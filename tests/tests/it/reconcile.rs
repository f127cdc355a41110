//! Reconcile searches for the job of a create whose answer was lost, and finds it.

use crate::reconciling::{found, job, mine, old};
use crate::transport::{POLICY, client, steady};
use clavata_api_ext::{Clavata, Content, Error, Level, Metadata, Reconciled, flatten};
use mock_gateway::{Fault, MockGateway, Operation};
use serde_json::json;
use uuid::Uuid;

async fn create(clavata: &Clavata) -> Result<(), Error> {
    let content = Content::text("some text").with_metadata("id", "1");
    clavata.create(POLICY, [content]).send().await.map(drop)
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
            // The job may still appear, so the result is not "not found".
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
