//! `clavata batch run --archive`: rows have their own part of the archive.

use mock_gateway::Answer;
use serde_json::Value;

use super::*;
use crate::support::{POLICY, hurried, json_lines};

async fn with(csv: &str) -> Asked {
    let asked = Asked::start().await;
    fs::write(asked.folder.path().join("in.csv"), csv).unwrap();
    asked
}

impl Asked {
    /// Each poll advances a batch job, so frequent polls end the wait soon.
    async fn judge(&self) -> Ran {
        let path = |name: &str| self.folder.path().join(name).to_str().unwrap().to_owned();
        let (input, output) = (path("in.csv"), path("out.csv"));
        let arguments = [
            "batch",
            "run",
            "--policy",
            POLICY,
            "--input",
            &input,
            "--output",
            &output,
            "--archive",
            self.name(),
        ];
        hurried(&self.gateway, &arguments).await
    }

    fn rows(&self, part: &str) -> Vec<Value> {
        let lines = kept(&self.archive.join("batch"), part);
        let lines = json_lines(&lines.join("\n"));
        lines.iter().map(|line| line["batch"].clone()).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_row_is_kept_once_and_without_its_content() {
    let asked = with(
        "ref_id,type,content\n1,text,flag canary-4711\n2,text,fine canary-4711\n3,text,csam\n",
    )
    .await;
    // The last row is cut.
    let cut = "ref_id,content,outcome,score,labels\n1,flag canary-4711,OUTCOME_TRUE,0.75,Spam\n2,fine canary-4711,OUTCOME_FALSE,0.";
    let on = asked.gateway.on(Operation::DownloadOutput);
    on.next(Answer::raw(200, &[], cut));
    let ran = asked.judge().await;
    assert_eq!(ran.code, Some(8), "{}", ran.err);
    assert!(ran.err.contains("archive: 2 new\n"), "{}", ran.err);
    let rows = asked.rows("journal");
    let sure = |row: &Value| {
        (
            row["refId"].clone(),
            row["isAnswer"].clone(),
            row["outcome"].clone(),
        )
    };
    assert_eq!(
        sure(&rows[0]),
        ("1".into(), true.into(), "OUTCOME_TRUE".into())
    );
    assert_eq!(
        (&rows[0]["score"], &rows[0]["labels"]),
        (&0.75.into(), &"Spam".into())
    );
    assert_eq!(
        sure(&rows[1]),
        ("2".into(), false.into(), "OUTCOME_FALSE".into())
    );

    // The next run downloads all rows.
    let ran = asked.judge().await;
    assert_eq!(ran.code, Some(6), "{}", ran.err);
    assert!(ran.err.contains("archive: 3 new\n"), "{}", ran.err);
    let rows = asked.rows("journal");
    assert_eq!(
        sure(&rows[3]),
        ("2".into(), true.into(), "OUTCOME_FALSE".into())
    );
    assert_eq!(sure(&rows[4]), ("3".into(), false.into(), "".into()));
    assert_eq!(rows[4]["remark"], "precheck failed");
    let ran = asked.judge().await;
    assert!(
        ran.err.contains("archive: 0 new, 3 already there\n"),
        "{}",
        ran.err
    );
    assert_eq!(asked.gateway.counts(Operation::CreateBatchJob).bodies, 1);
    let text = kept(&asked.archive.join("batch"), "journal").concat();
    assert!(
        !text.contains("canary-4711") && !text.contains("csam"),
        "{text}"
    );
    // Readers of reports do not see these rows.
    assert_eq!(kept(&asked.archive, "journal").len(), 0);
    asked.gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_kept_is_not_taken_for_done() {
    let asked = with("ref_id,type,content\n1,text,flag\n").await;
    fs::create_dir(&asked.archive).unwrap();
    fs::write(asked.archive.join("other"), "x").unwrap();
    let ran = asked.judge().await;
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert_eq!(asked.gateway.counts(Operation::CreateBatchJob).bodies, 0);

    fs::remove_file(asked.archive.join("other")).unwrap();
    fs::write(
        asked.archive.join("archive.json"),
        r#"{"format":1,"program":"clavata"}"#,
    )
    .unwrap();
    fs::write(asked.archive.join("batch"), "in the way").unwrap();
    let ran = asked.judge().await;
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("its rows cannot be kept"), "{}", ran.err);
    assert!(!asked.folder.path().join("out.csv").exists());

    fs::remove_file(asked.archive.join("batch")).unwrap();
    let ran = asked.judge().await;
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.err.contains("archive: 1 new\n"), "{}", ran.err);
    assert_eq!(asked.gateway.counts(Operation::CreateBatchJob).bodies, 1);
    asked.gateway.finish().await;
}

#[cfg(feature = "arrow")]
#[tokio::test(flavor = "multi_thread")]
async fn its_table_is_the_same_if_it_is_made_again() {
    let asked = with("ref_id,type,content\n1,text,flag\n2,text,fine\n").await;
    assert_eq!(asked.judge().await.code, Some(0));
    let name = asked.archive.to_str().unwrap();
    let written = "archive: wrote the tables of 2 answers\n";
    assert_eq!(offline(&["archive", name]).err, written);
    let batch = asked.archive.join("batch");
    let table = tables::files(&batch, "rows");
    assert_eq!(table.len(), 1);
    assert_eq!(
        (asked.rows("journal").len(), asked.rows("answers").len()),
        (0, 2)
    );
    let moved = "00000001.jsonl";
    fs::rename(
        batch.join("answers").join(moved),
        batch.join("journal").join(moved),
    )
    .unwrap();
    assert_eq!(offline(&["archive", name]).err, written);
    assert_eq!(tables::files(&batch, "rows"), table);
    asked.gateway.finish().await;
}
