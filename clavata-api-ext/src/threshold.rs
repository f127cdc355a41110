//! The lowest score that counts as a match.

use clavata_api::contract::{
    CREATE_JOB_REQUEST_THRESHOLD_MAXIMUM as MOST, CREATE_JOB_REQUEST_THRESHOLD_MINIMUM as LEAST,
};

use crate::error::Error;

/// Checks a threshold. 0 is allowed and means the server's default.
pub(crate) fn check(threshold: Option<f64>) -> Result<(), Error> {
    match threshold {
        Some(threshold) if !(LEAST..=MOST).contains(&threshold) => Err(Error::not_built(format!(
            "the threshold {threshold} is not between {LEAST} and {MOST}"
        ))),
        _ => Ok(()),
    }
}

/// Whether the threshold in an answer matches the one that was asked for.
///
/// 0 matches everything, because it means the server's default. The gateway stores some
/// numbers as 32-bit floats, so differences below one millionth are ignored.
pub(crate) fn agrees(asked: &[Option<f64>], stated: f64) -> bool {
    let mut asked = asked
        .iter()
        .flatten()
        .filter(|asked| **asked > 0.0)
        .peekable();
    asked.peek().is_none() || stated == 0.0 || asked.any(|asked| (asked - stated).abs() < 1e-6)
}

#[cfg(test)]
mod tests {
    use super::agrees;

    #[test]
    fn only_another_threshold_than_the_one_asked_for_disagrees() {
        let single = f64::from(0.7_f32);
        for (asked, stated) in [
            (None, 0.9),
            (Some(0.0), 0.9),
            (Some(0.7), 0.0),
            (Some(0.7), 0.7),
            (Some(0.7), single),
            (Some(single), 0.7),
        ] {
            assert!(agrees(&[asked], stated), "{asked:?} {stated}");
        }
        for stated in [0.5, 0.69999, 1.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(!agrees(&[Some(0.7)], stated), "{stated}");
            assert!(!agrees(&[None, Some(0.7)], stated), "{stated}");
        }
        assert!(agrees(&[Some(0.3), Some(0.7)], 0.7));
    }
}
