//! The truth, as reviewers labeled it.

use std::collections::HashMap;

/// Whether content matches labels, according to reviewers. Content is identified by its hash, or by a value of its
/// metadata.
#[derive(Clone, Debug, Default)]
pub struct Truth {
    /// What was said, and whether it was used, by content and label.
    said: HashMap<String, HashMap<String, (bool, bool)>>,
}

impl Truth {
    /// Records whether a piece of content matches a label. Returns `false`, and keeps what was recorded first, if the
    /// opposite was recorded before.
    pub fn say(&mut self, content: &str, label: &str, is_match: bool) -> bool {
        let labels = self.said.entry(content.to_owned()).or_default();
        let (said, _) = labels.entry(label.to_owned()).or_insert((is_match, false));
        *said == is_match
    }

    /// What was said about a piece of content and a label.
    pub(super) fn of(&mut self, content: &str, label: &str) -> Option<bool> {
        let (said, was_used) = self.said.get_mut(content)?.get_mut(label)?;
        *was_used = true;
        Some(*said)
    }

    /// The number of records.
    pub fn len(&self) -> usize {
        self.said.values().map(HashMap::len).sum()
    }

    /// Whether nothing was recorded.
    pub fn is_empty(&self) -> bool {
        self.said.is_empty()
    }

    /// The content and labels that no answer was about, sorted.
    pub fn unused(&self) -> Vec<(&str, &str)> {
        let mut unused: Vec<_> = self
            .said
            .iter()
            .flat_map(|(content, labels)| {
                let labels = labels.iter().filter(|(_, (_, was_used))| !was_used);
                labels.map(|(label, _)| (content.as_str(), label.as_str()))
            })
            .collect();
        unused.sort_unstable();
        unused
    }
}
