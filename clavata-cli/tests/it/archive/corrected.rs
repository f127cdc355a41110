//! A program that is killed while it corrects tables leaves no wrong ones.

use std::time::Instant;

use super::tables::files;
use super::*;
use crate::archive_killed::kills;

/// Records how questions ended, in the last segment.
fn end(archive: &Path, ends: &str) {
    let answers = archive.join("answers");
    fs::write(answers.join("00000003.keys"), format!("{ends}end\n")).unwrap();
    fs::write(answers.join("00000003.jsonl"), "").unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_correction_of_tables() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("answers");
    let name = archive.to_str().unwrap();
    assert_eq!(run(clavata(&["archive", name])).await.code, Some(0));
    // Two segments with two days each.
    for file in 1..=2 {
        let line = |n: usize| {
            format!(
                r#"{{"archived":"2026-03-01T12:00:00Z","day":"2026-03-0{}","kind":"evaluation","id":"{n:032x}","asked":"{n:032x}","result":{{"jobUuid":"22222222-2222-4222-8222-{n:012}","policyEvaluationReport":{{"result":"OUTCOME_FALSE"}}}}}}"#,
                n % 2 + 1,
            ) + "\n"
        };
        let lines: String = (file * 1_000..(file + 1) * 1_000).map(line).collect();
        fs::write(archive.join(format!("journal/0000000{file}.jsonl")), lines).unwrap();
    }
    let settled = |n: usize| format!("settled {n:032x} {n:032x}\n");
    let settled: String = (1_000..3_000).map(settled).collect();
    let refused = |n: usize| format!("refused {n:032x}\n");
    let refused: String = (1_000..3_000).map(refused).collect();
    assert_eq!(run(clavata(&["archive", name])).await.code, Some(0));
    let mut expected = Vec::new();
    let begun = Instant::now();
    for ends in [&refused, &settled] {
        end(&archive, ends);
        assert_eq!(run(clavata(&["archive", name])).await.code, Some(0));
        expected.push(files(&archive, "rows"));
    }
    let longest = begun.elapsed() / 2;
    assert!(expected[0] != expected[1]);
    let mut left = kills();
    let mut at = 1;
    while left > 0 {
        at = 1 - at;
        end(&archive, [&refused, &settled][at]);
        let mut child = clavata(&["archive", name]).spawn().unwrap();
        std::thread::sleep(longest.mul_f32(fastrand::f32()));
        let _ = child.kill();
        left -= usize::from(child.wait().unwrap().code().is_none());
        // Otherwise, the tables may still be those before this ending, or partly so.
        if fastrand::bool() {
            assert_eq!(run(clavata(&["archive", name])).await.code, Some(0));
            assert!(files(&archive, "rows") == expected[at]);
        }
    }
    for _ in 0..2 {
        assert_eq!(run(clavata(&["archive", name])).await.code, Some(0));
        assert!(files(&archive, "rows") == expected[at]);
    }
    let ran = run(clavata(&["archive", name])).await;
    assert_eq!(ran.err, "archive: wrote the tables of 0 answers\n");
}
