//! Whether the rows of an answer are clear depends on how its request ended, even if that changes later.

use super::tables::files;
use super::*;
use mock_gateway::Answer;

/// An answer that names neither its job nor its input.
const CLEAR: &str = r#"{"result":{"policyEvaluationReport":{"result":"OUTCOME_FALSE"}}}"#;
const ERROR: &str = r#"{"error":{"code":3,"message":"failed"}}"#;

impl Asked {
    /// Asks about a text. The gateway answers with these lines.
    async fn ask(&self, text: &str, answers: &[&str], more: &[&str]) -> Ran {
        if !answers.is_empty() {
            let answer = Answer::json(200, answers.join("\n"));
            self.gateway.on(Operation::Evaluate).next(answer);
        }
        let line = format!("{{\"text\":\"{text}\"}}\n");
        self.of_lines(&line, more).await
    }

    async fn refuse(&self, text: &str) {
        let refusal = Fault::PreconditionRefused;
        self.gateway.on(Operation::Evaluate).next(refusal);
        assert_eq!(self.ask(text, &[], &[]).await.code, Some(6));
    }

    /// Writes the tables of this many answers.
    fn write(&self, answers: usize) {
        let ran = offline(&["archive", self.name()]);
        let s = if answers == 1 { "" } else { "s" };
        let said = format!("archive: wrote the tables of {answers} answer{s}\n");
        assert_eq!((ran.code, ran.err), (Some(0), said));
    }

    /// The verdict in the rows of each segment, from the minimum and maximum of the column.
    fn verdicts(&self) -> Vec<&'static str> {
        let word = |bytes: &[u8]| {
            let has = |word: &str| memchr::memmem::find(bytes, word.as_bytes()).is_some();
            match (has("clear"), has("undetermined")) {
                (true, false) => "clear",
                (false, true) => "undetermined",
                _ => "mixed",
            }
        };
        let files = files(&self.archive, "rows");
        files.iter().map(|(_, bytes)| word(bytes)).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_counts_for_the_question_whose_request_ended_well() {
    let asked = Asked::start().await;
    assert_eq!(asked.ask("a", &[CLEAR], &[]).await.code, Some(0));
    assert_ne!(asked.ask("b", &[CLEAR, ERROR], &[]).await.code, Some(0));
    asked.write(2);
    assert_eq!(asked.verdicts(), ["clear", "undetermined"]);
    let resume = ["--resume", "--exit-verdict"];
    let ran = asked.ask("b", &[], &resume).await;
    assert_eq!(ran.code, Some(21), "{}", ran.err);
    assert_eq!(verdicts(&ran), ["undetermined"]);
    let ran = asked.ask("a", &[], &resume).await;
    assert_eq!(
        (ran.code, verdicts(&ran)),
        (Some(0), vec!["clear".to_owned()])
    );
    asked.gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_are_corrected_if_a_question_is_refused_later() {
    let asked = Asked::start().await;
    // The same answer twice, in two segments.
    for _ in 0..2 {
        assert_eq!(asked.ask("x", &[CLEAR], &[]).await.code, Some(0));
        asked.write(1);
    }
    assert_eq!(asked.ask("y", &[CLEAR], &[]).await.code, Some(0));
    asked.write(1);
    assert_eq!(asked.verdicts(), ["clear", "clear", "clear"]);
    asked.refuse("x").await;
    asked.write(2);
    assert_eq!(asked.verdicts(), ["undetermined", "undetermined", "clear"]);
    asked.write(0);
    // Answered again, it counts again.
    assert_eq!(asked.ask("x", &[CLEAR], &[]).await.code, Some(0));
    asked.write(3);
    assert_eq!(asked.verdicts(), ["clear"; 4]);
    asked.write(0);
    asked.gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_are_corrected_after_a_program_was_killed_while_it_corrected_them() {
    let asked = Asked::start().await;
    assert_eq!(asked.ask("x", &[CLEAR], &[]).await.code, Some(0));
    asked.write(1);
    let clear = files(&asked.archive, "rows");
    asked.refuse("x").await;
    asked.write(1);
    let undetermined = files(&asked.archive, "rows");
    assert!(undetermined != clear);
    let (name, bytes) = &clear[0];
    fs::write(asked.archive.join("rows").join(name), bytes).unwrap();
    fs::write(asked.archive.join("answers/00000001.doubts"), "writing").unwrap();
    asked.write(1);
    assert!(files(&asked.archive, "rows") == undetermined);
    asked.write(0);
    asked.gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_in_which_everything_was_refused_leaves_no_empty_file_of_answers() {
    let asked = Asked::start().await;
    assert_eq!(asked.ask("a", &[CLEAR], &[]).await.code, Some(0));
    asked.refuse("a").await;
    for part in ["journal", "answers"] {
        let ran = offline(&["flatten", asked.archive.join(part).to_str().unwrap()]);
        assert_eq!(ran.code, Some(0), "{part}: {}", ran.err);
        if part == "journal" {
            asked.write(1);
        }
    }
    // What was refused stays known.
    assert_eq!(asked.verdicts(), ["undetermined"]);
    let before = asked.count();
    asked.ask("a", &[CLEAR], &["--resume"]).await;
    assert_eq!(asked.count(), before + 1, "it is asked again");
    asked.gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_another_archive_are_not_added_since_it_alone_knows_what_was_refused() {
    let asked = Asked::start().await;
    assert_eq!(asked.ask("x", &[CLEAR], &[]).await.code, Some(0));
    asked.refuse("x").await;
    let folder = asked.archive.parent().unwrap();
    let other = folder.join("other");
    let [from, root, into] = [&asked.archive.join("journal"), folder, &other]
        .map(|path| path.to_str().unwrap().to_owned());
    for arguments in [
        &["archive", &into, &from][..],
        &["archive", &into, &root],
        &["flatten", &from, "--archive", &into],
    ] {
        let ran = offline(arguments);
        assert_eq!(ran.code, Some(8), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("it is part of the archive"), "{}", ran.err);
    }
    assert!(!other.join("rows").exists());
    asked.gateway.finish().await;
}

#[test]
fn answers_next_to_a_file_that_is_only_named_like_an_archive_are_added() {
    let folder = tempfile::tempdir().unwrap();
    let saved = folder.path().join("saved");
    fs::create_dir(&saved).unwrap();
    let job = |number: u8| {
        format!(
            r#"{{"jobUuid":"{number}1111111-1111-4111-8111-111111111111","status":3,"results":[{{"report":{{"result":"OUTCOME_TRUE"}}}}]}}"#
        )
    };
    fs::write(saved.join("archive.json"), job(1)).unwrap();
    fs::write(saved.join("b.json"), job(2)).unwrap();
    let archive = folder.path().join("answers");
    let [saved, into] = [&saved, &archive].map(|path| path.to_str().unwrap());
    let ran = offline(&["flatten", saved, "--archive", into]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(kept(&archive, "journal").len(), 2);
}
