//! Query parameters: the gateway ignores a misspelled name, so each must be exactly the contract's.

use crate::support::calls::{END, ID, START, client, everything_sent, sent};
use crate::support::contract::operation;
use mock_gateway::{Answer, MockGateway, Operation};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

fn pairs(query: &str) -> Vec<(String, String)> {
    let url = reqwest::Url::parse(&format!("http://localhost/?{query}")).unwrap();
    url.query_pairs().into_owned().collect()
}

#[tokio::test]
async fn query_parameters_have_exactly_the_names_of_the_contract() {
    for (id, _, request) in everything_sent().await {
        let parameters = operation(id).spec["parameters"].as_array().cloned();
        let in_query = |parameter: &&Value| parameter["in"] == "query";
        let expected: BTreeSet<String> = parameters
            .iter()
            .flatten()
            .filter(in_query)
            .map(|parameter| parameter["name"].as_str().unwrap().to_owned())
            .collect();
        let names = pairs(&request.query).into_iter().map(|(name, _)| name);
        assert_eq!(names.collect::<BTreeSet<_>>(), expected, "{id}");
    }
}

#[tokio::test]
async fn query_values_are_written_as_the_gateway_reads_them() {
    let query: BTreeMap<_, _> = pairs(&sent("list_jobs", None).await.query)
        .into_iter()
        .collect();
    assert_eq!(query["query.status"], "JOB_STATUS_COMPLETED");
    assert_eq!(query["query.policyId"], ID);
    assert_eq!(query["pageSize"], "25");
    assert_eq!(query["pageToken"], "a b&c=d/é");
    for range in ["created", "updated", "completed"] {
        assert_eq!(query[&format!("query.{range}TimeRange.start")], START);
        assert_eq!(query[&format!("query.{range}TimeRange.end")], END);
        let inclusive = &query[&format!("query.{range}TimeRange.inclusive")];
        assert_eq!(inclusive, if range == "updated" { "false" } else { "true" });
    }
    let repeated = pairs(&sent("list_batch_jobs", None).await.query);
    let named = |wanted: &str| -> Vec<_> {
        let found = repeated.iter().filter(|(name, _)| name == wanted);
        found.map(|(_, value)| value.as_str()).collect()
    };
    assert_eq!(named("batchJobIds"), ["one", "two&three"]);
    assert_eq!(
        named("states"),
        ["BATCH_JOB_STATE_COMPLETED", "BATCH_JOB_STATE_CANCELLED"]
    );
}

#[tokio::test]
async fn a_parameter_that_is_not_given_is_not_sent() {
    let gateway = MockGateway::start().await;
    gateway
        .on(Operation::ListJobs)
        .always(Answer::json(200, "{}"));
    gateway
        .on(Operation::ListBatchJobs)
        .always(Answer::json(200, "{}"));
    let client = client(&gateway);
    client.list_jobs().send().await.unwrap();
    client.list_batch_jobs().send().await.unwrap();
    let none = client
        .list_batch_jobs()
        .states(vec![])
        .batch_job_ids(vec![]);
    none.send().await.unwrap();
    for request in gateway.requests() {
        assert_eq!(request.query, "");
    }
}
