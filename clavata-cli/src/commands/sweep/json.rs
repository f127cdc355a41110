//! The sweep as JSON.

use std::io;

use clavata_api_ext::tuning::{Hits, LabelScores, Share, Sweep, Wanted};
use serde_json::{Value, json};

use super::thresholds;

pub(super) fn of(sweep: &Sweep, wanted: Wanted) -> io::Result<String> {
    let verdicts: Vec<Value> = thresholds()
        .map(|threshold| sweep.verdicts(threshold))
        .map(|at| json!({"threshold": at.threshold, "flagged": at.flagged, "undetermined": at.undetermined, "clear": at.clear}))
        .collect();
    let labels: Vec<Value> = sweep
        .labels()
        .iter()
        .map(|label| of_label(label, wanted))
        .collect();
    let all = json!({"contents": sweep.contents(), "without_result": sweep.missing(), "verdicts": verdicts, "labels": labels});
    Ok(serde_json::to_string(&all)? + "\n")
}

fn of_label(label: &LabelScores, wanted: Wanted) -> Value {
    let agreement = label.agreement();
    let curve: Option<Vec<Value>> = agreement.holds().then(|| {
        let points = thresholds().map(|threshold| of_hits(threshold, &label.at(threshold)));
        points.collect()
    });
    let suggested = label.suggest(wanted).map(|best| {
        let change = label.change(best.threshold);
        json!({
            "at": of_hits(best.threshold, &best.hits),
            "gained": change.gained,
            "lost": change.lost,
        })
    });
    json!({
        "policy": label.policy(),
        "label": label.label(),
        "scored": label.scored(),
        "with_truth": label.told(),
        "unscored": label.unscored(),
        "unsure": label.unsure(),
        "agreement": {
            "compared": agreement.compared,
            "above_without_match": agreement.above_without_match,
            "below_with_match": agreement.below_with_match,
            "farthest": agreement.farthest,
            "holds": agreement.holds(),
        },
        "curve": curve,
        "suggested": suggested,
    })
}

fn of_hits(threshold: f64, hits: &Hits) -> Value {
    let (low, high) = hits.f1_interval();
    json!({
        "threshold": threshold,
        "flagged": hits.flagged,
        "precision": of_share(hits.precision()),
        "recall": of_share(hits.recall()),
        "f1": {"value": hits.f1(), "low": low, "high": high},
    })
}

fn of_share(share: Share) -> Value {
    let (low, high) = share.interval();
    json!({"value": share.value(), "low": low, "high": high, "of": share.whole})
}
