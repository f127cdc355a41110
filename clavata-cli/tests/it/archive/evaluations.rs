//! `evaluate --resume`: no answer is paid for twice, and none counts without proof.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_second_evaluation_pays_for_nothing_twice() {
    let asked = Asked::start().await;
    let keep = ["--exit-verdict"];
    let first = asked.of_lines(LINES, &keep).await;
    assert_eq!(first.code, Some(20), "{}", first.err);
    assert!(first.err.ends_with("archive: 3 new\n"), "{}", first.err);
    assert_eq!(kept(&asked.archive, "journal").len(), 3);
    let before = asked.count();

    let more = [LINES, "{\"text\":\"fine 4\"}\n"].concat();
    let resume = [&keep[..], &["--resume"]].concat();
    let second = asked.of_lines(&more, &resume).await;
    assert_eq!(second.code, Some(20), "{}", second.err);
    assert_eq!(verdicts(&second), ["clear", "flagged", "clear", "clear"]);
    assert!(second.out.starts_with(&first.out), "{}", second.out);
    assert!(
        second
            .err
            .contains("answered from the archive, and not sent: 3 inputs\n")
    );
    assert_eq!(asked.count(), before + 1);
    let sent = asked.gateway.requests().pop().unwrap().json();
    assert_eq!(sent["contentData"].as_array().unwrap().len(), 1);

    // A different question is sent: other metadata, another threshold.
    let other = "{\"text\":\"fine 1\",\"metadata\":{\"id\":\"1\"}}\n";
    let third = asked.of_lines(other, &resume).await;
    assert!(third.err.ends_with("archive: 1 new\n"), "{}", third.err);
    let with_threshold = [&resume[..], &["--threshold", "0.9"]].concat();
    let fourth = asked.of_lines(other, &with_threshold).await;
    assert!(fourth.err.ends_with("archive: 1 new\n"), "{}", fourth.err);
    // Without --resume, it pays again and says so.
    let fifth = asked.of_lines(other, &keep).await;
    let told = "1 input already had an answer in the archive: use --resume to avoid paying again\n";
    assert!(fifth.err.starts_with(told), "{}", fifth.err);
    asked.gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_gateway_is_asked_again() {
    let folder = tempfile::tempdir().unwrap();
    let keep = ["--archive", folder.path().to_str().unwrap(), "--resume"];
    // For example, the mock gateway before the real one.
    for answer in [
        sample::evaluated().clear("Spam", 0.1),
        sample::evaluated().flagged("Spam", 0.9),
    ] {
        let gateway = MockGateway::start().await;
        gateway.on(Operation::Evaluate).next(answer);
        let ran = of_lines(&gateway, "{\"text\":\"a\"}\n", &keep).await;
        assert!(ran.err.ends_with("archive: 1 new\n"), "{}", ran.err);
        gateway.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_behind_an_address_is_judged_again() {
    let asked = Asked::start().await;
    let keep = ["--resume"];
    let line = "{\"imageUrl\":\"https://example.com/a.png\"}\n";
    for count in 1..=2u8 {
        let ran = asked.of_lines(line, &keep).await;
        assert_eq!(verdicts(&ran), ["clear"], "{}", ran.err);
        assert!(!ran.err.contains("from the archive"), "{}", ran.err);
        assert_eq!(asked.count(), u64::from(count));
        assert_eq!(kept(&asked.archive, "journal").len(), usize::from(count));
    }
    // If the image was replaced, its new verdict is found.
    let answer = sample::evaluated().flagged("Spam", 0.9);
    asked.gateway.on(Operation::Evaluate).next(answer);
    let ran = asked.of_lines(line, &keep).await;
    assert_eq!(verdicts(&ran), ["flagged"], "{}", ran.err);
    asked.gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_cut_request_answered_is_not_paid_for_again_and_not_clear() {
    let asked = Asked::start().await;
    let keep = ["--exit-verdict"];
    asked.of_lines("{\"text\":\"fine\"}\n", &keep).await;
    // Nothing shows that its request ended.
    for entry in fs::read_dir(asked.archive.join("journal")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|kind| kind == "ends") {
            fs::remove_file(path).unwrap();
        }
    }
    let before = asked.count();
    let resume = [&keep[..], &["--resume"]].concat();
    let ran = asked.of_lines("{\"text\":\"fine\"}\n", &resume).await;
    assert_eq!(ran.code, Some(21), "{}", ran.err);
    assert_eq!(verdicts(&ran), ["undetermined"]);
    assert!(
        ran.err
            .contains("answered by a request that was cut off, so not clear: 1 input")
    );
    assert_eq!(asked.count(), before);
    asked.gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_something_speaks_against_is_kept_but_never_reused_or_clear() {
    let asked = Asked::start().await;
    let keep = ["--resume"];
    let foreign = "99999999-9999-4999-8999-999999999999";
    let answer = sample::evaluated().clear("Spam", 0.1).policy(foreign);
    asked.gateway.on(Operation::Evaluate).next(answer);
    let ran = asked.of_lines("{\"text\":\"fine\"}\n", &keep).await;
    assert_ne!(ran.code, Some(0), "{}", ran.err);
    let lines = kept(&asked.archive, "journal").join("\n");
    assert!(!lines.is_empty());
    let shown = flatten(&["--format", "verdict", "--exit-verdict"], lines.as_bytes());
    assert!(
        !shown.out.contains("\"verdict\":\"clear\""),
        "{}",
        shown.out
    );
    let again = asked.of_lines("{\"text\":\"fine\"}\n", &keep).await;
    assert!(
        !again.err.contains("answered from the archive"),
        "{}",
        again.err
    );
    asked.gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_answers_to_a_question_the_worst_that_counts_is_used_again() {
    let asked = Asked::start().await;
    let keep = ["--exit-verdict"];
    let line = "{\"text\":\"one\"}\n";
    let flagged = sample::evaluated().flagged("Spam", 0.9);
    asked.gateway.on(Operation::Evaluate).next(flagged);
    assert_eq!(asked.of_lines(line, &keep).await.code, Some(20));
    // It is asked again, and is now clear.
    assert_eq!(asked.of_lines(line, &keep).await.code, Some(0));
    let before = asked.count();
    let resume = [&keep[..], &["--resume"]].concat();
    let ran = asked.of_lines(line, &resume).await;
    assert_eq!(
        (ran.code, verdicts(&ran)),
        (Some(20), vec!["flagged".to_owned()])
    );
    assert_eq!(asked.count(), before);
    asked.gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_refused_after_its_answer_is_asked_again() {
    let asked = Asked::start().await;
    let keep = ["--exit-verdict"];
    let line = "{\"text\":\"one\"}\n";
    assert_eq!(asked.of_lines(line, &keep).await.code, Some(0));
    asked
        .gateway
        .on(Operation::Evaluate)
        .next(Fault::PreconditionRefused);
    assert_eq!(asked.of_lines(line, &keep).await.code, Some(6));
    let before = asked.count();
    let resume = [&keep[..], &["--resume"]].concat();
    assert_eq!(asked.of_lines(line, &resume).await.code, Some(0));
    assert_eq!(asked.count(), before + 1);
    // After another answer, it is known again.
    assert_eq!(asked.of_lines(line, &resume).await.code, Some(0));
    assert_eq!(asked.count(), before + 1);
    asked.gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_input_twice_in_one_run_is_clear_if_it_is() {
    let gateway = MockGateway::builder()
        .frame_gap(std::time::Duration::from_millis(1))
        .start()
        .await;
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("answers");
    let keep = [
        "--archive",
        archive.to_str().unwrap(),
        "--exit-verdict",
        "--resume",
    ];
    let ran = of_lines(&gateway, &"{\"text\":\"one\"}\n".repeat(500), &keep).await;
    assert_eq!(
        (ran.code, verdicts(&ran).len()),
        (Some(0), 500),
        "{}",
        ran.err
    );
    // A run that knows all answers shows all of them, however many there are.
    let again = of_lines(&gateway, &"{\"text\":\"one\"}\n".repeat(2_000), &keep).await;
    assert_eq!(
        (again.code, verdicts(&again).len()),
        (Some(0), 2_000),
        "{}",
        again.err
    );
    gateway.finish().await;
}

#[cfg(feature = "arrow")]
#[tokio::test(flavor = "multi_thread")]
async fn the_answer_to_another_question_is_never_reused_from_a_changed_file() {
    let asked = Asked::start().await;
    let lines = "{\"text\":\"fine\"}\n{\"text\":\"flag\",\"metadata\":{\"id\":\"a longer one\"}}\n";
    asked.of_lines(lines, &[]).await;
    assert_eq!(offline(&["archive", asked.name()]).code, Some(0));
    let file = asked.archive.join("answers").join("00000001.jsonl");
    let text = fs::read_to_string(&file).unwrap();
    let (flagged, clear): (Vec<_>, Vec<_>) =
        text.lines().partition(|line| line.contains("OUTCOME_TRUE"));
    // As long as the other one, so it is where that one was.
    let padded = format!("{:1$}", clear[0], flagged[0].len());
    fs::write(&file, text.replace(flagged[0], &padded)).unwrap();
    let resume = ["--resume", "--exit-verdict"];
    let ran = asked.of_lines(lines, &resume).await;
    assert!(!matches!(ran.code, Some(0)), "{}", ran.err);
    assert_ne!(verdicts(&ran), ["clear", "clear"], "{}", ran.err);
    asked.gateway.finish().await;
}
