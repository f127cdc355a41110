//! What other thresholds, or another policy, would change, told from answers that you already have.
//!
//! [`Sweep`] moves the threshold over the scores of labels: how many contents would be flagged, and with the
//! truth about some of them, how well. [`Judged`] and [`compare`] hold two sets of answers about the same
//! contents against each other, such as those of two versions of a policy.
//!
//! Both fail closed: what failed, is missing or unknown is never taken for a no.

mod compare;
mod judged;
mod label_scores;
mod share;
mod suggest;
mod sweep;
mod truth;

pub use compare::{Comparison, Flip, Shift, compare};
pub use judged::{Judged, KeyBy, Said};
pub use label_scores::{Agreement, Change, Hits, LabelScores};
pub use share::Share;
pub use suggest::{Suggestion, Wanted};
pub use sweep::{Sweep, VerdictsAt};
pub use truth::Truth;
