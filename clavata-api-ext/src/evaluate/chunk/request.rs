//! One request, for some inputs of a group.

use super::Chunk;
use crate::error::Error;
use crate::evaluate::answer::Answer;
use crate::evaluate::evaluated::Evaluated;

/// The result of a request, apart from its answers.
pub(super) struct Outcome {
    pub(super) error: Option<Error>,
    /// Why no answer can be trusted.
    pub(super) contradiction: Option<&'static str>,
    /// Whether the error may be about any input, even one with an answer.
    pub(super) is_unexplained: bool,
    /// Whether an answer does not match the request, or came in the same value as an error.
    pub(super) has_objection: bool,
    pub(super) strays: usize,
    pub(super) unclear_strays: usize,
}

impl Chunk {
    /// Sends the inputs of a group and keeps the answers that arrive.
    pub(super) async fn ask(&mut self, group: &[usize]) -> Outcome {
        let contents = group.iter().map(|index| self.contents[*index].clone());
        let request = self.settings.request.for_contents(contents);
        let marks = group.iter().map(|index| self.first + index);
        let watcher = self.settings.watcher.clone();
        let only = group.first().filter(|_| group.len() == 1);
        let input = only.map(|index| self.first + index);
        let request = request
            .marked(marks)
            .refusals_watched_by(move |error| watcher.show_refusal(input, error));
        let mut evaluation = match request.send().await {
            Ok(evaluation) => evaluation,
            Err(error) => {
                return Outcome {
                    error: Some(error),
                    contradiction: None,
                    is_unexplained: false,
                    has_objection: false,
                    strays: 0,
                    unclear_strays: 0,
                };
            }
        };
        let error = loop {
            match evaluation.next().await {
                Ok(Some(answer)) => self.keep(group, answer),
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
        };
        let ledger = evaluation.ledger();
        Outcome {
            error,
            contradiction: ledger.contradiction(),
            is_unexplained: ledger.is_unexplained(),
            has_objection: ledger.objection().is_some(),
            strays: ledger.strays(),
            unclear_strays: ledger.unclear_strays(),
        }
    }

    fn keep(&mut self, group: &[usize], answer: Evaluated) {
        let index = answer.input().and_then(|input| group.get(input)).copied();
        let answer = answer.with_input(index.map(|index| self.first + index));
        self.settings.watcher.show(&answer);
        if let Some(index) = index
            && answer.counts()
        {
            self.course.heard();
            self.answers[index] = Some(Answer::Evaluated(Box::new(answer)));
        }
    }
}
