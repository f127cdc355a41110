//! Each rule finds its own breach and no other; the contract itself breaks none.

mod contract_cases;
mod draft;
mod example_cases;
mod official;
mod schema_cases;

use std::collections::BTreeSet;

use self::draft::Draft;
use super::input::Input;
use super::{check, rules};
use crate::workspace::Workspace;

/// A rule, and a way to break it.
type Case = (&'static str, fn(&mut Draft));

fn cases() -> impl Iterator<Item = Case> {
    [
        contract_cases::CASES,
        schema_cases::CASES,
        example_cases::CASES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

fn names(input: Input) -> BTreeSet<&'static str> {
    let findings = check(input).unwrap();
    findings.iter().map(|finding| finding.rule).collect()
}

/// Breaks a copy of the contract in each way, and expects only that rule to report it.
fn expect(cases: &[Case]) {
    let mut wrong = Vec::new();
    for (index, (rule, breaking)) in cases.iter().enumerate() {
        let mut draft = Draft::sound();
        breaking(&mut draft);
        let found = names(draft.input());
        if found != BTreeSet::from([*rule]) {
            wrong.push(format!("case {index}, for {rule}, was found by {found:?}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_contract_breaks_no_rule() {
    let findings = check(Input::read(&Workspace::find().unwrap()).unwrap()).unwrap();
    let findings: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert_eq!(findings, Vec::<String>::new());
}

#[test]
fn the_contract_written_as_json_breaks_no_rule() {
    assert_eq!(names(Draft::sound().input()), BTreeSet::new());
}

#[test]
fn every_rule_has_a_case_and_every_case_a_rule() {
    let rules: BTreeSet<&str> = rules().map(|rule| rule.name).collect();
    let tested: BTreeSet<&str> = cases().map(|(rule, _)| rule).collect();
    assert_eq!(tested, rules);
}

#[test]
fn names_of_rules_are_unique_and_what_they_ask_is_a_sentence() {
    let mut seen = BTreeSet::new();
    for rule in rules() {
        assert!(seen.insert(rule.name), "{} is there twice", rule.name);
        assert!(rule.asks.ends_with('.'), "{}", rule.name);
    }
}

#[test]
fn rules_of_the_whole_contract_find_their_breach() {
    expect(contract_cases::CASES);
}

#[test]
fn rules_of_schemas_find_their_breach() {
    expect(schema_cases::CASES);
}

#[test]
fn rules_of_examples_find_their_breach() {
    expect(example_cases::CASES);
}

#[test]
fn a_finding_says_file_line_rule_what_and_fix() {
    let mut input = Input::read(&Workspace::find().unwrap()).unwrap();
    let line = input
        .contract
        .lines()
        .position(|line| line.trim() == "summary: Get one job")
        .unwrap();
    input.contract = input
        .contract
        .replace("summary: Get one job", "sumary: Get one job");
    let findings: Vec<String> = check(input)
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        findings.last().unwrap(),
        &format!(
            "openapi/clavata.yaml:{}: openapi: `sumary` is not a key of the Operation Object; did you mean `summary`?",
            line + 1
        )
    );
    assert!(
        findings[0].contains(": summary: get_job has no summary"),
        "{findings:?}"
    );
    assert_eq!(findings.len(), 2);
}

#[test]
fn a_misspelled_operation_id_is_both_unknown_and_missing() {
    let mut draft = Draft::sound();
    draft.rename(&draft::operation("get_job"), "operationId", "operatonId");
    draft.remove_examples("get_job");
    assert_eq!(
        names(draft.input()),
        BTreeSet::from(["openapi", "operation-id"])
    );
}

#[test]
fn all_findings_are_reported_at_once() {
    let mut draft = Draft::sound();
    let job = "/components/schemas/Job/properties";
    for field in ["created", "updated", "completed"] {
        draft.remove(&format!("{job}/{field}/description"));
    }
    let findings = check(draft.input()).unwrap();
    assert_eq!(findings.len(), 3);
}

#[test]
fn an_example_is_found_on_its_line() {
    let mut draft = Draft::sound();
    draft.examples.insert(
        "get_job.response.wrong.json".to_owned(),
        "{\n  \"job\": {\n    \"status\": \"COMPLETED\"\n  }\n}\n".to_owned(),
    );
    let findings = check(draft.input()).unwrap();
    let finding = findings[0].to_string();
    assert!(
        finding.starts_with(
            "openapi/examples/get_job.response.wrong.json:3: example-invalid: at /job/status: "
        ),
        "{finding}"
    );
    assert!(
        finding.contains("use one of: JOB_STATUS_UNSPECIFIED, "),
        "{finding}"
    );
}

#[test]
fn broken_yaml_is_one_line_with_its_place() {
    let mut input = Input::read(&Workspace::find().unwrap()).unwrap();
    input.contract = "openapi: 3.0.3\ninfo: [\n".to_owned();
    let failure = check(input).unwrap_err().to_string();
    assert!(
        failure.starts_with("error: openapi/clavata.yaml:") && failure.contains("not valid YAML"),
        "{failure}"
    );
    assert_eq!(failure.lines().count(), 1, "{failure}");
}
