//! What other thresholds, or another policy, would change, according to answers that you already have.
//!
//! [`Sweep`] moves the threshold over the scores of labels: how much content would be flagged and, if the
//! truth about some of it is known, how well. [`Judged`] and [`compare`] compare two sets of answers about the
//! same content, such as those of two versions of a policy.
//!
//! Both fail closed: what failed, is missing, unknown or doubted never counts as a no.

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
