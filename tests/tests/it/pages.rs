//! Listing jobs: the requests, their order, and the end of a list.

use std::time::Duration;

use chrono::{DateTime, Utc};
use clavata_api_ext::{Id, Job, Jobs, RetryPolicy};
use futures_util::TryStreamExt as _;
use mock_gateway::{Answer, Fault, MockGateway, Operation, example};
use serde_json::json;

pub(crate) use crate::transport::client;

pub(crate) fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn page(numbers: impl IntoIterator<Item = u128>, next: &str) -> Answer {
    let jobs = numbers.into_iter().map(|number| {
        let id = uuid::Uuid::from_u128(number);
        json!({"jobUuid": id, "status": "JOB_STATUS_COMPLETED"})
    });
    let jobs: Vec<_> = jobs.collect();
    Answer::json(
        200,
        json!({"jobs": jobs, "nextPageToken": next}).to_string(),
    )
}

/// A gateway that answers only with these pages, one after another.
pub(crate) async fn gateway(pages: impl IntoIterator<Item = Answer>) -> MockGateway {
    let gateway = MockGateway::start().await;
    for page in pages {
        gateway.on(Operation::ListJobs).next(page);
    }
    gateway.on(Operation::ListJobs).always(Fault::Json500);
    gateway
}

pub(crate) fn asked(gateway: &MockGateway) -> u64 {
    gateway.counts(Operation::ListJobs).bodies
}

/// The parameters of each request, decoded.
pub(crate) fn queries(gateway: &MockGateway) -> Vec<Vec<(String, String)>> {
    let requests = gateway.requests();
    let urls = requests
        .iter()
        .map(|request| format!("http://gateway/?{}", request.query));
    urls.map(|url| {
        let url = reqwest::Url::parse(&url).unwrap();
        url.query_pairs().into_owned().collect()
    })
    .collect()
}

pub(crate) fn number(job: &Job) -> u128 {
    let id = job.job_uuid.as_ref().and_then(Id::as_uuid);
    id.unwrap().as_u128()
}

pub(crate) async fn numbers(jobs: &mut Jobs) -> Vec<u128> {
    let mut numbers = Vec::new();
    while let Some(job) = jobs.next().await.unwrap() {
        numbers.push(number(&job));
    }
    numbers
}

#[tokio::test]
async fn every_job_of_every_page_comes_once_and_in_order() {
    let gateway = gateway([page(0..3, "a"), page(3..5, "b"), page(5..6, "")]).await;
    let mut jobs = client(&gateway).jobs();
    assert_eq!(numbers(&mut jobs).await, (0..6).collect::<Vec<_>>());
    assert!(jobs.next().await.unwrap().is_none());
    assert_eq!(asked(&gateway), 3);
    let tokens: Vec<_> = queries(&gateway)
        .into_iter()
        .map(|query| query.into_iter().find(|(name, _)| name == "pageToken"))
        .map(|found| found.map(|(_, token)| token))
        .collect();
    assert_eq!(tokens, [None, Some("a".to_owned()), Some("b".to_owned())]);
    gateway.finish().await;
}

#[tokio::test]
async fn an_empty_page_is_not_the_end() {
    let gateway = gateway([page([], "a"), page([1], "b"), page([], "")]).await;
    let mut jobs = client(&gateway).jobs();
    assert_eq!(numbers(&mut jobs).await, [1]);

    for answer in [page([], "a"), page([1, 2], "b"), page([], "")] {
        gateway.on(Operation::ListJobs).next(answer);
    }
    let jobs = client(&gateway).jobs();
    let pages: Vec<_> = jobs.into_page_stream().try_collect().await.unwrap();
    let sizes: Vec<_> = pages.iter().map(Vec::len).collect();
    assert_eq!(sizes, [0, 2, 0]);
}

