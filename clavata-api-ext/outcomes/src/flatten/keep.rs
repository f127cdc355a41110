//! Keeps an answer with its rows.

use std::sync::OnceLock;

use clavata_api::json::{Cursor, Fault};

use super::Flattener;
use super::answer::{FRAME, Reader, SEVERAL};
use super::evaluations::Answer;
use super::nodes::{Node, Said};
use super::values::{number, status};
use crate::RowKind;
use crate::kept::{Header, Kept, MOST};
use crate::metadata::{FewPairs, KeptPairs};

impl Flattener {
    /// Reads one value of an evaluate stream, and keeps it with its rows down to the level. Use one
    /// flattener for all values of a stream.
    ///
    /// # Errors
    ///
    /// Returns the bytes unless they are one answer with a report, and nothing alongside it. Use
    /// [`read`](crate::read) to find out what they are.
    pub fn keep(&mut self, bytes: Vec<u8>) -> Result<Kept, Vec<u8>> {
        let sent = String::from_utf8(bytes).map_err(std::string::FromUtf8Error::into_bytes)?;
        match self.0.only_answer(&sent) {
            Some(answer) => Ok(self.0.kept(answer, sent)),
            None => Err(sent.into_bytes()),
        }
    }
}

impl Reader {
    /// Reads a text that is one answer with a report, and nothing else.
    fn only_answer(&mut self, sent: &str) -> Option<Answer> {
        let mut cursor = Cursor::new(sent);
        let mut answer = None;
        let read = cursor.members(&FRAME, |cursor, key| match key {
            "result" => {
                answer = self.answer(cursor)?;
                Ok::<(), Fault>(())
            }
            "error" if status(cursor)?.is_none() => Ok(()),
            _ => cursor.fail(SEVERAL),
        });
        let is_alone = cursor.next_byte().is_none() && cursor.aside().is_empty();
        let few = self.reports.current().nodes.len() < MOST;
        answer.filter(|answer| read.is_ok() && is_alone && answer.there && few)
    }

    /// The answer that was just read from this text.
    fn kept(&mut self, answer: Answer, sent: String) -> Kept {
        let unescaped = self.reports.unescaped();
        let report = self.reports.current();
        let header = &report.header;
        let mut policy = Node::new(RowKind::Policy);
        policy.judge(header.judged);
        let mut nodes = Vec::with_capacity(report.nodes.len() + 1);
        nodes.push(policy);
        nodes.extend_from_slice(&report.nodes);
        let mut doubtful = report.doubtful;
        let mut unknown = Vec::new();
        if !report.unknown.is_empty() {
            // Other outcomes, of any size, may be remembered as well.
            let rule = doubtful.iter_mut().map(|rule| &mut rule.said);
            for said in nodes.iter_mut().map(|node| &mut node.said).chain(rule) {
                if let Said::Unknown(at) = said {
                    let outcome = report.unknown[*at as usize].clone();
                    *at = number(unknown.len());
                    unknown.push(outcome);
                }
            }
        }
        Kept {
            job_uuid: answer.job_uuid,
            header: Header {
                content_hash: header.content_hash,
                policy_id: header.policy_id.clone(),
                policy_version_id: header.policy_version_id.clone(),
                policy_key: header.policy_key,
                threshold: header.threshold,
                label_id: header.label_id.clone(),
                label_version_id: header.label_version_id.clone(),
                usage: header.usage.clone(),
            },
            level: self.level,
            nodes,
            exception: report.exception + 1,
            doubtful,
            unknown,
            texts: KeptPairs {
                texts: FewPairs::new(&report.metadata),
                unescaped,
                sent,
            },
            decoded: OnceLock::new(),
        }
    }
}
