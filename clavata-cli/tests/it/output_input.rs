//! An output that would replace an input: the input stays, and nothing is sent.

use std::fs;

use crate::support::{POLICY, entries, online, run};
use mock_gateway::MockGateway;

const JOB: &str =
    r#"{"job":{"results":[{"report":{"contentHash":"fnv1a128::1","result":"OUTCOME_FALSE"}}]}}"#;

#[tokio::test]
async fn no_input_is_replaced_however_it_is_named() {
    let gateway = MockGateway::start().await;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let [input, other, posts, saved] = ["a.json", "b.json", "posts.jsonl", "saved"].map(path);
    fs::create_dir(&saved).unwrap();
    let within = format!("{saved}/c.json");
    for file in [&input, &other, &within] {
        fs::write(file, JOB).unwrap();
    }
    fs::write(&posts, "{\"text\":\"hello\"}\n").unwrap();
    let detour = format!("{saved}/../posts.jsonl");
    let mut cases = vec![
        (vec!["sweep", &other, &input], &input),
        (vec!["sweep", &other, "--truth", &input], &input),
        (vec!["compare", &other, &input], &input),
        (vec!["compare", &input, &other], &input),
        (vec!["compare", &input, &saved], &within),
        (vec!["compare", &input, &saved, "--allow", &other], &other),
    ];
    for [command, about] in [
        ["evaluate", "--policy"],
        ["create", "--policy"],
        ["labels", "--version"],
    ] {
        for option in ["--input", "--text-file", "--image"] {
            cases.push((vec![command, about, POLICY, option, &detour], &posts));
        }
    }
    cases.extend([
        (vec!["evaluate", "--policy", POLICY, "--input", "-"], &posts),
        (
            vec!["create", "--policy", POLICY, "--text-file", "-"],
            &posts,
        ),
        (vec!["sweep", "-"], &input),
        (vec!["compare", "-", &other], &input),
    ]);
    for (mut words, output) in cases {
        let before = fs::read(output).unwrap();
        words.extend(["--output", output]);
        let mut command = online(&gateway, &words);
        command.stdin(fs::File::open(output).unwrap());
        let ran = run(command).await;
        assert_eq!(ran.code, Some(2), "{words:?}: {}", ran.err);
        let stdin = if words.contains(&"-") { "stdin" } else { "" };
        let said = format!("the output would replace the input {stdin}");
        assert!(ran.err.contains(&said), "{words:?}: {}", ran.err);
        assert_eq!(fs::read(output).unwrap(), before, "{words:?}");
    }
    // A file in a folder that is not among the answers may be replaced.
    let page = format!("{saved}/changed.html");
    fs::write(&page, "").unwrap();
    let ran = run(online(
        &gateway,
        &["compare", &input, &saved, "--output", &page],
    ))
    .await;
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(gateway.requests().is_empty());
    assert_eq!(entries(folder.path()).len(), 4);
    gateway.finish().await;
}
