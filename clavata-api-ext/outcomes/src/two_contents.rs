//! Recognizes an answer that names two pieces of content.

use crate::doubt::Doubt;

pub(crate) static IS_OF_TWO: Doubt = Doubt::TwoContents;

/// Whether two hashes, as `algorithm::hash`, certainly belong to different content. Hashes of different algorithms
/// prove nothing.
///
/// ```
/// use clavata_outcomes::are_of_different_content;
///
/// assert!(are_of_different_content("md5::1", "md5::2"));
/// assert!(!are_of_different_content("md5::1", "sha256::2"));
/// ```
pub fn are_of_different_content(one: &str, other: &str) -> bool {
    match (one.split_once("::"), other.split_once("::")) {
        (Some((one_by, _)), Some((other_by, _))) => one_by == other_by && one != other,
        _ => false,
    }
}
