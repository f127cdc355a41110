//! `clavata archive`: the tables, which are the same if they are made again.

use super::*;

/// The Parquet files below a folder, by their path in it.
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
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("answers");
    let name = archive.to_str().unwrap();
    let saved = folder.path().join("jobs.json");
    let other = ENDED
        .replace("22222222-", "12121212-")
        .replace("2026-03-01", "2026-03-02");
    fs::write(&saved, [ENDED, &other].join("\n")).unwrap();
    let saved = saved.to_str().unwrap();
    let ran = offline(&["archive", name, saved]);
    assert_eq!(
        ran.err,
        "archive: 2 new\narchive: wrote the tables of 2 answers\n"
    );
    let rows = files(&archive, "rows");
    let names: Vec<&str> = rows.iter().map(|(name, _)| name.as_str()).collect();
    let expected = [
        "day=2026-03-01/00000001.parquet",
        "day=2026-03-02/00000001.parquet",
    ];
    assert_eq!(names, expected);
    let jobs = files(&archive, "jobs");
    assert_eq!(jobs.len(), 2);

    // As if the program had been killed after the tables, and in the middle of others.
    let back = archive.join("journal/00000001.jsonl");
    fs::rename(archive.join("answers/00000001.jsonl"), back).unwrap();
    let left = archive.join("rows/day=2026-03-01/00000001.parquet.abcdef.partial");
    fs::write(&left, "x").unwrap();
    let ran = offline(&["archive", name]);
    assert_eq!(ran.err, "archive: wrote the tables of 2 answers\n");
    assert_eq!(files(&archive, "rows"), rows);
    assert_eq!(files(&archive, "jobs"), jobs);

    let ran = offline(&["archive", name, saved]);
    assert_eq!(
        ran.err,
        "archive: 0 new, 2 already there\narchive: wrote the tables of 0 answers\n"
    );
    assert_eq!(files(&archive, "rows"), rows);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_evaluation_goes_on_from_answers_that_have_their_tables() {
    let gateway = MockGateway::start().await;
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("answers");
    let name = archive.to_str().unwrap();
    let keep = ["--archive", name, "--resume", "--exit-verdict"];
    let first = of_lines(&gateway, LINES, &keep).await;
    let ran = offline(&["archive", name]);
    assert_eq!(ran.err, "archive: wrote the tables of 3 answers\n");
    let bodies = gateway.counts(Operation::Evaluate).bodies;
    let second = of_lines(&gateway, LINES, &keep).await;
    assert_eq!((second.code, &second.out), (Some(20), &first.out));
    assert_eq!(gateway.counts(Operation::Evaluate).bodies, bodies);
    gateway.finish().await;
}

#[test]
fn lines_that_cannot_be_read_stay_and_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("answers");
    let name = archive.to_str().unwrap();
    let saved = folder.path().join("jobs.json");
    fs::write(&saved, ENDED).unwrap();
    let add = [
        "flatten",
        saved.to_str().unwrap(),
        "--format",
        "json",
        "--archive",
        name,
    ];
    assert_eq!(offline(&add).code, Some(0));
    let journal = archive.join("journal/00000001.jsonl");
    let mut bytes = fs::read(&journal).unwrap();
    bytes.splice(0..0, b"\0\0\0\0\n".iter().copied());
    fs::write(&journal, bytes).unwrap();
    let ran = offline(&["archive", name]);
    assert_eq!(ran.code, Some(8), "{}", ran.err);
    assert!(
        ran.err
            .starts_with("archive: wrote the tables of 1 answer\nerror: 1 lines"),
        "{}",
        ran.err
    );
    assert_eq!(files(&archive, "jobs").len(), 1);
    assert_eq!(offline(&["archive", name]).code, Some(0));
}
