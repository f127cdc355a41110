//! What HTTP/2 proves about a request.

use std::fmt::Write as _;
use std::time::Duration;

use crate::transport::http2::{Act, NO_ERROR, REFUSED_STREAM, Server};
use crate::transport::{create, evaluate, get, steady};
use clavata_api_ext::{Clavata, Error, RetryPolicy};

/// All error codes of RFC 9113, and an unknown one.
const REASONS: std::ops::RangeInclusive<u32> = 0..=14;

fn client(url: &str) -> Clavata {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::builder()
        .http2_prior_knowledge()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .build()
        .unwrap();
    let short = Duration::from_millis(1);
    steady(url)
        .with_http_client(http)
        .with_retry(RetryPolicy::default().with_pause(short, short))
        .build()
        .unwrap()
}

/// Creates a job. Returns the result, and the numbers of requests and of jobs.
async fn meet(acts: impl IntoIterator<Item = Act>) -> (Result<(), Error>, usize, usize) {
    let (server, url) = Server::start(acts).await;
    let outcome = create(&client(&url)).await;
    let (seen, made) = server.counts();
    (outcome, seen, made)
}

#[tokio::test]
async fn a_create_that_http2_refused_unprocessed_is_sent_again_and_made_once() {
    let left = REASONS.map(Act::Leave);
    for act in left.chain([Act::Reset(REFUSED_STREAM)]) {
        for times in 1..=3 {
            let (outcome, seen, made) = meet(vec![act; times]).await;
            assert!(outcome.is_ok(), "{act:?}: {outcome:?}");
            assert_eq!((seen, made), (times + 1, 1), "{act:?}");
        }
        let (outcome, seen, made) = meet([act; 9]).await;
        let error = outcome.unwrap_err();
        assert!(
            !error.may_have_been_sent() && error.marker().is_none(),
            "{act:?}: {error}"
        );
        assert_eq!(error.type_name(), "not_taken");
        assert_eq!((seen, made), (4, 0), "{act:?}");
    }
}

#[tokio::test]
async fn a_create_that_http2_may_have_begun_is_never_sent_again() {
    let reset = REASONS
        .filter(|reason| *reason != REFUSED_STREAM)
        .map(Act::Reset);
    let left = REASONS.map(Act::LeaveDone);
    for act in reset.chain(left).chain([Act::Announce, Act::RefuseLate]) {
        let (outcome, seen, made) = meet([act]).await;
        let error = outcome.expect_err(&format!("{act:?}"));
        assert!(error.may_have_been_billed(), "{act:?}: {error}");
        assert!(error.marker().is_some(), "{act:?}");
        assert_eq!((seen, made), (1, 1), "{act:?}");
    }
}

#[tokio::test]
async fn refused_first_and_lost_then_is_one_job_that_is_told_of() {
    for lost in [Act::Reset(8), Act::LeaveDone(NO_ERROR), Act::Announce] {
        let (outcome, seen, made) =
            meet([Act::Leave(NO_ERROR), Act::Reset(REFUSED_STREAM), lost]).await;
        assert!(outcome.unwrap_err().may_have_been_billed(), "{lost:?}");
        assert_eq!((seen, made), (3, 1), "{lost:?}");
    }
}

#[tokio::test]
async fn what_reads_is_repeated_after_any_of_it() {
    for act in [
        Act::Reset(2),
        Act::Leave(NO_ERROR),
        Act::LeaveDone(2),
        Act::Announce,
    ] {
        let (server, url) = Server::start([act]).await;
        get(&client(&url)).await.unwrap();
        assert_eq!(server.counts().0, 2, "{act:?}");
    }
}

#[tokio::test]
async fn an_evaluation_that_was_refused_unprocessed_has_billed_nothing() {
    for (act, billed) in [(Act::Leave(NO_ERROR), false), (Act::Reset(2), true)] {
        let (server, url) = Server::start([act; 4]).await;
        let error = evaluate(&client(&url)).await.unwrap_err();
        assert_eq!(error.may_have_been_billed(), billed, "{error}");
        assert_eq!(server.counts().0, 4, "{act:?}");
    }
}

#[tokio::test]
async fn what_a_server_says_as_it_leaves_is_not_repeated() {
    let mut told = 0;
    for act in [
        Act::Leave(2),
        Act::LeaveDone(2),
        Act::LeaveDone(0),
        Act::Announce,
    ] {
        let (_, url) = Server::start([act; 9]).await;
        let clavata = client(&url);
        for outcome in [
            create(&clavata).await,
            get(&clavata).await,
            evaluate(&clavata).await,
        ] {
            let Err(error) = outcome else {
                continue;
            };
            let mut said = format!("{error} {error:?}");
            let mut cause = std::error::Error::source(&error);
            while let Some(error) = cause {
                let _ = write!(said, " {error} {error:?}");
                cause = error.source();
            }
            assert!(
                !said.contains("test-key") && !said.contains("some text"),
                "{act:?}: {said}"
            );
            told += usize::from(said.contains("ended the HTTP/2"));
        }
    }
    assert!(told >= 2, "{told}");
}
