//! The examples of the contract, each with the schema that its name implies.

use super::contract::{name_of, openapi_dir, operation};
use serde_json::Value;

/// One file of `openapi/examples`.
pub(crate) struct Example {
    pub(crate) file: String,
    pub(crate) operation: String,
    pub(crate) kind: String,
    pub(crate) body: String,
    /// The name of the schema that it follows.
    pub(crate) schema: &'static str,
}

impl Example {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body)
            .unwrap_or_else(|error| panic!("{} is no JSON: {error}", self.file))
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let folder = openapi_dir().join("examples");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let body = std::fs::read_to_string(folder.join(&file)).unwrap();
            let parts: Vec<&str> = file.split('.').collect();
            let [operation, kind, case, "json"] = parts[..] else {
                panic!("{file} is not named <operation>.<kind>.<case>.json");
            };
            let (operation, kind) = (operation.to_owned(), kind.to_owned());
            let schema = schema_of(&operation, &kind, case);
            Example {
                file,
                operation,
                kind,
                body,
                schema,
            }
        })
        .collect()
}

/// The contract's schema for the request or the answer of an operation.
pub(crate) fn schema_of(id: &str, kind: &str, case: &str) -> &'static str {
    let spec = operation(id).spec;
    let media = match kind {
        "request" => &spec["requestBody"]["content"]["application/json"],
        "response" => &spec["responses"]["200"]["content"]["application/json"],
        "frame" => &spec["responses"]["200"]["content"]["application/x-ndjson"],
        "error" => {
            let class = format!("{}XX", &case[..1]);
            let shared = spec["responses"][&class]["$ref"].as_str().unwrap();
            let pointer = shared.strip_prefix('#').unwrap();
            let response = super::contract::contract().pointer(pointer).unwrap();
            &response["content"]["application/json"]
        }
        other => panic!("{other} is no kind of example"),
    };
    media.get("x-frame-schema").map_or_else(
        || name_of(&media["schema"]["$ref"]),
        |reference| name_of(reference),
    )
}
