//! Signals while a batch job runs.

use super::*;
use crate::support::{Ran, signal, until};

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_loses_nothing_and_says_how_to_go_on() {
    for (name, code) in [("HUP", 129), ("INT", 130), ("TERM", 143)] {
        let gateway = MockGateway::start().await;
        let (folder, input, output) = files(INPUT);
        gateway
            .on(Operation::ListBatchJobs)
            .always(Fault::StallBeforeHeaders);
        let arguments = judge(POLICY, &input, &output);
        let child = online(&gateway, &arguments).spawn().unwrap();
        until("it waits", || {
            gateway.counts(Operation::ListBatchJobs).bodies > 0
        });
        signal(name, &child);
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
