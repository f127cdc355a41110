//! Arbitrary jobs, columns and conditions.

use clavata_api_ext::Row;
use fastrand::Rng;
use serde_json::{Value, json};

use crate::arguments::ChoiceOptions;

fn text(rng: &mut Rng) -> String {
    const PARTS: [&str; 14] = [
        "a",
        "word",
        "\"",
        "\\",
        ",",
        "\n",
        "\r\n",
        "\t",
        "\u{8}\u{c}",
        "\u{1}",
        "\u{1f}",
        "\u{7f}",
        "é漢🐕",
        "=",
    ];
    let parts = 0..rng.usize(..12);
    parts.map(|_| *rng.choice(&PARTS).unwrap()).collect()
}

fn maybe(rng: &mut Rng, make: impl FnOnce(&mut Rng) -> Value) -> Value {
    if rng.bool() { make(rng) } else { Value::Null }
}

fn id(rng: &mut Rng) -> Value {
    match rng.u8(..4) {
        0 => json!("22222222-2222-4222-8222-222222222222"),
        1 => json!(text(rng)),
        _ => json!(format!("{:08x}-1111-4111-8111-111111111111", rng.u32(..))),
    }
}

fn time(rng: &mut Rng) -> Value {
    const TIMES: [&str; 6] = [
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00.5Z",
        "2016-12-31T23:59:60Z",
        "0001-02-03T04:05:06.000007Z",
        "9999-12-31T23:59:59.999999999Z",
        "2026-01-01T00:00:00+02:00",
    ];
    json!(rng.choice(&TIMES).unwrap())
}

fn outcome(rng: &mut Rng) -> Value {
    match rng.u8(..8) {
        0 => json!(99),
        1 => json!("no_match"),
        2 => json!(text(rng)),
        known => json!(known % 4),
    }
}

fn score(rng: &mut Rng) -> f64 {
    match rng.u8(..5) {
        0 => 0.5,
        1 => -1.0,
        2 => 1e-9 * rng.f64(),
        3 => 0.0,
        _ => rng.f64(),
    }
}

fn rules(rng: &mut Rng) -> Value {
    let rules = 0..rng.usize(..4);
    let rules =
        rules.map(|_| json!({"message": text(rng), "result": outcome(rng), "score": score(rng)}));
    rules.collect()
}

fn exception(rng: &mut Rng) -> Value {
    json!({"result": outcome(rng), "assertionEvaluationReports": rules(rng)})
}

fn label(rng: &mut Rng) -> Value {
    json!({
        "name": text(rng),
        "message": text(rng),
        "result": outcome(rng),
        "reviewResult": maybe(rng, |rng| json!({"outcome": outcome(rng), "score": score(rng)})),
        "assertionEvaluationReports": rules(rng),
        "exceptionEvaluationReport": maybe(rng, exception),
    })
}

fn report(rng: &mut Rng) -> Value {
    let labels = 0..rng.usize(..4);
    json!({
        "contentHash": text(rng),
        "contentMetadata": maybe(rng, |rng| json!({(text(rng)): text(rng), "k": text(rng)})),
        "policyId": maybe(rng, id),
        "policyVersionId": maybe(rng, id),
        "policyKey": text(rng),
        "labelId": maybe(rng, id),
        "threshold": score(rng),
        "result": outcome(rng),
        "tokenUsage": maybe(rng, |rng| json!({"inputTokens": rng.u16(..), "billedTokens": 7, "multiplier": rng.f32()})),
        "sectionEvaluationReports": labels.map(|_| label(rng)).collect::<Value>(),
        "exceptionEvaluationReport": maybe(rng, exception),
    })
}

/// An answer with a job. Most of its results repeat the previous report, except for a few values.
pub(super) fn answer(rng: &mut Rng) -> String {
    let mut results: Vec<Value> = Vec::new();
    for _ in 0..rng.usize(..6) {
        let mut result = match results.last() {
            Some(last) if rng.u8(..3) > 0 => last.clone(),
            _ => json!({"report": maybe(rng, report)}),
        };
        if rng.bool() {
            result["created"] = time(rng);
        }
        if rng.bool() && result["report"].is_object() {
            let [key, value] = *rng
                .choice(&[["contentHash", "h"], ["policyKey", "k"], ["labelId", "l"]])
                .unwrap();
            result["report"][key] = json!(value);
        }
        results.push(result);
    }
    let job = json!({"job": {
        "jobUuid": maybe(rng, id),
        "status": rng.u8(..7),
        "results": results,
        "created": maybe(rng, time),
        "completed": maybe(rng, time),
    }});
    format!("{job}\n")
}

/// Columns and conditions, often all columns and no conditions.
pub(super) fn options(rng: &mut Rng) -> ChoiceOptions {
    let mut columns: Vec<String> = Vec::new();
    if rng.bool() {
        columns = Row::COLUMNS.map(str::to_owned).to_vec();
        rng.shuffle(&mut columns);
        columns.truncate(rng.usize(1..=Row::COLUMNS.len()));
    }
    let conditions = ["kind=label", "kind!=policy", "score>=0.5", "outcome=match"];
    let is_chosen = rng.u8(..3) == 0;
    ChoiceOptions {
        columns,
        conditions: is_chosen
            .then(|| (*rng.choice(&conditions).unwrap()).to_owned())
            .into_iter()
            .collect(),
    }
}
