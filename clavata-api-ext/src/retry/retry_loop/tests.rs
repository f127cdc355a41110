use std::cell::RefCell;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use tokio::time::Instant;

use super::{Clock, retry_loop};
use crate::api::Status;
use crate::error::{Error, Evidence, Kind};
use crate::operation::{CREATE_JOB, EVALUATE, GET_JOB, Repeat};
use crate::retry::{Budget, RetryPolicy};

const STEADY: RetryPolicy = RetryPolicy {
    jitter: false,
    ..RetryPolicy::DEFAULT
};

fn failure(evidence: Evidence) -> Error {
    Error::new(Kind::MaybeSent("scripted".to_owned()), evidence).transient_if(true)
}

fn limited(retry_after: &'static str, message: &str) -> Error {
    let mut headers = HeaderMap::new();
    headers.insert("retry-after", retry_after.parse().unwrap());
    let mut status = Status::default();
    status.code = 8;
    status.message = message.to_owned();
    Error::from_status(StatusCode::TOO_MANY_REQUESTS, headers, status)
}

fn full() -> Budget {
    Budget::new(0.1, 10.0)
}

/// Runs the loop with attempts that fail as `fail` says, and returns the times in milliseconds at which
/// they began.
async fn run(
    policy: RetryPolicy,
    budget: &Budget,
    repeat: Repeat,
    total: Option<u64>,
    fail: impl Fn(u32) -> Option<Error>,
) -> (Vec<u128>, Result<u32, Error>) {
    let begun = Instant::now();
    let instants = RefCell::new(Vec::new());
    let outcome = retry_loop(
        &policy,
        budget,
        match repeat {
            Repeat::Harmless => GET_JOB,
            Repeat::Billed => EVALUATE,
            Repeat::Paid => CREATE_JOB,
        },
        Clock::start(total.map(Duration::from_secs)),
        |number| {
            instants.borrow_mut().push(begun.elapsed().as_millis());
            let outcome = fail(number).map_or(Ok(number), Err);
            async move { outcome }
        },
        tokio::time::sleep,
    )
    .await;
    (instants.into_inner(), outcome)
}

#[tokio::test(start_paused = true)]
async fn four_attempts_begin_at_exact_instants() {
    let (instants, outcome) = run(STEADY, &full(), Repeat::Harmless, Some(60), |_| {
        Some(failure(Evidence::MaybeDone))
    })
    .await;
    assert_eq!(instants, [0, 500, 1500, 3500]);
    let error = outcome.unwrap_err();
    assert_eq!(error.attempts(), 4);
    assert_eq!(error.elapsed(), Duration::from_millis(3500));
}

#[tokio::test(start_paused = true)]
async fn it_ends_with_the_first_success() {
    let (instants, outcome) = run(STEADY, &full(), Repeat::Harmless, Some(60), |number| {
        (number < 3).then(|| failure(Evidence::MaybeDone))
    })
    .await;
    assert_eq!(instants, [0, 500, 1500]);
    assert_eq!(outcome.unwrap(), 3);
}

