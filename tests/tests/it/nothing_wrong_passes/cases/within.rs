//! Changes within a value.

use fastrand::Rng;

use super::base::Base;
use super::json::{Json, object};

pub(crate) fn shuffle(json: &mut Json, random: &mut Rng) {
    if let Json::Object(members) = json {
        random.shuffle(members);
    }
}

/// Adds an unknown field to some objects, but not to maps of text.
pub(crate) fn unknown_field(json: &mut Json, random: &mut Rng) {
    let Json::Object(members) = json else { return };
    if members.iter().any(|member| member.key == "id") || random.bool() {
        return;
    }
    let field = match random.u8(..5) {
        0 => ("newInThisRelease", Json::Null),
        1 => ("newInThisRelease", Json::text("x\"y\\z")),
        2 => ("outcomes", Json::List(vec![Json::Number("1e400")])),
        3 => (
            "inner",
            object([("outcome", Json::Enum("OUTCOME_FALSE", 1))]),
        ),
        _ => ("", Json::List(vec![])),
    };
    let at = random.usize(..=members.len());
    let field = object([field]).members().pop();
    members.splice(at..at, field);
}

const FREE_TEXTS: [&str; 6] = ["name", "message", "policyKey", "title", "requestId", "id"];

/// Puts half an emoji into a text that a person wrote.
pub(crate) fn lone_surrogate(base: &mut Base, random: &mut Rng) {
    let mut texts = Vec::new();
    for value in &mut base.values {
        value.json.each(&mut |json| {
            if let Json::Object(members) = json {
                let is_free = |key| FREE_TEXTS.contains(&key);
                texts.push(members.iter().filter(|member| is_free(member.key)).count());
            }
        });
    }
    let count: usize = texts.iter().sum();
    let mut chosen = random.usize(..count.max(1));
    let half = ["\\ud83d", "\\uDE00", "\\ud83d\\ud83d", "\\ude00\\ud83d"][random.usize(..4)];
    for value in &mut base.values {
        value.json.each(&mut |json| {
            let Json::Object(members) = json else { return };
            for member in members {
                if !FREE_TEXTS.contains(&member.key) {
                    continue;
                }
                if chosen == 0
                    && let Json::Text(text) = &member.value
                {
                    member.value = Json::Written(format!("{text}{half}"));
                }
                chosen = chosen.wrapping_sub(1);
            }
        });
    }
}

/// Makes ids as in the public documentation. Different ids stay different.
pub(crate) fn foreign_id(json: &mut Json) {
    let Json::Object(members) = json else { return };
    for member in members {
        let is_id = ["jobUuid", "policyId", "labelId", "labelVersionId"].contains(&member.key);
        if let (true, Json::Text(id)) = (is_id, &mut member.value) {
            *id = format!("<string {}>", &id[..1]);
        }
    }
}

fn is_refusal(json: &mut Json) -> bool {
    json.get("matchConfidence").is_some()
}

pub(crate) fn detail_without_type(json: &mut Json) {
    if is_refusal(json) {
        json.take("@type");
    }
}

pub(crate) fn detail_in_another(json: &mut Json, random: &mut Rng) {
    let Some(Json::List(details)) = json.get("details") else {
        return;
    };
    for detail in details {
        if !is_refusal(detail) {
            continue;
        }
        let inner = std::mem::replace(detail, Json::Null);
        *detail = match random.u8(..3) {
            0 => object([
                (
                    "@type",
                    Json::text("type.googleapis.com/google.protobuf.Any"),
                ),
                ("value", inner),
            ]),
            1 => object([
                ("@type", Json::text("type.googleapis.com/x.Failures")),
                ("failures", Json::List(vec![inner])),
            ]),
            _ => object([("detail", inner)]),
        };
    }
}

pub(crate) fn evidence_in_an_object(json: &mut Json) {
    if is_refusal(json)
        && let Some(evidence) = json.get("details")
    {
        let hash = std::mem::replace(evidence, Json::Null);
        *evidence = object([("md5", hash), ("sha1", Json::text("0123"))]);
    }
}

pub(crate) fn wrap_error(json: &mut Json) {
    let inner = std::mem::replace(json, Json::Null);
    *json = object([("error", inner)]);
}

pub(crate) fn unwrap_error(json: &mut Json) {
    if let Some(inner) = json.take("error") {
        *json = inner;
    }
}

/// Puts a member of an ordinary answer next to the error.
pub(crate) fn beside(json: &mut Json, random: &mut Rng) {
    let review = object([("outcome", Json::Enum("OUTCOME_FALSE", 1))]);
    let report = object([("reviewResult", review)]);
    let other = match random.u8(..8) {
        0 => ("result", Json::Null),
        1 => ("result", Json::Number("5")),
        2 => (
            "result",
            object([("policyEvaluationReport", Json::Number("7"))]),
        ),
        3 => ("result", object([("policyEvaluationReport", report)])),
        4 => ("job", Json::Null),
        5 => ("jobs", Json::List(vec![])),
        6 => ("jobs", Json::Number("1")),
        _ => ("results", Json::List(vec![])),
    };
    let at = random.usize(..=json.members().len());
    let other = object([other]).members().pop();
    json.members().splice(at..at, other);
}

/// Breaks a part of a status that says nothing about the refusal.
pub(crate) fn undecodable(json: &mut Json, random: &mut Rng) {
    let is_status = json.get("code").is_some() && json.get("details").is_some();
    if !is_status {
        return;
    }
    let (key, value) = match random.u8(..4) {
        0 => ("code", Json::text("thirteen")),
        1 => ("code", object([])),
        2 => ("message", Json::List(vec![])),
        _ => {
            // One detail instead of a list of them.
            if let Some(details) = json.get("details")
                && let Json::List(list) = details
                && let Some(last) = list.pop()
            {
                *details = last;
            }
            return;
        }
    };
    if let Some(member) = json.get(key) {
        *member = value;
    }
}
