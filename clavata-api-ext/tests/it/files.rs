//! Atomic file writes that never replace a file that appeared in the meantime.
#![cfg(feature = "files")]

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use clavata_api_ext::files::{Lock, Partial, Target, read_private, write_private};

fn written(path: &Path) -> Partial {
    let partial = Target::look(path).unwrap().begin().unwrap();
    partial.file().write_all(b"new").unwrap();
    partial
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn results_appear_whole_under_a_name_that_nobody_can_foresee() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.csv");
    let (mut one, two) = (written(&path), written(&path));
    assert_ne!(one.path(), two.path());
    for name in names(folder.path()) {
        assert!(
            name.starts_with("rows.csv.") && name.ends_with(".partial"),
            "{name}"
        );
    }
    one.publish().unwrap();
    drop(two);
    assert_eq!(names(folder.path()), ["rows.csv"]);
    assert_eq!(text(&path), "new");
}

#[test]
fn what_is_kept_says_that_it_is_partial() {
    let folder = tempfile::tempdir().unwrap();
    let mut partial = written(&folder.path().join("rows.csv"));
    let kept = partial.keep().to_owned();
    drop(partial);
    assert_eq!(kept.extension().unwrap(), "partial");
    assert_eq!(text(&kept), "new");
}

#[test]
fn a_file_that_appeared_meanwhile_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    for was_there in [false, true] {
        let path = folder.path().join(format!("rows {was_there}.csv"));
        if was_there {
            fs::write(&path, "old").unwrap();
        }
        let mut partial = written(&path);
        // Another file with the same name.
        let other = folder.path().join("other");
        fs::write(&other, "theirs").unwrap();
        fs::rename(&other, &path).unwrap();
        assert_eq!(
            partial.publish().unwrap_err().kind(),
            ErrorKind::AlreadyExists
        );
        assert_eq!(text(&path), "theirs");
        assert_eq!(text(partial.path()), "new", "the results are still there");
    }
}

#[test]
fn a_file_that_went_away_meanwhile_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.csv");
    fs::write(&path, "old").unwrap();
    let mut partial = written(&path);
    fs::remove_file(&path).unwrap();
    partial.publish().unwrap();
    assert_eq!(text(&path), "new");
}

#[test]
fn a_folder_is_no_place() {
    let folder = tempfile::tempdir().unwrap();
    let error = Target::look(folder.path()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::IsADirectory);
}

#[test]
fn a_name_as_long_as_may_be_is_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x".repeat(255));
    written(&path).publish().unwrap();
    assert_eq!(text(&path), "new");
    write_private(&path, b"again").unwrap();
    assert_eq!(text(&path), "again");
}

#[test]
fn a_lock_keeps_others_out_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lock");
    let lock = Lock::take(&path).unwrap();
    assert_eq!(Lock::take(&path).unwrap_err().kind(), ErrorKind::WouldBlock);
    drop(lock);
    assert!(names(folder.path()).is_empty());
    // A lock file that was left behind, for example after a power failure.
    fs::write(&path, "").unwrap();
    drop(Lock::take(&path).unwrap());
    assert!(names(folder.path()).is_empty());
}

#[test]
fn a_lock_is_held_by_one_at_a_time_whoever_comes_and_goes() {
    use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lock");
    let (held, times) = (AtomicBool::new(false), AtomicU32::new(0));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..500 {
                    if let Ok(lock) = Lock::take(&path) {
                        assert!(!held.swap(true, SeqCst), "two have it");
                        times.fetch_add(1, SeqCst);
                        held.store(false, SeqCst);
                        drop(lock);
                    }
                }
            });
        }
    });
    assert!(times.into_inner() > 0);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o777
    }

    fn protect(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_replaced_file_leaves_its_permissions_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.csv");
        for bits in [0o600, 0o640, 0o666, 0o400, 0o755] {
            fs::write(&path, "old").unwrap();
            protect(&path, bits);
            let mut partial = written(&path);
            assert_eq!(mode(partial.path()), bits, "not even for a moment");
            partial.publish().unwrap();
            assert_eq!((mode(&path), text(&path).as_str()), (bits, "new"));
            fs::remove_file(&path).unwrap();
        }
    }

    #[test]
    fn a_link_is_replaced_and_not_what_it_leads_to() {
        let folder = tempfile::tempdir().unwrap();
        let (path, victim) = (folder.path().join("rows.csv"), folder.path().join("victim"));
        fs::write(&victim, "precious").unwrap();
        protect(&victim, 0o600);
        symlink(&victim, &path).unwrap();
        written(&path).publish().unwrap();
        assert_eq!(
            (text(&victim).as_str(), text(&path).as_str()),
            ("precious", "new")
        );
        assert!(!fs::symlink_metadata(&path).unwrap().is_symlink());
        assert_eq!(mode(&path), 0o600, "what was hidden stays hidden");
    }

    #[test]
    fn a_link_that_appeared_meanwhile_is_neither_followed_nor_replaced() {
        let folder = tempfile::tempdir().unwrap();
        for leads in ["victim", "nowhere"] {
            let path = folder.path().join(format!("rows {leads}.csv"));
            let victim = folder.path().join("victim");
            fs::write(&victim, "precious").unwrap();
            let mut partial = written(&path);
            symlink(folder.path().join(leads), &path).unwrap();
            assert_eq!(
                partial.publish().unwrap_err().kind(),
                ErrorKind::AlreadyExists
            );
            assert_eq!(text(&victim), "precious");
            assert!(!folder.path().join("nowhere").exists());
        }
    }

    #[test]
    fn a_lock_that_is_a_link_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (path, victim) = (folder.path().join("lock"), folder.path().join("victim"));
        for there in [false, true] {
            if there {
                fs::write(&victim, "precious").unwrap();
            }
            let _ = fs::remove_file(&path);
            symlink(&victim, &path).unwrap();
            assert_eq!(
                Lock::take(&path).unwrap_err().kind(),
                ErrorKind::InvalidInput
            );
            assert_eq!(victim.exists(), there);
        }
        assert_eq!(text(&victim), "precious");
    }

    #[test]
    fn a_private_file_is_for_its_owner_and_no_link() {
        let folder = tempfile::tempdir().unwrap();
        let (path, victim) = (folder.path().join("state"), folder.path().join("victim"));
        fs::write(&victim, "precious").unwrap();
        symlink(&victim, &path).unwrap();
        let error = read_private(&path, 100).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::PermissionDenied);
        write_private(&path, b"state").unwrap();
        assert_eq!(text(&victim), "precious");
        assert_eq!(mode(&path), 0o600);
        assert_eq!(read_private(&path, 5).unwrap(), b"state");
        let error = read_private(&path, 4).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::FileTooLarge);
        assert_eq!(names(folder.path()), ["state", "victim"]);
    }
}