#[tokio::test(start_paused = true)]
async fn what_is_paid_is_repeated_only_on_evidence_that_it_was_not_done() {
    for (evidence, attempts) in [
        (Evidence::NotSent, 4),
        (Evidence::Refused, 4),
        (Evidence::MaybeDone, 1),
    ] {
        let (instants, _) = run(STEADY, &full(), Repeat::Paid, Some(60), |_| {
            Some(failure(evidence))
        })
        .await;
        assert_eq!(instants.len(), attempts, "{evidence:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_cannot_pass_is_not_repeated() {
    let permanent = || Error::new(Kind::Refused, Evidence::Refused);
    let (instants, _) = run(STEADY, &full(), Repeat::Harmless, Some(60), |_| {
        Some(permanent())
    })
    .await;
    assert_eq!(instants, [0]);
}

#[tokio::test(start_paused = true)]
async fn without_retries_there_is_one_attempt_and_no_token_is_taken() {
    let budget = Budget::new(0.0, 1.0);
    let (instants, _) = run(
        RetryPolicy::none(),
        &budget,
        Repeat::Harmless,
        Some(60),
        |_| Some(failure(Evidence::NotSent)),
    )
    .await;
    assert_eq!(instants, [0]);
    assert!(budget.withdraw());
}

#[tokio::test(start_paused = true)]
async fn the_gateways_wish_takes_the_place_of_the_pause() {
    let (instants, outcome) = run(STEADY, &full(), Repeat::Paid, Some(60), |_| {
        Some(limited("7", ""))
    })
    .await;
    assert_eq!(instants, [0, 7000, 14_000, 21_000]);
    assert_eq!(
        outcome.unwrap_err().retry_after(),
        Some(Duration::from_secs(7))
    );
}

#[tokio::test(start_paused = true)]
async fn a_wish_for_no_pause_does_not_make_a_tight_loop() {
    let (instants, _) = run(STEADY, &full(), Repeat::Harmless, Some(60), |_| {
        Some(limited("0", ""))
    })
    .await;
    assert_eq!(instants, [0, 500, 1500, 3500]);
}

#[tokio::test(start_paused = true)]
async fn a_wish_beyond_the_patience_ends_it_at_once_and_says_so() {
    for (asked, attempts) in [("60", 4), ("61", 1), ("86400", 1)] {
        let (instants, outcome) = run(STEADY, &full(), Repeat::Harmless, None, |_| {
            Some(limited(asked, ""))
        })
        .await;
        assert_eq!(instants.len(), attempts, "{asked}");
        let said = outcome.unwrap_err().to_string();
        assert!(
            said.contains(&format!("asks to retry after {asked} s")),
            "{said}"
        );
        assert_eq!(said.contains("longer than 60 s"), attempts == 1, "{said}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wish_beyond_the_time_left_ends_it_at_once() {
    let begun = Instant::now();
    let (instants, outcome) = run(STEADY, &full(), Repeat::Harmless, Some(20), |_| {
        Some(limited("9", ""))
    })
    .await;
    // At 18 s, another pause of 9 s would end at 27 s.
    assert_eq!(instants, [0, 9000, 18_000]);
    assert_eq!(begun.elapsed(), Duration::from_secs(18));
    let said = outcome.unwrap_err().to_string();
    assert!(said.contains("the time left does not allow it"), "{said}");
}

#[tokio::test(start_paused = true)]
async fn no_pause_goes_past_the_total() {
    for total in 0..5 {
        let begun = Instant::now();
        let (_, outcome) = run(STEADY, &full(), Repeat::Harmless, Some(total), |_| {
            Some(failure(Evidence::NotSent))
        })
        .await;
        assert!(begun.elapsed() <= Duration::from_secs(total));
        assert!(outcome.is_err());
    }
}

#[tokio::test(start_paused = true)]
async fn a_quota_is_never_waited_for() {
    let (instants, outcome) = run(STEADY, &full(), Repeat::Harmless, Some(60), |_| {
        Some(limited("1", "the daily quota of your plan is used up"))
    })
    .await;
    assert_eq!(instants, [0]);
    assert!(outcome.unwrap_err().is_quota());
}

#[tokio::test(start_paused = true)]
async fn an_empty_budget_ends_it_and_says_so() {
    let budget = Budget::new(0.0, 1.0);
    let (instants, outcome) = run(STEADY, &budget, Repeat::Harmless, Some(60), |_| {
        Some(failure(Evidence::NotSent))
    })
    .await;
    assert_eq!(instants, [0, 500]);
    let said = outcome.unwrap_err().to_string();
    assert!(said.contains("the retry budget is used up"), "{said}");
}

#[tokio::test(start_paused = true)]
async fn a_connection_found_dead_costs_neither_a_pause_nor_the_budget() {
    for repeat in [Repeat::Harmless, Repeat::Billed, Repeat::Paid] {
        let budget = Budget::new(0.0, 1.0);
        let stale = |number| (number < 3).then(|| failure(Evidence::MaybeDone).stale_if(true));
        let (instants, outcome) = run(STEADY, &budget, repeat, Some(60), stale).await;
        if repeat == Repeat::Paid {
            assert_eq!(instants, [0]);
        } else {
            assert_eq!(instants, [0, 0, 0]);
            assert_eq!(outcome.unwrap(), 3);
        }
        assert!(budget.withdraw());
    }
}

#[tokio::test(start_paused = true)]
async fn dead_connections_use_up_the_attempts() {
    let (instants, outcome) = run(STEADY, &full(), Repeat::Harmless, Some(60), |_| {
        Some(failure(Evidence::MaybeDone).stale_if(true))
    })
    .await;
    assert_eq!(instants, [0, 0, 0, 0]);
    assert_eq!(outcome.unwrap_err().attempts(), 4);
}

#[tokio::test(start_paused = true)]
async fn only_who_takes_the_risk_by_name_has_something_paid_repeated_after_a_503() {
    let error = |http: u16, code| {
        let mut status = Status::default();
        status.code = code;
        let http = StatusCode::from_u16(http).unwrap();
        Error::from_status(http, HeaderMap::new(), status)
    };
    let risky = STEADY.risking_double_billing_on_503();
    for (policy, http, code, attempts) in [
        (STEADY, 503, 14, 1),
        (STEADY, 500, 14, 1),
        (risky, 503, 14, 4),
        // A 503 from a load balancer proves nothing.
        (risky, 503, 0, 1),
        (risky, 503, 503, 1),
        (risky, 502, 14, 1),
        (risky, 504, 4, 1),
        (risky, 500, 13, 1),
    ] {
        let (instants, _) = run(policy, &full(), Repeat::Paid, Some(60), |_| {
            Some(error(http, code))
        })
        .await;
        assert_eq!(instants.len(), attempts, "{http} {code}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_turn_that_does_not_come_hides_nothing_of_the_attempt_before() {
    let (instants, outcome) = run(STEADY, &full(), Repeat::Harmless, Some(1), |number| {
        let turn = || Error::out_of_time("no turn".to_owned()).with_retry_after(Duration::MAX);
        let status = StatusCode::SERVICE_UNAVAILABLE;
        let unavailable = || Error::from_status(status, HeaderMap::new(), Status::default());
        Some(if number == 1 { unavailable() } else { turn() })
    })
    .await;
    assert_eq!(instants, [0, 500]);
    let error = outcome.unwrap_err();
    assert_eq!(error.status(), Some(503));
    let text = error.to_string();
    assert!(
        error.may_have_been_sent() && text.contains("no turn"),
        "{text}"
    );
}
