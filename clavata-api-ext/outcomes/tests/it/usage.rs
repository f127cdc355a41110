//! The cost of results is the sum of what the server reports; what it does not report is not zero.

use clavata_outcomes::api::{EvaluateLabelsResponse, EvaluateResponse};
use clavata_outcomes::{ContentResult, Job, LabelResult, Usage};
use serde_json::{Value, json};

fn of(usage: &Value) -> Usage {
    let answer = json!({ "policyEvaluationReport": { "tokenUsage": usage } });
    let answer: EvaluateResponse = serde_json::from_value(answer).unwrap();
    ContentResult::of_evaluation(0, &answer).usage()
}

#[test]
fn a_result_costs_what_the_server_says() {
    let usage = of(&json!({ "inputTokens": 120, "billedTokens": 60, "multiplier": 0.5 }));
    assert_eq!(usage.billed_tokens(), Some(60));
    assert_eq!(usage.input_tokens(), Some(120));
    assert_eq!((usage.results(), usage.silent()), (1, 0));
    let free = of(&json!({ "inputTokens": 120, "billedTokens": 0, "multiplier": 0 }));
    assert_eq!(free.billed_tokens(), Some(0));
    assert_eq!(free.to_string(), "0 tokens");
}

#[test]
fn what_the_server_does_not_say_is_unknown() {
    for usage in [
        json!(null),
        json!({}),
        json!({ "inputTokens": 0, "billedTokens": 0, "multiplier": 0 }),
        json!({ "inputTokens": 1, "billedTokens": -1, "multiplier": 1 }),
    ] {
        let usage = of(&usage);
        assert_eq!((usage.billed_tokens(), usage.input_tokens()), (None, None));
        assert_eq!((usage.results(), usage.silent()), (1, 1));
        assert_eq!(usage.to_string(), "unknown");
    }
    let no_report = EvaluateResponse::default();
    let usage = ContentResult::of_evaluation(0, &no_report).usage();
    assert_eq!(usage.silent(), 1);
}

#[test]
fn usages_add_up_and_count_what_is_not_said() {
    let told = |billed: i32| {
        let usage = json!({ "inputTokens": 1, "billedTokens": billed, "multiplier": 1 });
        json!({ "report": { "tokenUsage": usage } })
    };
    let job: Job = serde_json::from_value(json!({
        "results": [told(i32::MAX), told(i32::MAX), {}, { "report": {} }],
    }))
    .unwrap();
    let usage = job.usage();
    assert_eq!(usage.billed_tokens(), Some(2 * 2_147_483_647));
    let text = "4,294,967,294 tokens, and 2 of 4 results do not say";
    assert_eq!(usage.to_string(), text);
    let mut both = usage + of(&json!({ "billedTokens": 1 }));
    both += of(&Value::Null);
    assert_eq!((both.results(), both.silent()), (6, 3));
    assert_eq!(both.billed_tokens(), Some(4_294_967_295));
    assert_eq!(Job::default().usage(), Usage::default());
    assert_eq!(Usage::default().to_string(), "unknown");
    let one = of(&json!({ "billedTokens": 1 }));
    assert_eq!(one.to_string(), "1 token");
}

#[test]
fn a_label_without_a_report_does_not_say_what_it_cost() {
    let usage = json!({ "inputTokens": 9, "billedTokens": 7, "multiplier": 1 });
    let answer: EvaluateLabelsResponse = serde_json::from_value(json!({ "results": [
        { "evaluation": { "report": { "tokenUsage": usage } } },
        { "evaluation": { "outcome": "OUTCOME_FALSE" } },
        { "error": "not published" },
    ]}))
    .unwrap();
    let usage: Usage = LabelResult::all(&answer).map(|one| one.usage()).sum();
    assert_eq!(usage.billed_tokens(), Some(7));
    assert_eq!((usage.results(), usage.silent()), (3, 2));
}
