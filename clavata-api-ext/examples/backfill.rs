//! Judges a backlog of comments with concurrent requests, and continues where the last run stopped.
//!
//! The queue is a file with one line `id<TAB>text` per comment. The answers are appended to another file, one
//! line `id<TAB>decision` each. A comment that could not be judged has no line, so the next run tries it again.
//!
//! Needs `CLAVATA_API_KEY`: `cargo run -p clavata-api-ext --example backfill -- POLICY queue.tsv answers.tsv`

use std::collections::HashSet;
use std::error::Error as StdError;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use clavata_api_ext::{Answer, Clavata, Content, Decision};
use uuid::Uuid;

/// The result of a run: how many comments were judged, and how many are left.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) judged: usize,
    pub(crate) left: usize,
}

/// Judges the comments in the queue that have no answer yet.
pub(crate) async fn backfill(
    clavata: &Clavata,
    policy: Uuid,
    queue: &Path,
    answers: &Path,
) -> io::Result<Done> {
    let answered = answered(answers)?;
    let queue = fs::read_to_string(queue)?;
    let comments = queue.lines().map(|line| {
        let no_tab = || io::Error::new(io::ErrorKind::InvalidData, "a line has no tab");
        line.split_once('\t').ok_or_else(no_tab)
    });
    let mut comments = comments.collect::<io::Result<Vec<_>>>()?;
    comments.retain(|(id, _)| !answered.contains(*id));

    let contents: Vec<_> = comments
        .iter()
        .map(|(id, text)| Content::text(*text).with_metadata("id", *id))
        .collect();
    // The client retries what is safe to retry, and stops after a wrong key or an exhausted quota.
    let inputs = futures_util::stream::iter(contents);
    let mut judging = clavata.evaluate_all(policy, inputs).concurrency(4);
    let mut answers = OpenOptions::new().append(true).open(answers)?;
    let mut done = Done::default();
    while let Some((input, answer)) = judging.next().await {
        let (id, _) = comments[input];
        match &answer {
            Answer::Evaluated(_) => {}
            // It may be known abuse material, which you may have to report.
            Answer::Refused(error) => eprintln!("{id}: refused: {error}"),
            Answer::Failed(error) if error.is_content_refused() => {
                eprintln!("{id}: may have been refused: {error}");
            }
            Answer::Failed(error) => {
                eprintln!("{id}: not judged: {error}");
                done.left += 1;
                continue;
            }
        }
        writeln!(answers, "{id}\t{}", answer.decide_or(Decision::Review))?;
        done.judged += 1;
    }
    Ok(done)
}

/// The ids that have an answer. Removes a last line that an interrupted run left incomplete.
fn answered(answers: &Path) -> io::Result<HashSet<String>> {
    let mut options = OpenOptions::new();
    let file = options.read(true).write(true).create(true).truncate(false);
    let file = file.open(answers)?;
    let text = io::read_to_string(&file)?;
    let whole = text.rfind('\n').map_or(0, |end| end + 1);
    file.set_len(whole as u64)?;
    let lines = text[..whole].lines();
    let ids = lines.filter_map(|line| Some(line.split_once('\t')?.0.to_owned()));
    Ok(ids.collect())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn StdError>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = |what: &str| arguments.next().ok_or(format!("which {what}?"));
    let (policy, queue, answers) = (next("policy")?, next("queue")?, next("file of answers")?);
    let clavata = Clavata::from_env()?;
    let done = backfill(&clavata, policy.parse()?, queue.as_ref(), answers.as_ref()).await?;
    println!("{} judged, {} left", done.judged, done.left);
    if done.left > 0 {
        std::process::exit(1);
    }
    Ok(())
}

#[cfg(all(test, feature = "test-util"))]
mod tests {
    use clavata_api_ext::test_util::{self, Fault, MockGateway, Operation, sample};

    use super::*;

    #[tokio::test]
    async fn a_run_goes_on_where_the_one_before_stopped() {
        let folder = tempfile::tempdir().unwrap();
        let (queue, answers) = (folder.path().join("queue"), folder.path().join("answers"));
        fs::write(&queue, "a\tfine\nb\tflag\nc\tfail\nd\tcsam\ne\tfine\n").unwrap();
        // The previous run was interrupted while it was writing.
        fs::write(&answers, "a\tallow\ne\tal").unwrap();
        let gateway = MockGateway::start().await;
        let clavata = test_util::client(&gateway);
        let run = || backfill(&clavata, sample::POLICY.parse().unwrap(), &queue, &answers);

        let done = run().await.unwrap();
        assert_eq!((done.judged, done.left), (4, 0));
        let text = fs::read_to_string(&answers).unwrap();
        let mut lines: Vec<_> = text.lines().collect();
        lines.sort_unstable();
        assert_eq!(
            lines,
            ["a\tallow", "b\tblock", "c\treview", "d\tblock", "e\tallow"]
        );
        let sent = gateway.requests().len();
        assert_eq!(run().await.unwrap(), Done::default());
        assert_eq!(gateway.requests().len(), sent);
    }

    #[tokio::test]
    async fn what_could_not_be_judged_is_left_for_the_next_run() {
        let folder = tempfile::tempdir().unwrap();
        let (queue, answers) = (folder.path().join("queue"), folder.path().join("answers"));
        fs::write(&queue, "a\tfine\n").unwrap();
        let gateway = MockGateway::start().await;
        gateway.on(Operation::Evaluate).next(Fault::QuotaExceeded);
        let clavata = test_util::client(&gateway);
        let run = || backfill(&clavata, sample::POLICY.parse().unwrap(), &queue, &answers);

        assert_eq!(run().await.unwrap(), Done { judged: 0, left: 1 });
        assert_eq!(fs::read_to_string(&answers).unwrap(), "");
        assert_eq!(run().await.unwrap(), Done { judged: 1, left: 0 });
    }
}
