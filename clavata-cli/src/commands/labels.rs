//! `clavata labels`: evaluates one piece of content against label versions.

use super::billed;
use crate::arguments::{LabelsArguments, Table};
use crate::exit::{Code, End, Failure};
use crate::terminal::{counted, note};
use crate::verdicts::Verdicts;
use crate::{connection, content, output};

pub(super) async fn run(arguments: LabelsArguments) -> Result<(), End> {
    let clavata = connection::open(&arguments.gateway)?;
    let mut pieces = content::all(arguments.content).await?;
    let (1, Some(piece)) = (pieces.len(), pieces.pop()) else {
        let what = "labels are evaluated for one piece of content at a time";
        let hint = "pass one, or use `evaluate` for many";
        return Err(Failure::input(what, hint).into());
    };
    let mut request = clavata
        .evaluate_labels(piece.content, arguments.versions)
        .include_report(arguments.include_report);
    if let Some(threshold) = arguments.threshold {
        request = request.threshold(threshold);
    }
    // Open the output before the answer is paid for.
    let mut output = output::open(&arguments.shown, Table::Rows)?;
    let sent = request.send().await;
    let answers = sent.map_err(|error| Failure::of("evaluate the labels", &error))?;
    let judge = arguments.shown.judge();
    let printed = output
        .labels(&answers, judge)
        .and_then(|()| output.finish());
    let mut verdicts = Verdicts::default();
    let mut unanswered = 0;
    for answer in answers.iter() {
        verdicts.see(&judge.label(&answer));
        let id = answer
            .label_version_id()
            .map(ToString::to_string)
            .unwrap_or_default();
        let why = match (answer.error(), answer.outcome()) {
            (Some(error), _) => error,
            (None, None) => "the gateway omitted it",
            (None, Some(_)) => continue,
        };
        unanswered += 1;
        note(&format!("unanswered: label version {id}: {why}"));
    }
    billed::tell(answers.usage(), None);
    let failure = (unanswered > 0).then(|| {
        let what = format!(
            "no valid evaluation of {}",
            counted(unanswered, "label version")
        );
        let hint = "the other results are valid; labels that were not evaluated have not passed";
        Failure::new(Code::Unreadable, what, hint)
    });
    End::of(printed, failure)?;
    verdicts.end(arguments.shown.exit_verdict)
}
