//! The sweep for people.

use std::fmt::Write as _;

use clavata_api_ext::tuning::{Agreement, LabelScores, Share, Sweep, Wanted};

use super::thresholds;
use crate::terminal::{counted, pieces};

pub(super) fn of(sweep: &Sweep, wanted: Wanted) -> String {
    let mut text = pieces(sweep.contents());
    if sweep.missing() > 0 {
        let has = match sweep.missing() {
            1 => "1 of them has no result, and is".to_owned(),
            missing => format!("{missing} of them have no result, and are"),
        };
        let _ = write!(text, "; {has} undetermined");
    }
    text.push_str(
        "\n\nVerdicts if one threshold applied to all labels; exceptions and rules are not applied\n",
    );
    let _ = writeln!(
        text,
        "{:>9} {:>9} {:>13} {:>9}",
        "threshold", "flagged", "undetermined", "clear"
    );
    curve(&mut text, "", |threshold| {
        let at = sweep.verdicts(threshold);
        format!("{:>9} {:>13} {:>9}", at.flagged, at.undetermined, at.clear)
    });
    text.push_str("\nThresholds go from 0.05 to 0.95 in steps of 0.05. One that is not listed has the values of the one above it.\n");
    for label in sweep.labels() {
        of_label(&mut text, label, wanted, !sweep.truth().is_empty());
    }
    text.push_str("\nA sweep cannot know what exceptions and rules would do at another threshold, nor what failed evaluations would have returned.\n");
    text
}

fn of_label(text: &mut String, label: &LabelScores, wanted: Wanted, is_truth_given: bool) {
    let _ = writeln!(
        text,
        "\nLabel {:?} of policy {}",
        label.label(),
        label.policy()
    );
    let mut known = String::new();
    if is_truth_given {
        known = format!(", {} with a known truth", label.told());
    }
    let _ = writeln!(
        text,
        "  {}{known}; {} without a score, {} failed or unknown",
        counted(label.scored() as u64, "score"),
        counted(label.unscored() as u64, "answer"),
        label.unsure()
    );
    let agreement = label.agreement();
    if label.scored() == 0 {
        text.push_str("  without scores there is nothing to sweep\n");
        return;
    }
    if agreement.compared == 0 {
        text.push_str("  the answers do not contain the threshold, so it is unknown whether the score decides: no curve\n");
        return;
    }
    let _ = writeln!(text, "{}", agreed(&agreement));
    if !agreement.holds() {
        text.push_str("  the score does not decide this label, so a curve would be meaningless\n");
        return;
    }
    let has_truth = label.told() > 0;
    let _ = write!(text, "  {:>9} {:>9}", "threshold", "flagged");
    text.push_str(if has_truth {
        "  precision           recall              F1\n"
    } else {
        "\n"
    });
    curve(text, "  ", |threshold| {
        let hits = label.at(threshold);
        let mut row = format!("{:>9}", hits.flagged);
        if has_truth {
            let f1 = hits
                .f1()
                .map_or("–".to_owned(), |f1| with(f1, hits.f1_interval()));
            let _ = write!(
                row,
                "  {:<19} {:<19} {f1}",
                share(hits.precision()),
                share(hits.recall())
            );
        }
        row
    });
    if wanted == Wanted::default() {
        return;
    }
    match label.suggest(wanted) {
        Some(best) => {
            let change = label.change(best.threshold);
            let _ = writeln!(
                text,
                "  suggested: {} with precision {} and recall {}; it would flag {} more and no longer flag {}",
                best.threshold,
                share(best.hits.precision()),
                share(best.hits.recall()),
                change.gained,
                change.lost
            );
        }
        None if !has_truth => text.push_str("  no suggestion: the truth of no answer is known\n"),
        None => text.push_str("  no suggestion: no threshold meets the requirements\n"),
    }
}

/// Writes a row for each threshold, except those equal to the row before.
fn curve(text: &mut String, indent: &str, row: impl Fn(f64) -> String) {
    let mut before = None;
    for threshold in thresholds() {
        let row = Some(row(threshold));
        if let Some(row) = row.as_ref().filter(|row| before.as_ref() != Some(*row)) {
            let _ = writeln!(text, "{indent}{threshold:>9.2} {row}");
        }
        before = row;
    }
}

/// How often the outcomes follow from score and threshold, and how they differ.
fn agreed(agreement: &Agreement) -> String {
    let (all, differ) = (agreement.compared, agreement.disagree());
    let said = format!(
        "  outcome against score and threshold: {} of {all} agree",
        all - differ
    );
    if differ == 0 {
        return said;
    }
    format!(
        "{said}; {} reach the threshold without a match, {} match below it; by at most {:.2}",
        agreement.above_without_match, agreement.below_with_match, agreement.farthest
    )
}

fn share(share: Share) -> String {
    share
        .value()
        .map_or("–".to_owned(), |value| with(value, share.interval()))
}

fn with(value: f64, (low, high): (f64, f64)) -> String {
    format!("{value:.3} ({low:.2}–{high:.2})")
}
