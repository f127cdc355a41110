//! Full disks and folders that cannot be written.

use super::*;

/// Jobs that need more space than [`limited`] allows.
fn many_jobs() -> String {
    let job = |n: usize| ENDED.replace("22222222-2222", &format!("{n:08}-2222")) + "\n";
    (0..1_000).map(job).collect()
}

/// Runs the program with a file size limit of at most 64 KiB.
fn limited(arguments: &[&str]) -> Ran {
    limited_to(64, arguments)
}

fn limited_to(blocks: u8, arguments: &[&str]) -> Ran {
    let mut sh = std::process::Command::new("/bin/sh");
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
    sh.args(["-c", &script, "sh"]);
    sh.arg(env!("CARGO_BIN_EXE_clavata")).args(arguments);
    sh.env_clear().output().unwrap().into()
}

#[test]
fn a_full_disk_loses_nothing_that_was_shown() {
    let desk = Desk::with(&many_jobs());
    let add = desk.flatten();
    let ran = limited(&add);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(
        ran.err.starts_with(
            "error: cannot write answers to the archive, or read them from it: File too large"
        ),
        "{}",
        ran.err
    );
    let shown = ran.out.lines().count();
    let there = kept(&desk.archive, "journal").len();
    assert!(
        there >= shown && (1..1_000).contains(&shown),
        "{shown} shown, {there} kept"
    );
    let again = offline(&add);
    let whole = kept(&desk.archive, "journal");
    assert_eq!(
        again.err,
        format!("archive: {} new, {there} already there\n", 1_000 - there)
    );
    assert_eq!(whole.len(), 1_000);
    assert!(
        whole
            .iter()
            .all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok())
    );

    // If the tables do not fit, the answers stay where they are.
    #[cfg(feature = "arrow")]
    {
        let ran = limited(&["archive", desk.name()]);
        assert_eq!(ran.code, Some(1), "{}", ran.err);
        assert!(
            ran.err
                .starts_with("error: cannot write the tables of the archive"),
            "{}",
            ran.err
        );
        assert_eq!(
            kept(&desk.archive, "journal").len() + kept(&desk.archive, "answers").len(),
            1_000
        );
        assert_eq!(offline(&["archive", desk.name()]).code, Some(0));
        assert_eq!(kept(&desk.archive, "answers").len(), 1_000);
    }
}

#[cfg(feature = "arrow")]
#[test]
fn a_disk_that_was_full_from_the_start_leaves_no_empty_file_of_answers() {
    let desk = Desk::with(&many_jobs());
    assert_eq!(offline(&["archive", desk.name()]).code, Some(0));
    let ran = limited_to(0, &desk.flatten());
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let journal = fs::read_dir(desk.archive.join("journal")).unwrap();
    assert_eq!(journal.count(), 0);
}

#[cfg(feature = "arrow")]
#[test]
fn an_answer_that_did_not_fit_leaves_nothing_unreadable() {
    let desk = Desk::with(&many_jobs());
    let ran = limited(&desk.tables());
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let answers = desk.archive.join("answers");
    let ran = offline(&["flatten", answers.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_is_told_before_anything_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "x").unwrap();
    // Not even the superuser can create a folder there.
    for root in ["/sys/answers", file.to_str().unwrap()] {
        let ran = offline(&["archive", root]);
        assert_eq!(ran.code, Some(2), "{}", ran.err);
        let told = format!("error: cannot use the archive {root}: ");
        assert!(ran.err.starts_with(&told), "{}", ran.err);
    }
    assert_eq!(fs::read(&file).unwrap(), b"x");
}
