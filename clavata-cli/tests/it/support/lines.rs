//! Runs `clavata evaluate` on lines.

use std::fs;

use super::{POLICY, Ran, json_lines, online, run};
use mock_gateway::MockGateway;

pub(crate) fn evaluate<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [
        &["evaluate", "--policy", POLICY, "--format", "verdict"],
        more,
    ]
    .concat()
}

pub(crate) async fn of_lines(gateway: &MockGateway, lines: &str, more: &[&str]) -> Ran {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), lines).unwrap();
    let input = ["--input", file.path().to_str().unwrap()];
    run(online(gateway, &evaluate(&[&input, more].concat()))).await
}

/// The verdicts by input. Each line names its input.
pub(crate) fn verdicts(ran: &Ran) -> Vec<String> {
    let mut verdicts = std::collections::BTreeMap::new();
    for line in json_lines(&ran.out) {
        let verdict = line["verdict"].as_str().unwrap().to_owned();
        let input = line["input"].as_u64().unwrap();
        assert!(verdicts.insert(input, verdict).is_none(), "{}", ran.out);
    }
    assert!(verdicts.keys().copied().eq(0..verdicts.len() as u64));
    verdicts.into_values().collect()
}
