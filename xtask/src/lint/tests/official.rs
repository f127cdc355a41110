//! Errors of the official schema are reported in plain words, at the place that has to change.

use serde_json::{Value, json};

use super::super::check;
use super::draft::{Draft, field, operation};
use crate::model::located::Located;

/// Sets the value at a pointer, or removes it for null, and expects one finding of the official schema: on the line
/// of `place`, with a message that begins with `message`.
fn expect(pointer: &str, value: Value, place: &str, message: &str) {
    let mut draft = Draft::sound();
    if value.is_null() {
        draft.remove(pointer);
    } else {
        draft.set(pointer, value);
    }
    let input = draft.input();
    let line = Located::parse(&input.contract).unwrap().line(place);
    let mut findings = check(input).unwrap();
    findings.retain(|finding| finding.rule == "openapi");
    let findings: Vec<String> = findings.iter().map(ToString::to_string).collect();
    let start = format!("openapi/clavata.yaml:{line}: openapi: {message}");
    match findings.as_slice() {
        [only] if only.starts_with(&start) => {}
        _ => panic!("{pointer}: expected {start}, found {findings:?}"),
    }
}

/// Expects the finding on the line of the value that was set.
fn expect_there(pointer: &str, value: Value, message: &str) {
    expect(pointer, value, pointer, message);
}

/// Expects the finding on the line of the enclosing object.
fn expect_around(pointer: &str, value: Value, message: &str) {
    let (around, _) = pointer.rsplit_once('/').unwrap();
    expect(pointer, value, around, message);
}

#[test]
fn an_unknown_key_is_named_with_the_one_that_was_meant() {
    let sumary = operation("get_job") + "/sumary";
    let meant = "`sumary` is not a key of the Operation Object; did you mean `summary`?";
    expect_there(&sumary, json!("Get"), meant);
    let nulable = field("Job", "created") + "/nulable";
    let meant = "`nulable` is not a key of the Schema Object; did you mean `nullable`?";
    expect_there(&nulable, json!(true), meant);
    let stray = "`schema` is not a key of the Response Object; remove it";
    expect_there("/components/responses/Refused/schema", json!({}), stray);
    let status = operation("get_job") + "/responses/2xx";
    let unknown = "`2xx` is not a key of the Responses Object";
    expect_there(&status, json!({ "description": "Fine." }), unknown);
}

#[test]
fn a_value_of_the_wrong_type_is_found_at_its_place() {
    let array = "`servers` has the wrong type; make it an array";
    expect_there("/servers", json!("none"), array);
    let object = "`paths` has the wrong type; make it an object";
    expect_there("/paths", json!(3), object);
    let created = field("Job", "created");
    let field = "`properties.created` has the wrong type; make it an object";
    expect_there(&created, json!("a text"), field);
    let boolean = "`created.nullable` has the wrong type; make it a boolean";
    expect_there(&format!("{created}/nullable"), json!("yes"), boolean);
    let either = "`created.additionalProperties` has the wrong type";
    expect_there(&format!("{created}/additionalProperties"), json!(3), either);
    let target = "/components/responses/Refused/content/application~1json/schema/$ref";
    let string = "`schema.$ref` has the wrong type; make it a string";
    expect_there(target, json!(3), string);
}

#[test]
fn a_value_that_cannot_be_is_found_with_those_that_can() {
    let version = "`openapi`: \"3.1.0\" does not match";
    expect_there("/openapi", json!("3.1.0"), version);
    let created = field("Job", "created") + "/type";
    let types = "`created.type` cannot be \"nothing\"; use one of: array, boolean,";
    expect_there(&created, json!("nothing"), types);
    // One of several shapes, distinguished by this value.
    let place = operation("list_batch_jobs") + "/parameters/0/in";
    let places = "`parameters.0.in` cannot be \"body\"; use one of: path, query, header, cookie";
    expect_there(&place, json!("body"), places);
    let scheme = "/components/securitySchemes/apiKey/type";
    let schemes = "`apiKey.type` cannot be \"key\"; use one of: apiKey, http,";
    expect_there(scheme, json!("key"), schemes);
    let optional = operation("get_job") + "/parameters/0/required";
    let message = "`parameters.0.required` cannot be false; use one of: true";
    expect_there(&optional, json!(false), message);
    let style = operation("list_batch_jobs") + "/parameters/0/style";
    let styles = "`parameters.0.style` cannot be \"simple\"; use one of: form, space";
    expect_there(&style, json!("simple"), styles);
    let required = "/components/schemas/Webhook/required";
    let empty = "`Webhook.required`: [] has less than 1 item";
    expect_there(required, json!([]), empty);
}

#[test]
fn a_missing_key_is_named_at_the_object_that_needs_it() {
    expect_around("/openapi", Value::Null, "the contract has no `openapi`");
    let response = "/components/responses/Refused/description";
    let message = "`responses.Refused` has no `description`; add it";
    expect_around(response, Value::Null, message);
    let parameter = operation("get_job") + "/parameters/0";
    let message = "`parameters.0` has no `required`; add it";
    expect_around(&format!("{parameter}/required"), Value::Null, message);
    let message = "`parameters.0` has no `schema`; add it";
    expect_around(&format!("{parameter}/schema"), Value::Null, message);
    let message = "`parameters.0` has keys that exclude each other: schema, content";
    let content = json!({ "text/plain": {} });
    expect_around(&format!("{parameter}/content"), content, message);
    let scheme = "/components/securitySchemes/apiKey/scheme";
    let message = "`securitySchemes.apiKey` has no `scheme`; add it";
    expect_around(scheme, Value::Null, message);
}
