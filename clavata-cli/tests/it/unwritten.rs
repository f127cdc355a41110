//! What was reported decides how a command ends, even if its results cannot be written.

use std::fs;
use std::process::{Command, Stdio};

use crate::support::{EXAMPLE_JOB, POLICY, Ran, UNPUBLISHED, clavata, online, run, run_with};
use mock_gateway::{Answer, MockGateway, Operation, Stage, example};

const CLEAR: &str = r#"{"jobUuid":"11111111-1111-4111-8111-111111111111","status":3,"results":[{"report":{"result":1}}]}"#;
const REFUSAL: &str =
    r#"{"error":{"code":9,"message":"no","details":[{"@type":"x/a.PrecheckFailure","type":1}]}}"#;

/// The reader of stdout is gone.
fn unread(mut command: Command) -> Command {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    command.stdout(writer);
    command
}

/// The disk of stdout is full.
#[cfg(target_os = "linux")]
fn full(mut command: Command) -> Command {
    let disk = fs::OpenOptions::new().write(true).open("/dev/full");
    command.stdout(Stdio::from(disk.unwrap()));
    command
}

/// Runs a command in each way. Its exit code must match what it reports.
async fn ends(command: impl Fn() -> Command, code: i32, told: &str) {
    let mut ways: Vec<(&str, Command)> = vec![("read", command()), ("unread", unread(command()))];
    // A failure other than a refusal is also reported, but does not hide that the results are incomplete.
    #[cfg(target_os = "linux")]
    ways.push(("full", full(command())));
    for (way, command) in ways {
        let ran = run(command).await;
        let expected = if way == "full" && code != 6 { 1 } else { code };
        assert_eq!(ran.code, Some(expected), "{way}: {}", ran.err);
        assert!(ran.err.contains(told), "{way}: {}", ran.err);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_calls_find_is_told_and_decides() {
    let gateway = MockGateway::start().await;
    gateway.put_job(example("get_job.response.completed"), Stage::Failed);
    let labels = ["labels", "--version", POLICY, UNPUBLISHED, "--text", "x"];
    ends(
        || online(&gateway, &labels),
        8,
        "no valid evaluation of 1 label version\n",
    )
    .await;
    let job = ["job", EXAMPLE_JOB, "--wait"];
    ends(|| online(&gateway, &job), 10, "did not complete").await;
    for refused in [&["--text", "csam"][..], &["--text", "csam", "--text", "x"]] {
        let evaluate = [
            &["evaluate", "--policy", POLICY, "--format", "verdict"],
            refused,
        ]
        .concat();
        ends(|| online(&gateway, &evaluate), 6, "refused: ").await;
    }
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_id_of_a_created_job_is_told_if_it_cannot_be_printed() {
    let gateway = MockGateway::start().await;
    for format in ["table", "jsonl", "json", "csv", "verdict"] {
        let text = ["--text", "a", "--format", format];
        let create = [&["create", "--policy", POLICY], &text[..]].concat();
        let create = || online(&gateway, &create);
        let mut ways = vec![(0, unread(create()))];
        #[cfg(target_os = "linux")]
        ways.push((1, full(create())));
        for (code, command) in ways {
            let ran = run(command).await;
            assert_eq!(ran.code, Some(code), "{format}: {}", ran.err);
            let job = gateway.jobs().last().cloned().unwrap();
            let told = format!("created job {job}\n");
            assert!(ran.err.contains(&told), "{format}: {}", ran.err);
        }
    }
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_in_a_list_of_jobs_is_not_hidden_by_the_next_failure() {
    let gateway = MockGateway::start().await;
    // An error next to the job.
    let refused = format!("{},{}", &CLEAR[..CLEAR.len() - 1], &REFUSAL[1..]);
    let jobs = format!(r#"{{"jobs":[{refused},{{"jobUuid":7}},{CLEAR}],"nextPageToken":""}}"#);
    let list = gateway.on(Operation::ListJobs);
    list.always(Answer::json(200, jobs));
    ends(|| online(&gateway, &["jobs"]), 6, "refused: ").await;
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_in_a_batch_is_told_though_the_summary_cannot_be() {
    let gateway = MockGateway::start().await;
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.csv");
    fs::write(&input, "ref_id,type,content\na,text,csam\nb,text,x\n").unwrap();
    let output = folder.path().join("out.csv");
    let (input, output) = (input.to_str().unwrap(), output.to_str().unwrap());
    let run = [
        "batch", "run", "--policy", POLICY, "--input", input, "--output", output,
    ];
    let batch = [&run[..], &["--overwrite"]].concat();
    ends(
        || online(&gateway, &batch),
        6,
        "the gateway refused content",
    )
    .await;
    gateway.finish().await;
}

#[test]
fn what_a_file_holds_is_told_and_decides() {
    let many = format!("{CLEAR}\n").repeat(5000);
    for (first, code) in [(REFUSAL, 6), ("oops", 8), ("", 0)] {
        let input = format!("{first}\n{many}");
        for format in ["table", "jsonl", "json", "csv", "verdict"] {
            let flatten = || clavata(&["flatten", "-", "--format", format]);
            let ran: Ran = run_with(unread(flatten()), input.as_bytes());
            assert_eq!(ran.code, Some(code), "{format}: {}", ran.err);
        }
    }
}

#[test]
fn a_gate_stays_shut_though_nobody_reads_why() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, result: u8| {
        let file = folder.path().join(name);
        let job = CLEAR.replace(
            r#""result":1"#,
            &format!(r#""contentHash":"a","result":{result}"#),
        );
        fs::write(&file, job).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let (before, after) = (file("before.json", 2), file("after.json", 1));
    for format in ["table", "markdown", "json", "html"] {
        let gate = |after: &str| {
            let gate = ["compare", &before, after, "--format", format];
            let gate = clavata(&[&gate[..], &["--fail-on-flip"]].concat());
            run_with(unread(gate), b"").code
        };
        assert_eq!(
            (gate(&after), gate(&before)),
            (Some(22), Some(0)),
            "{format}"
        );
    }
}

#[test]
fn a_failed_check_counts_though_nobody_reads_the_report() {
    // The first line is about the config file. The next check never runs, so it is unknown whether the connection works.
    let ran = run_with(unread(clavata(&["doctor"])), b"");
    assert_eq!(ran.code, Some(7), "{}", ran.err);
}

#[cfg(target_os = "linux")]
#[test]
fn wrong_arguments_with_the_key_end_with_2_though_stderr_is_full() {
    let mut command = clavata(&["--test-key"]);
    let disk = fs::OpenOptions::new().write(true).open("/dev/full");
    command.env("CLAVATA_API_KEY", "test-key");
    command.stderr(Stdio::from(disk.unwrap()));
    assert_eq!(run_with(command, b"").code, Some(2));
}

#[cfg(target_os = "linux")]
#[test]
fn help_that_cannot_be_written_is_an_error() {
    for asked in ["--help", "--version", "help"] {
        let ran = run_with(full(clavata(&[asked])), b"");
        assert_eq!(ran.code, Some(1), "{asked}: {}", ran.err);
        let ran = run_with(unread(clavata(&[asked])), b"");
        assert_eq!(ran.code, Some(0), "{asked}: {}", ran.err);
    }
}
