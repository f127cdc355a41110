//! `clavata batch`: a CSV file in, a CSV file out, and every row accounted for.

mod outputs;
#[cfg(unix)]
mod signals;

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{POLICY, UNPUBLISHED, hurried, online, run};
use mock_gateway::{Answer, ClosedPort, Fault, MockGateway, Operation};
use tempfile::TempDir;

const INPUT: &str = "ref_id,type,content\r\n1,text,\"flag, me\"\r\n2,text,fine\r\n";

/// An input file, and the path of an output file next to it.
fn files(csv: &str) -> (TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("in.csv"), folder.path().join("out.csv"));
    fs::write(&input, csv).unwrap();
    (folder, input, output)
}

fn judge<'a>(policy: &'a str, input: &'a Path, output: &'a Path) -> Vec<&'a str> {
    let (input, output) = (input.to_str().unwrap(), output.to_str().unwrap());
    vec![
        "batch", "run", "--policy", policy, "--input", input, "--output", output,
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_csv_is_judged_in_one_go() {
    let gateway = MockGateway::start().await;
    let (_folder, input, output) = files(INPUT);
    let arguments = judge(POLICY, &input, &output);
    let ran = hurried(&gateway, &arguments).await;
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("2 of 2 rows answered"), "{}", ran.out);
    assert!(ran.err.starts_with("created batch job "), "{}", ran.err);
    let judged = fs::read_to_string(&output).unwrap();
    assert!(
        judged.contains("1,OUTCOME_TRUE") && judged.contains("2,OUTCOME_FALSE"),
        "{judged}"
    );
    // Running it again would be billed again.
    let again = run(online(&gateway, &arguments)).await;
    assert_eq!(again.code, Some(2), "{}", again.err);
    assert_eq!(gateway.counts(Operation::CreateBatchJob).bodies, 1);
    let listed = run(online(&gateway, &["batch", "list", "--state", "completed"])).await;
    assert_eq!(listed.out.lines().count(), 2, "{}", listed.out);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_row_keeps_everything_from_being_sent() {
    let gateway = MockGateway::start().await;
    let (folder, input, output) = files(&format!("{INPUT}2,text,canary\n3,video,canary\n"));
    let ran = run(online(&gateway, &judge(POLICY, &input, &output))).await;
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(
        ran.err.contains("line 4") && ran.err.contains("line 5"),
        "{}",
        ran.err
    );
    assert!(!ran.err.contains("canary"), "{}", ran.err);
    let missing = folder.path().join("missing.csv");
    let (_other, good, taken) = files(INPUT);
    fs::write(&taken, "").unwrap();
    let nowhere = folder.path().join("none").join("out.csv");
    for (input, output, said) in [
        (&missing, &output, "\nhint: name a readable CSV file\n"),
        (
            &good,
            &taken,
            "would be replaced\nhint: choose another --output, or use --overwrite\n",
        ),
        (
            &good,
            &nowhere,
            "out.csv: it cannot be written: its folder does not exist\nhint: create or mount the folder\n",
        ),
    ] {
        let ran = run(online(&gateway, &judge(POLICY, input, output))).await;
        assert_eq!(ran.code, Some(2), "{}", ran.err);
        assert!(ran.err.ends_with(said), "{}", ran.err);
    }
    let (_other, input, output) = files("ref_id,type,x,content,y\n1,text,a,canary,b\n");
    let ran = run(online(&gateway, &judge(POLICY, &input, &output))).await;
    for column in [3, 5] {
        let said = format!("line 1: column {column} of the header is not `ref_id`");
        assert_eq!(ran.err.matches(&said).count(), 1, "{}", ran.err);
    }
    assert!(gateway.requests().is_empty());
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_that_is_refused_is_wrong_input() {
    let gateway = MockGateway::start().await;
    let (_folder, input, output) = files(INPUT);
    let ran = run(online(&gateway, &judge(UNPUBLISHED, &input, &output))).await;
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("\nhint: "), "{}", ran.err);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_that_is_over_says_how_to_go_on() {
    let gateway = MockGateway::start().await;
    let (_folder, input, output) = files(INPUT);
    let mut arguments = judge(POLICY, &input, &output);
    arguments.extend(["--timeout", "1s"]);
    let ran = run(online(&gateway, &arguments)).await;
    assert_eq!(ran.code, Some(7), "{}", ran.err);
    assert!(
        ran.err.contains("hint: the batch job continues"),
        "{}",
        ran.err
    );
    let again = run(online(&gateway, &arguments)).await;
    assert!(again.err.contains("resuming batch job "), "{}", again.err);
    // Another output would be another batch job.
    fs::write(&output, "of someone else").unwrap();
    let taken = run(online(&gateway, &arguments)).await;
    let hint =
        "hint: move that file away, or use --overwrite, then run the command again to resume";
    assert!(taken.err.contains(hint), "{}", taken.err);
    assert_eq!(gateway.counts(Operation::CreateBatchJob).bodies, 1);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_job_can_be_stopped_once() {
    let gateway = MockGateway::start().await;
    gateway
        .on(Operation::ListBatchJobs)
        .next(Fault::NotImplemented501);
    let (_folder, input, output) = files(INPUT);
    let ran = run(online(&gateway, &judge(POLICY, &input, &output))).await;
    assert_eq!(ran.code, Some(9), "{}", ran.err);
    let created = ran.err.lines().next().unwrap();
    let id = created.strip_prefix("created batch job ").unwrap();
    let ran = run(online(&gateway, &["batch", "cancel", id])).await;
    assert_eq!(
        (ran.code, ran.out.trim_end()),
        (Some(0), format!("batch job {id}: CANCELLED").as_str())
    );
    let ran = run(online(&gateway, &["batch", "cancel", "no-such-id"])).await;
    assert_eq!(ran.code, Some(4), "{}", ran.err);
    let ran = run(online(&gateway, &judge(POLICY, &input, &output))).await;
    assert_eq!(ran.code, Some(10), "{}", ran.err);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_state_file_is_no_obstacle_to_starting_over() {
    let gateway = MockGateway::start().await;
    let (folder, input, output) = files(INPUT);
    fs::write(folder.path().join("out.csv.clavata-batch.json"), "{\"ver").unwrap();
    let mut arguments = judge(POLICY, &input, &output);
    let ran = run(online(&gateway, &arguments)).await;
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("--start-over"), "{}", ran.err);
    arguments.push("--start-over");
    let ran = hurried(&gateway, &arguments).await;
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_of_the_storage_does_not_speak_of_the_gateways_address() {
    let port = ClosedPort::reserve().unwrap();
    let closed = format!("http://{}/x", port.address());
    let to = |place: &str| Answer::raw(307, &[("location", place)], "");
    for answer in [
        to(&closed),
        to("http://uploads.example.com/x"),
        Answer::raw(302, &[("location", "https://uploads.example.com/x")], ""),
        Answer::raw(404, &[], "<Code>NoSuchKey</Code>"),
    ] {
        let gateway = MockGateway::start().await;
        let (_folder, input, output) = files(INPUT);
        gateway.on(Operation::UploadInput).always(answer);
        let ran = run(online(&gateway, &judge(POLICY, &input, &output))).await;
        assert!(ran.code.is_some_and(|code| code > 2), "{ran:?}");
        assert!(ran.err.contains("\nhint: "), "{}", ran.err);
        assert!(!ran.err.contains("CLAVATA_BASE_URL"), "{}", ran.err);
        gateway.finish().await;
    }
}
