//! Collects the rows of an answer while they are handed out.

use super::{Header, Kept, Node};
use crate::row::Row;
use crate::text::Text;

/// The most rows that are kept. However their text is laid out, they decode within the memory that any
/// value may take.
pub(super) const MOST: usize = 2048;

/// The rows of an answer, as places in its text.
pub(crate) struct Collect {
    /// Without the text, which lends itself to the rows meanwhile.
    kept: Kept,
    /// Where the text is, and its length.
    sent: (usize, usize),
    /// Where the last label was, and its place: its rules have it, too.
    label: (usize, Text),
}

impl Collect {
    /// For rows that are read from this text, and probably so many.
    pub(crate) fn new(sent: &str, rows: usize) -> Self {
        let mut kept = Kept::default();
        kept.nodes.reserve_exact(rows.min(MOST));
        Self {
            kept,
            sent: (sent.as_ptr().addr(), sent.len()),
            label: (0, Text::default()),
        }
    }

    /// Adds a row. Returns false if there are too many.
    pub(crate) fn add(&mut self, row: &Row<'_>) -> bool {
        match self.kept.nodes.len() {
            0 => self.begin(row),
            MOST => return false,
            _ => {}
        }
        let node = Node {
            kind: row.kind,
            label: row.label.map(|label| self.label(label)),
            index: row.index,
            message: row.message.map(|message| self.text(message)),
            outcome: row.outcome.clone(),
            score: row.score,
            basis: row.basis,
            has_failed: row.has_failed,
        };
        self.kept.nodes.push(node);
        true
    }

    fn begin(&mut self, row: &Row<'_>) {
        self.kept.job_uuid = row.job_uuid.cloned();
        self.kept.header = Header {
            content_hash: self.text(row.content_hash),
            policy_id: row.policy_id.cloned(),
            policy_version_id: row.policy_version_id.cloned(),
            policy_key: self.text(row.policy_key),
            threshold: row.threshold,
            label_id: row.label_id().cloned(),
            label_version_id: row.label_version_id().cloned(),
            usage: row.around.usage.cloned(),
        };
        for (key, value) in row.content_metadata.all() {
            let pair = (self.text(key), self.text(value));
            self.kept.texts.texts.push(pair);
        }
    }

    fn label(&mut self, label: &str) -> Text {
        let at = label.as_ptr().addr();
        if self.label.0 != at || self.label.1.len() != label.len() {
            self.label = (at, self.text(label));
        }
        self.label.1
    }

    /// The place of a text in what was sent. One that had escapes is elsewhere, and copied.
    #[inline]
    fn text(&mut self, text: &str) -> Text {
        let (at, length) = self.sent;
        let start = text.as_ptr().addr().wrapping_sub(at);
        if start < length && text.len() <= length - start {
            return Text::sent(start, start + text.len());
        }
        let unescaped = &mut self.kept.texts.unescaped;
        let start = unescaped.len();
        unescaped.push_str(text);
        Text::unescaped(start, unescaped.len())
    }

    /// Adds the hash that stands beside the report.
    pub(crate) fn see_beside(&mut self, hash: &str) {
        self.kept.hash_beside = self.text(hash);
    }

    /// Ends it, with the text of the rows, which is returned if there is no row.
    pub(crate) fn end(mut self, sent: String) -> Result<Kept, String> {
        if self.kept.nodes.is_empty() {
            return Err(sent);
        }
        self.kept.texts.sent = sent;
        Ok(self.kept)
    }
}
