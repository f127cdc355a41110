//! Unified diffs for people.

/// The difference between two texts, with three lines around each change.
pub(crate) fn unified(before: &str, after: &str, before_name: &str, after_name: &str) -> String {
    similar::TextDiff::from_lines(before, after)
        .unified_diff()
        .context_radius(3)
        .header(before_name, after_name)
        .to_string()
}
