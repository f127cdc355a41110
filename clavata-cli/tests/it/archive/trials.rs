//! Damaged archives and folders: each has a clear error, and nothing is lost.

use super::*;

#[test]
fn a_journal_cut_at_any_byte_keeps_every_whole_answer() {
    let other = ENDED.replace("22222222-", "12121212-");
    let desk = Desk::with(&[ENDED, &other].join("\n"));
    let (archive, add) = (&desk.archive, desk.flatten());
    assert_eq!(offline(&add).err, "archive: 2 new\n");
    let journal = archive.join("journal/00000001.jsonl");
    let whole = fs::read(&journal).unwrap();
    let first = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let mut cuts: Vec<usize> = (0..=whole.len()).step_by(97).collect();
    cuts.extend([
        first - 2,
        first - 1,
        first,
        first + 1,
        whole.len() - 2,
        whole.len() - 1,
        whole.len(),
    ]);
    for cut in cuts {
        fs::remove_dir_all(archive.join("journal")).unwrap();
        fs::create_dir(archive.join("journal")).unwrap();
        fs::write(&journal, &whole[..cut]).unwrap();
        let left = [first, whole.len()]
            .iter()
            .filter(|end| cut + 1 >= **end)
            .count();
        let told = match left {
            0 => "archive: 2 new\n",
            1 => "archive: 1 new, 1 already there\n",
            _ => "archive: 0 new, 2 already there\n",
        };
        assert_eq!(offline(&add).err, told, "cut at {cut}");
        assert_eq!(kept(archive, "journal").len(), 2, "cut at {cut}");
    }
}

#[test]
fn inputs_that_are_all_missing_create_no_archive() {
    let desk = Desk::with(ENDED);
    for command in [
        &["archive", desk.name(), "nowhere.json", "either.json"][..],
        &[
            "flatten",
            "nowhere.json",
            "either.json",
            "--archive",
            desk.name(),
        ],
    ] {
        let ran = offline(command);
        assert_eq!(ran.code, Some(2), "{}", ran.err);
        for file in ["nowhere.json", "either.json"] {
            assert!(
                ran.err.contains(&format!("error: cannot read {file}: ")),
                "{}",
                ran.err
            );
        }
        assert!(!desk.archive.exists());
    }
    // What is there is kept.
    let saved = desk.saved.to_str().unwrap();
    let ran = offline(&["flatten", "nowhere.json", saved, "--archive", desk.name()]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert_eq!(kept(&desk.archive, "journal").len(), 1);
}

#[test]
fn a_folder_that_is_no_archive_of_this_format_or_is_in_use_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_str().unwrap();
    fs::write(folder.path().join("other"), "x").unwrap();
    let ran = offline(&["archive", root]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err
            .contains("contains other files and is not an archive"),
        "{}",
        ran.err
    );
    fs::remove_file(folder.path().join("other")).unwrap();

    let about = folder.path().join("archive.json");
    fs::write(&about, r#"{"format":2,"program":"clavata 9.9.9"}"#).unwrap();
    let ran = offline(&["archive", root]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err
            .contains("has the format 2, written by clavata 9.9.9"),
        "{}",
        ran.err
    );
    fs::write(&about, "nonsense").unwrap();
    assert_eq!(offline(&["archive", root]).code, Some(2));
    fs::remove_file(&about).unwrap();

    let lock = clavata_api_ext::files::Lock::take(folder.path().join("archive.lock"));
    fs::write(&about, r#"{"format":1,"program":"clavata"}"#).unwrap();
    let ran = offline(&["archive", root]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err
            .contains("another program is writing to the archive"),
        "{}",
        ran.err
    );
    drop(lock);
    let ran = offline(&[
        "evaluate",
        "--policy",
        EXAMPLE_JOB,
        "--text",
        "x",
        "--resume",
    ]);
    assert!(ran.err.contains("--archive"), "{}", ran.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_paid_for_that_cannot_be_kept() {
    let gateway = MockGateway::start().await;
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("other"), "x").unwrap();
    let keep = ["--archive", folder.path().to_str().unwrap()];
    let id = EXAMPLE_JOB;
    for command in [
        vec!["labels", "--version", id, "--text", "one"],
        vec!["create", "--policy", id, "--text", "one", "--wait"],
        vec!["evaluate", "--policy", id, "--text", "one"],
    ] {
        let ran = run(online(&gateway, &[&command[..], &keep].concat())).await;
        assert_eq!(ran.code, Some(2), "{}", ran.err);
    }
    assert_eq!(gateway.requests().len(), 0);
    gateway.finish().await;
}

#[cfg(feature = "arrow")]
#[test]
fn foreign_files_in_an_archive_are_left_alone() {
    let desk = Desk::with(ENDED);
    let add = desk.tables();
    assert_eq!(offline(&add).code, Some(0));
    let foreign = [
        "notes.txt",
        "journal/7.jsonl",
        "journal/mine.jsonl",
        "answers/.DS_Store",
        "rows/notes.txt",
        "rows/day=2026-03-01/mine.partial",
    ];
    for file in foreign {
        fs::write(desk.archive.join(file), "mine").unwrap();
    }
    let ran = offline(&add);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(
        ran.err.starts_with("archive: 0 new, 1 already there\n"),
        "{}",
        ran.err
    );
    for file in foreign {
        assert_eq!(
            fs::read(desk.archive.join(file)).unwrap(),
            b"mine",
            "{file}"
        );
    }
}

#[cfg(feature = "arrow")]
#[test]
fn a_list_of_answers_that_is_cut_at_any_byte_forgets_none() {
    let desk = Desk::with(&[ENDED, &ENDED.replace("22222222-", "12121212-")].join("\n"));
    let add = desk.tables();
    assert_eq!(offline(&add).code, Some(0));
    let list = desk.archive.join("answers/00000001.keys");
    let whole = fs::read(&list).unwrap();
    for cut in (0..whole.len()).step_by(5).chain([whole.len() - 1]) {
        fs::write(&list, &whole[..cut]).unwrap();
        let ran = offline(&add);
        assert!(
            ran.err.starts_with("archive: 0 new, 2 already there\n"),
            "cut at {cut}: {}",
            ran.err
        );
    }
}