#[tokio::test]
async fn an_answer_of_another_call_is_no_empty_page() {
    for body in [
        json!({"job": {"jobUuid": "a"}}),
        json!({"jobUuid": "a", "customerId": "b", "status": "JOB_STATUS_COMPLETED"}),
        json!({"result": {"policyEvaluationReport": {}}}),
        json!({"result": null}),
        json!({"policyEvaluationReport": {}, "contentHash": "a"}),
        json!({"job_uuid": "a", "result_index": 0, "outcome": "TRUE"}),
        json!({"results": [], "content_hash": "a"}),
        json!({"batchJobs": []}),
        json!({"jobs": [], "job": {"jobUuid": "a"}}),
        json!({"jobs": [], "results": []}),
        json!({"jobs": [], "batchJobs": [{"batchJobId": "a"}]}),
        // Nothing of a list of jobs.
        json!({"message": "hello"}),
        json!({"items": [{"jobUuid": "a"}]}),
        json!({"Jobs": [{"jobUuid": "a"}]}),
        json!({"data": {"jobs": [{"jobUuid": "a"}]}}),
        json!({"new": {"job": 1}}),
    ] {
        let gateway = gateway([Answer::json(200, body.to_string())]).await;
        let mut jobs = client(&gateway).jobs();
        let error = jobs.next().await.unwrap_err();
        assert!(error.is_unreadable(), "{body}: {error}");
    }
    for body in [
        json!({}),
        json!({"jobs": null}),
        json!({"jobs": [], "status": "ok", "new": {"job": 1}}),
    ] {
        let gateway = gateway([Answer::json(200, body.to_string())]).await;
        let mut jobs = client(&gateway).jobs();
        assert!(jobs.next().await.unwrap().is_none(), "{body}");
    }
}

#[tokio::test]
async fn a_page_is_asked_for_only_when_it_is_needed() {
    let gateway = gateway([page(0..2, "a"), page(2..4, "")]).await;
    let mut jobs = client(&gateway).jobs();
    assert_eq!(asked(&gateway), 0);
    for _ in 0..2 {
        jobs.next().await.unwrap();
        assert_eq!(asked(&gateway), 1);
    }
    jobs.next().await.unwrap();
    assert_eq!(asked(&gateway), 2);
    drop(jobs);

    gateway.on(Operation::ListJobs).reset();
    gateway.on(Operation::ListJobs).always(page(0..2, "a"));
    let mut stream = client(&gateway).jobs().into_stream();
    stream.try_next().await.unwrap();
    drop(stream);
    assert_eq!(asked(&gateway), 3);
}

#[tokio::test]
async fn a_token_that_comes_again_ends_in_an_error_and_never_in_a_false_end() {
    let pages = [page([1], "a"), page([2], "b"), page([3], "a")];
    let gateway = gateway(pages).await;
    let mut jobs = client(&gateway).jobs();
    for _ in 0..3 {
        assert!(jobs.next().await.unwrap().is_some());
    }
    for _ in 0..2 {
        let error = jobs.next().await.unwrap_err();
        assert!(error.is_unreadable());
        assert!(error.to_string().contains("would never end"), "{error}");
    }
    assert_eq!(asked(&gateway), 3);

    gateway.on(Operation::ListJobs).reset();
    gateway.on(Operation::ListJobs).always(page([1], "a"));
    let jobs = client(&gateway).jobs().resume_from("a").into_stream();
    let outcome: Result<Vec<_>, _> = jobs.try_collect().await;
    assert!(outcome.unwrap_err().is_unreadable());
    assert_eq!(asked(&gateway), 4);
}

#[tokio::test]
async fn empty_pages_with_ever_new_tokens_end_in_an_error_and_never_in_a_false_end() {
    for (empty, found) in [(1, true), (99, true), (100, false), (250, false)] {
        let pages = (0..empty).map(|number| page([], &format!("token-{number}")));
        let gateway = gateway(pages.chain([page([7], "")])).await;
        let mut jobs = client(&gateway).jobs();
        let first = jobs.next().await;
        if found {
            assert_eq!(number(&first.unwrap().unwrap()), 7);
            assert!(jobs.next().await.unwrap().is_none());
        } else {
            let error = first.unwrap_err();
            assert!(error.is_unreadable(), "{error}");
            assert_eq!(asked(&gateway), 100);
            // A caller that continues gets the next page.
            let mut errors = 1;
            let job = loop {
                match jobs.next().await {
                    Ok(job) => break job.unwrap(),
                    Err(_) => errors += 1,
                }
            };
            assert_eq!((number(&job), errors), (7, empty / 100));
        }
    }
}

