//! A share of a whole, and its confidence interval.

/// The 97.5th percentile of the normal distribution, for 95 % intervals.
const Z: f64 = 1.959_963_984_540_054;

/// A share of a whole, such as precision: of the flagged content, how much should be flagged.
///
/// ```
/// use clavata_outcomes::tuning::Share;
///
/// let precision = Share { part: 8, whole: 10 };
/// assert_eq!(precision.value(), Some(0.8));
/// let (low, high) = precision.interval();
/// assert!((low - 0.490).abs() < 0.001 && (high - 0.943).abs() < 0.001);
/// assert_eq!(Share { part: 0, whole: 0 }.value(), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// At most `whole`.
    pub part: usize,
    /// How many were counted.
    pub whole: usize,
}

impl Share {
    /// In 0..=1. `None` if the whole is empty.
    pub fn value(&self) -> Option<f64> {
        (self.whole > 0).then(|| float(self.part) / float(self.whole))
    }

    /// The 95 % Wilson score interval, in 0..=1: where the share would probably be if there were many more. (0, 1)
    /// if the whole is empty.
    pub fn interval(&self) -> (f64, f64) {
        let Some(share) = self.value() else {
            return (0.0, 1.0);
        };
        let whole = float(self.whole);
        let scale = 1.0 + Z * Z / whole;
        let center = (share + Z * Z / (2.0 * whole)) / scale;
        let spread = (share * (1.0 - share) / whole + Z * Z / (4.0 * whole * whole)).sqrt();
        let half = Z / scale * spread;
        // Rounding must not leave the range.
        ((center - half).max(0.0), (center + half).min(1.0))
    }
}

/// Counts are far below 2^52.
#[allow(clippy::cast_precision_loss)]
pub(super) fn float(count: usize) -> f64 {
    count as f64
}
