//! Signals while a batch job runs.

use std::time::Duration;

use super::*;
use crate::support::Ran;

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_loses_nothing_and_says_how_to_go_on() {
    for (signal, code) in [("HUP", 129), ("INT", 130), ("TERM", 143)] {
        let gateway = MockGateway::start().await;
        let (folder, input, output) = files(INPUT);
        gateway
            .on(Operation::ListBatchJobs)
            .always(Fault::StallBeforeHeaders);
        let arguments = judge(POLICY, &input, &output);
        let child = online(&gateway, &arguments).spawn().unwrap();
        while gateway.counts(Operation::ListBatchJobs).bodies == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let id = child.id().to_string();
        let sent = std::process::Command::new("kill")
            .args(["-s", signal, &id])
            .status();
        assert!(sent.unwrap().success());
        let output = tokio::task::spawn_blocking(|| child.wait_with_output());
        let ran = Ran::from(output.await.unwrap().unwrap());
        assert_eq!(ran.code, Some(code), "{}", ran.err);
        assert!(
            ran.err.contains("run the same command again"),
            "{}",
            ran.err
        );
        let mut left: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        left.sort();
        assert_eq!(left, ["in.csv", "out.csv.clavata-batch.json"]);
        gateway.on(Operation::ListBatchJobs).reset();
        let ran = hurried(&gateway, &arguments).await;
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert_eq!(gateway.counts(Operation::CreateBatchJob).bodies, 1);
        gateway.finish().await;
    }
}
