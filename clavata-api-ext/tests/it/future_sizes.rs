//! Checks that the futures of public calls are small: code that awaits a future moves it, and stores it on
//! the stack or in its own future.

use std::future::IntoFuture;

use clavata_api_ext::{Clavata, Content, Error, Evaluation};
use uuid::Uuid;

const MOST: usize = 1024;

fn client() -> Clavata {
    Clavata::builder()
        .with_key("test-key")
        .with_base_url("http://127.0.0.1:1")
        .build()
        .unwrap()
}

fn size<F: Future>(future: F) -> usize {
    let size = size_of_val(&future);
    drop(future);
    size
}

/// The size of a future that is never created, because an evaluation needs a gateway.
fn size_of_future<A, F>(_: impl FnOnce(A) -> F) -> usize {
    size_of::<F>()
}

#[test]
fn the_future_of_no_call_is_larger_than_1_kib() {
    let clavata = client();
    let id = Uuid::from_u128(1);
    let content = || Content::text("hello");
    let mut jobs = clavata.jobs();
    let mut poller = clavata.poller(id);
    let batch = clavata.batch();
    let mut batch_poller = batch.poller("a");
    let mut all = clavata.evaluate_all(id, futures_util::stream::empty());
    let address = "http://127.0.0.1:1/";
    let download = batch.download_from(address).unwrap();
    let upload = batch.upload_to(address).unwrap();
    let body = || async { Ok::<_, Error>(futures_util::stream::empty()) };
    let marker = clavata.marker();
    let sizes = [
        ("job", size(clavata.job(id).into_future())),
        ("job with_response", size(clavata.job(id).with_response())),
        ("wait", size(clavata.wait(id))),
        ("poller next", size(poller.next())),
        ("poller poll", size(poller.poll())),
        ("poller until_done", size(clavata.poller(id).until_done())),
        ("batch poller", size(batch_poller.next())),
        ("jobs next", size(jobs.next())),
        ("jobs next_page", size(jobs.next_page())),
        ("raw", size(clavata.raw_get("/v1/jobs").into_future())),
        (
            "raw with_response",
            size(clavata.raw_get("/v1/jobs").with_response()),
        ),
        ("probe", size(clavata.probe())),
        ("create send", size(clavata.create(id, [content()]).send())),
        (
            "create with_response",
            size(clavata.create(id, [content()]).with_response()),
        ),
        ("create wait", size(clavata.create(id, [content()]).wait())),
        (
            "create_and_wait",
            size(clavata.create_and_wait(id, [content()])),
        ),
        ("reconcile", size(clavata.reconcile(marker))),
        (
            "labels send",
            size(clavata.evaluate_labels(content(), [id]).send()),
        ),
        (
            "labels with_response",
            size(clavata.evaluate_labels(content(), [id]).with_response()),
        ),
        (
            "evaluate send",
            size(clavata.evaluate(id, [content()]).send()),
        ),
        (
            "evaluate_one",
            size(clavata.evaluate_one(id, content()).into_future()),
        ),
        (
            "evaluate_one with_response",
            size(clavata.evaluate_one(id, content()).with_response()),
        ),
        (
            "evaluation next",
            size_of_future(|evaluation: &'static mut Evaluation| evaluation.next()),
        ),
        (
            "evaluation resume",
            size_of_future(|evaluation: Evaluation| evaluation.resume()),
        ),
        ("evaluate_all next", size(all.next())),
        ("batch create", size(batch.create("a", id).with_response())),
        ("batch list", size(batch.list().with_response())),
        ("batch get", size(batch.get("a"))),
        ("batch cancel", size(batch.cancel("a"))),
        ("download start", size(download.start())),
        ("upload send", size(upload.send(0, body, |_| {}))),
    ];
    let large: Vec<_> = sizes.iter().filter(|(_, size)| *size > MOST).collect();
    assert!(large.is_empty(), "{large:#?}\n{sizes:#?}");
}
