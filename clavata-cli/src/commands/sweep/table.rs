//! The sweep for people.

use std::fmt::Write as _;

use clavata_api_ext::tuning::{LabelScores, Share, Sweep, Wanted};

use super::thresholds;
use crate::terminal::pieces;

pub(super) fn of(sweep: &Sweep, wanted: Wanted) -> String {
    let mut text = pieces(sweep.contents());
    if sweep.missing() > 0 {
        let _ = write!(
            text,
            "; {} of them have no result, and are undetermined",
            sweep.missing()
        );
    }
    text.push_str(
        "\n\nVerdicts if one threshold applied to all labels; exceptions and rules are not applied\n",
    );
    let _ = writeln!(
        text,
        "{:>9} {:>9} {:>13} {:>9}",
        "threshold", "flagged", "undetermined", "clear"
    );
    for threshold in thresholds() {
        let at = sweep.verdicts(threshold);
        let _ = writeln!(
            text,
            "{threshold:>9.2} {:>9} {:>13} {:>9}",
            at.flagged, at.undetermined, at.clear
        );
    }
    for label in sweep.labels() {
        of_label(&mut text, label, wanted);
    }
    text.push_str("\nA sweep cannot know what exceptions and rules would do at another threshold, nor what failed evaluations would have returned.\n");
    text
}

fn of_label(text: &mut String, label: &LabelScores, wanted: Wanted) {
    let _ = writeln!(
        text,
        "\nLabel {:?} of policy {}",
        label.label(),
        label.policy()
    );
    let _ = writeln!(
        text,
        "  {} scores, {} with a known truth; {} answers without a score, {} failed or unknown",
        label.scored(),
        label.told(),
        label.unscored(),
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
    let _ = writeln!(
        text,
        "  outcome against score and threshold: {} of {} agree; {} reach the threshold without a match, {} match below it; by at most {:.2}",
        agreement.compared - agreement.disagree(),
        agreement.compared,
        agreement.above_without_match,
        agreement.below_with_match,
        agreement.farthest
    );
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
    for threshold in thresholds() {
        let hits = label.at(threshold);
        let _ = write!(text, "  {threshold:>9.2} {:>9}", hits.flagged);
        if has_truth {
            let f1 = hits
                .f1()
                .map_or("–".to_owned(), |f1| with(f1, hits.f1_interval()));
            let _ = write!(
                text,
                "  {:<19} {:<19} {f1}",
                share(hits.precision()),
                share(hits.recall())
            );
        }
        text.push('\n');
    }
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

fn share(share: Share) -> String {
    share
        .value()
        .map_or("–".to_owned(), |value| with(value, share.interval()))
}

fn with(value: f64, (low, high): (f64, f64)) -> String {
    format!("{value:.3} ({low:.2}–{high:.2})")
}