#[tokio::test]
async fn empty_pages_between_others_do_not_add_up() {
    let pages = (0..300).map(|number| {
        let jobs = (number % 60 == 0).then_some(number);
        page(jobs, &format!("token-{number}"))
    });
    let gateway = gateway(pages.chain([page([1000], "")])).await;
    let mut jobs = client(&gateway).jobs();
    assert_eq!(numbers(&mut jobs).await, [0, 60, 120, 180, 240, 1000]);
}

#[tokio::test]
async fn a_list_goes_on_where_its_token_says() {
    let pages = [page(0..2, "a"), page(2..4, "b")];
    let gateway = gateway(pages).await;
    let clavata = client(&gateway);
    let mut jobs = clavata.jobs();
    assert_eq!(jobs.token(), Some(""));
    jobs.next().await.unwrap();
    assert_eq!(jobs.token(), Some(""), "its page has been taken in part");
    jobs.next().await.unwrap();
    assert_eq!(jobs.token(), Some("a"));
    jobs.next_page().await.unwrap();
    let token = jobs.token().unwrap().to_owned();
    assert_eq!(token, "b");
    drop(jobs);

    gateway.on(Operation::ListJobs).reset();
    gateway.on(Operation::ListJobs).next(page(4..6, ""));
    let mut jobs = clavata.jobs().resume_from(token);
    assert_eq!(numbers(&mut jobs).await, [4, 5]);
    assert_eq!(jobs.token(), None, "an end must not read as a beginning");
    assert!(gateway.requests()[2].query.contains("pageToken=b"));
}

#[tokio::test]
async fn after_an_error_the_same_page_is_asked_for_again() {
    let gateway = gateway([page([1], "a")]).await;
    let mut jobs = client(&gateway).with_retry(RetryPolicy::none()).jobs();
    jobs.next().await.unwrap();
    assert_eq!(jobs.next().await.unwrap_err().status(), Some(500));
    assert_eq!(jobs.token(), Some("a"));
    gateway.on(Operation::ListJobs).next(page([2], ""));
    assert_eq!(numbers(&mut jobs).await, [2]);
    let last = queries(&gateway).pop().unwrap();
    assert!(last.contains(&("pageToken".to_owned(), "a".to_owned())));
}

#[tokio::test]
async fn the_pages_of_the_contract_are_read_in_both_dialects() {
    let names = ["first-page", "empty-page", "last-page-sparse"];
    let pages = names.map(|name| {
        let name = format!("list_jobs.response.{name}");
        Answer::json(200, example(&name))
    });
    let gateway = gateway(pages).await;
    let mut jobs = client(&gateway).jobs();
    let first = jobs.next().await.unwrap().unwrap();
    assert_eq!(first.verdict().as_str(), "clear");
    let found = 1 + numbers(&mut jobs).await.len();
    assert!(found > 2, "{found}");
    gateway.finish().await;
}

#[tokio::test(start_paused = true)]
async fn from_the_second_page_on_the_next_is_asked_for_ahead_and_never_more_than_one() {
    let pages = (0..6).map(|number| page([number], &format!("token-{number}")));
    let gateway = gateway(pages).await;
    let mut jobs = client(&gateway).jobs();
    for (taken, asked_for) in [(0, 1), (1, 3), (2, 4)] {
        assert_eq!(number(&jobs.next().await.unwrap().unwrap()), taken);
        // Long enough for anything that does not wait for a timer.
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(asked(&gateway), asked_for);
    }
    // Listing resumes after the jobs that were taken, not after the pages that were requested.
    assert_eq!(jobs.token(), Some("token-2"));
    drop(jobs);
}

#[tokio::test(start_paused = true)]
async fn an_error_of_a_page_asked_for_ahead_comes_in_its_turn() {
    let gateway = gateway([page([0], "a"), page([1, 2], "b")]).await;
    let mut jobs = client(&gateway).with_retry(RetryPolicy::none()).jobs();
    for expected in 0..3 {
        assert_eq!(number(&jobs.next().await.unwrap().unwrap()), expected);
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    assert_eq!(jobs.next().await.unwrap_err().status(), Some(500));
    assert_eq!(jobs.token(), Some("b"));
    gateway.on(Operation::ListJobs).next(page([3], ""));
    assert_eq!(numbers(&mut jobs).await, [3]);
}
