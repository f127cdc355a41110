//! Jobs of which a list shows only a part are archived whole.

use super::*;
use mock_gateway::{Answer, Stage};
use serde_json::{Value, json};

const MARKER: &str = "0199b2c4-7d10-8006-9c1e-52b1f0a7d3e4";
const ID: &str = "44444444-4444-4444-8444-444444444444";

/// A job with these results.
fn job(status: &str, results: &Value) -> Value {
    let content = json!({"metadata": {"clavata.create": MARKER}});
    json!({"jobUuid": ID, "status": status, "created": "2026-03-01T12:00:00Z",
        "contentData": [content, content], "results": results})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hit_that_a_list_leaves_out_is_archived() {
    let clear = json!({"report": {"result": "OUTCOME_FALSE"}});
    let hit = json!({"report": {"result": "OUTCOME_TRUE"}});
    for (status, shown) in [
        ("JOB_STATUS_FAILED", json!([])),
        ("JOB_STATUS_CANCELED", json!([clear])),
        ("JOB_STATUS_COMPLETED", json!([clear])),
    ] {
        let gateway = MockGateway::builder().list_fixtures(false).start().await;
        gateway.put_job(job(status, &json!([clear, hit])), Stage::Done);
        let list = json!({"jobs": [job(status, &shown)], "nextPageToken": ""});
        let list = Answer::json(200, list.to_string());
        gateway.on(Operation::ListJobs).always(list);
        for command in [&["jobs"][..], &["reconcile", MARKER]] {
            let folder = tempfile::tempdir().unwrap();
            let keep = ["--archive", folder.path().to_str().unwrap()];
            let ran = run(online(&gateway, &[command, &keep].concat())).await;
            assert_eq!(ran.code, Some(0), "{command:?}: {}", ran.err);
            let kept = kept(folder.path(), "journal").concat();
            assert!(kept.contains("OUTCOME_TRUE"), "{status}: {kept}");

            // What the list shows is kept at least, but the run has failed.
            gateway.on(Operation::GetJob).next(Fault::Forbidden);
            let other = tempfile::tempdir().unwrap();
            let keep = ["--archive", other.path().to_str().unwrap()];
            let ran = run(online(&gateway, &[command, &keep].concat())).await;
            assert_eq!(ran.code, Some(3), "{command:?}: {}", ran.err);
            assert!(ran.err.contains("shows only a part"), "{}", ran.err);
            assert!(ran.err.contains("archive: 1 new"), "{}", ran.err);
        }
        // Without an archive, a list is one call.
        let gets = gateway.counts(Operation::GetJob).bodies;
        run(online(&gateway, &["jobs"])).await;
        assert_eq!(gateway.counts(Operation::GetJob).bodies, gets);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hit_that_only_a_list_shows_is_archived() {
    let hit = json!([{"report": {"result": "OUTCOME_TRUE"}}]);
    let gateway = MockGateway::builder().list_fixtures(false).start().await;
    // Another server of the gateway has not heard of the end of the job.
    gateway.put_job(job("JOB_STATUS_RUNNING", &json!([])), Stage::Running);
    let list = json!({"jobs": [job("JOB_STATUS_FAILED", &hit)], "nextPageToken": ""});
    gateway
        .on(Operation::ListJobs)
        .always(Answer::json(200, list.to_string()));
    for command in [&["jobs"][..], &["reconcile", MARKER]] {
        let folder = tempfile::tempdir().unwrap();
        let keep = [
            "--archive",
            folder.path().to_str().unwrap(),
            "--exit-verdict",
        ];
        let ran = run(online(&gateway, &[command, &keep].concat())).await;
        assert_eq!(ran.code, Some(20), "{command:?}: {}", ran.err);
        let kept = kept(folder.path(), "journal").concat();
        assert!(kept.contains("OUTCOME_TRUE"), "{kept}");
    }
}
