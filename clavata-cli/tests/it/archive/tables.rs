//! `clavata archive`: the tables are the same if they are made again.

use super::*;
use mock_gateway::Answer;

/// The Parquet files below a folder, by their relative paths.
pub(super) fn files(archive: &Path, table: &str) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for day in fs::read_dir(archive.join(table)).unwrap() {
        let day = day.unwrap();
        for file in fs::read_dir(day.path()).unwrap() {
            let file = file.unwrap();
            let name = format!(
                "{}/{}",
                day.file_name().to_str().unwrap(),
                file.file_name().to_str().unwrap()
            );
            found.push((name, fs::read(file.path()).unwrap()));
        }
    }
    found.sort();
    found
}

#[test]
fn tables_are_partitioned_by_day_and_the_same_if_they_are_made_again() {
    let other = ENDED
        .replace("22222222-", "12121212-")
        .replace("2026-03-01", "2026-03-02");
    let desk = Desk::with(&[ENDED, &other].join("\n"));
    let ran = offline(&desk.tables());
    assert_eq!(
        ran.err,
        "archive: 2 new\narchive: wrote the tables of 2 answers\n"
    );
    let rows = files(&desk.archive, "rows");
    let names: Vec<&str> = rows.iter().map(|(name, _)| name.as_str()).collect();
    let expected = [
        "day=2026-03-01/00000001.parquet",
        "day=2026-03-02/00000001.parquet",
    ];
    assert_eq!(names, expected);
    let jobs = files(&desk.archive, "jobs");
    assert_eq!(jobs.len(), 2);

    // As if the program had been killed after some tables and in the middle of others.
    let back = desk.archive.join("journal/00000001.jsonl");
    fs::rename(desk.archive.join("answers/00000001.jsonl"), back).unwrap();
    let left = desk
        .archive
        .join("rows/day=2026-03-01/00000001.parquet.abcdef.partial");
    fs::write(&left, "x").unwrap();
    let ran = offline(&["archive", desk.name()]);
    assert_eq!(ran.err, "archive: wrote the tables of 2 answers\n");
    assert_eq!(files(&desk.archive, "rows"), rows);
    assert_eq!(files(&desk.archive, "jobs"), jobs);

    let ran = offline(&desk.tables());
    assert_eq!(
        ran.err,
        "archive: 0 new, 2 already there\narchive: wrote the tables of 0 answers\n"
    );
    assert_eq!(files(&desk.archive, "rows"), rows);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_evaluation_goes_on_from_answers_that_have_their_tables() {
    let asked = Asked::start().await;
    let keep = ["--resume", "--exit-verdict"];
    let first = asked.of_lines(LINES, &keep).await;
    let ran = offline(&["archive", asked.name()]);
    assert_eq!(ran.err, "archive: wrote the tables of 3 answers\n");
    let before = asked.count();
    let second = asked.of_lines(LINES, &keep).await;
    assert_eq!((second.code, &second.out), (Some(20), &first.out));
    assert_eq!(asked.count(), before);
    asked.gateway.finish().await;
}

#[test]
fn lines_that_cannot_be_read_stay_and_are_told() {
    let desk = Desk::with(ENDED);
    assert_eq!(offline(&desk.flatten()).code, Some(0));
    let journal = desk.archive.join("journal/00000001.jsonl");
    let mut bytes = fs::read(&journal).unwrap();
    bytes.splice(0..0, b"\0\0\0\0\n".iter().copied());
    fs::write(&journal, bytes).unwrap();
    let ran = offline(&["archive", desk.name()]);
    assert_eq!(ran.code, Some(8), "{}", ran.err);
    assert!(
        ran.err
            .starts_with("archive: wrote the tables of 1 answer\nerror: 1 line of"),
        "{}",
        ran.err
    );
    assert_eq!(files(&desk.archive, "jobs").len(), 1);
    assert_eq!(offline(&["archive", desk.name()]).code, Some(0));
}

/// Whether the verdict of the rows is this word, from the minimum and maximum of the column.
fn has_verdict(archive: &Path, word: &str) -> bool {
    let rows = files(archive, "rows");
    assert_eq!(rows.len(), 1);
    memchr::memmem::find(&rows[0].1, word.as_bytes()).is_some()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_did_not_count_in_the_end_is_not_clear_in_the_tables() {
    let clear = r#"{"result":{"policyEvaluationReport":{"result":"OUTCOME_FALSE"}}}"#;
    let hit = r#"{"error":{"code":1,"details":[{"@type":"t/x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC"}]}}"#;
    let error = r#"{"error":{"code":3,"message":"failed"}}"#;
    let stray = clear.replace(
        r#""result":"OUT"#,
        r#""contentMetadata":{"clavata.input":"7"},"result":"OUT"#,
    );
    for line in [
        "{\"text\":\"fine\"}\n",
        "{\"imageUrl\":\"https://example.com/a.png\"}\n",
    ] {
        for (behind, counts) in [("", true), (hit, false), (error, false)] {
            let asked = Asked::start().await;
            let body = [clear, behind].join("\n");
            asked
                .gateway
                .on(Operation::Evaluate)
                .next(Answer::json(200, body));
            let ran = asked.of_lines(line, &[]).await;
            assert_eq!(ran.code == Some(0), counts, "{}", ran.err);
            assert_eq!(offline(&["archive", asked.name()]).code, Some(0));
            assert_eq!(
                has_verdict(&asked.archive, "clear"),
                counts,
                "{line}{behind}"
            );
            assert_eq!(
                has_verdict(&asked.archive, "undetermined"),
                !counts,
                "{line}{behind}"
            );
            asked.gateway.finish().await;
        }
    }
    // It may be about anything.
    let asked = Asked::start().await;
    asked
        .gateway
        .on(Operation::Evaluate)
        .always(Answer::json(200, stray));
    asked.of_lines("{\"text\":\"fine\"}\n", &[]).await;
    assert_eq!(offline(&["archive", asked.name()]).code, Some(0));
    assert!(!has_verdict(&asked.archive, "clear"));
    asked.gateway.finish().await;
}
