//! Matches answers with label versions, and checks that they are what was asked for.

use http::{HeaderMap, StatusCode};
use uuid::Uuid;

use super::LabelAnswers;
use crate::api::{EvaluateLabelsResponse, EvaluateLabelsResult};
use crate::error::Error;
use crate::{LabelResult, Verdict, threshold};

impl LabelAnswers {
    /// Brings the results into the order of the request, by label version. A result without a label version
    /// is placed by its position, if there are as many results as label versions.
    pub(crate) fn new(
        asked: &[Uuid],
        thresholds: &[Option<f64>],
        mut answer: EvaluateLabelsResponse,
    ) -> Result<Self, Error> {
        if let Some(refused) = clavata_api::refused_labels(&answer) {
            // It was refused for all labels.
            return Err(Error::from_status(
                StatusCode::OK,
                HeaderMap::new(),
                refused,
            ));
        }
        let flagged = LabelResult::all(&answer).any(|result| result.verdict() == Verdict::Flagged);
        let has_positions = answer.results.len() == asked.len();
        let mut slots: Vec<Option<EvaluateLabelsResult>> = vec![None; asked.len()];
        let (named, unnamed): (Vec<_>, Vec<_>) = answer
            .results
            .into_iter()
            .enumerate()
            .partition(|(_, result)| result.label_version_id.is_some());
        for (position, result) in named.into_iter().chain(unnamed) {
            let slot = match result.label_version_id {
                Some(ref version) => asked.iter().position(|asked| asked == version),
                // An empty result leaves its label version unanswered.
                None if result == EvaluateLabelsResult::default() => continue,
                None => has_positions.then_some(position),
            };
            if let Some(slot @ None) = slot.and_then(|slot| slots.get_mut(slot)) {
                *slot = Some(result);
                continue;
            }
            // Do not drop it: it may be the only one that is true.
            let and = if flagged {
                ", and one of its results is true"
            } else {
                ""
            };
            return Err(Error::unreadable(format!(
                "it has a result for a label version that was not asked for, or two for the same one{and}"
            )));
        }
        let results = slots.into_iter().zip(asked).map(|(slot, version)| {
            let mut result = slot.unwrap_or_default();
            result.label_version_id = Some((*version).into());
            if let Some(why) = foreign(&result, *version, thresholds)
                && result.error.is_empty()
            {
                // With an error, an evaluation can be flagged but never clear.
                result.error = why.to_owned();
            }
            result
        });
        answer.results = results.collect();
        Ok(Self(answer))
    }
}

/// Why an evaluation does not have the label version or the threshold that was asked for.
fn foreign(
    result: &EvaluateLabelsResult,
    version: Uuid,
    thresholds: &[Option<f64>],
) -> Option<&'static str> {
    let evaluation = result.evaluation.as_ref()?;
    let report = evaluation.report.as_ref();
    let named = report.and_then(|report| report.label_version_id.as_ref());
    if named.is_some_and(|named| *named != version) {
        return Some("its report is of another label version");
    }
    let reported = report.map_or(0.0, |report| report.threshold);
    let agrees = |stated| threshold::agrees(thresholds, stated);
    (!agrees(evaluation.threshold) || !agrees(reported)).then_some("it has a different threshold")
}

#[cfg(test)]
mod tests {
    use super::{EvaluateLabelsResponse, EvaluateLabelsResult, LabelAnswers, Verdict};
    use crate::Reason;
    use crate::api::{LabelEvaluation, Outcome, PolicyEvaluationReport};
    use uuid::Uuid;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn result(version: Option<u128>, outcome: Outcome) -> EvaluateLabelsResult {
        let mut evaluation = LabelEvaluation::default();
        evaluation.outcome = outcome;
        let mut result = EvaluateLabelsResult::default();
        result.label_version_id = version.map(|version| Uuid::from_u128(version).into());
        result.evaluation = Some(evaluation);
        result
    }

    fn answers(
        asked: &[Uuid],
        results: Vec<EvaluateLabelsResult>,
    ) -> Result<LabelAnswers, crate::Error> {
        let mut answer = EvaluateLabelsResponse::default();
        answer.results = results;
        LabelAnswers::new(asked, &[Some(0.7)], answer)
    }

    fn outcomes(answers: &LabelAnswers) -> Vec<Option<Outcome>> {
        answers.iter().map(|a| a.outcome().cloned()).collect()
    }

    #[test]
    fn answers_come_in_the_order_of_the_request_whatever_that_of_the_gateway() {
        let asked = [id(1), id(2), id(3)];
        let reordered = vec![
            result(Some(3), Outcome::True),
            result(None, Outcome::Failed),
            result(Some(1), Outcome::False),
        ];
        let answers = answers(&asked, reordered).unwrap();
        let expected = [Outcome::False, Outcome::Failed, Outcome::True].map(Some);
        assert_eq!(outcomes(&answers), expected);
        let ids: Vec<_> = answers
            .iter()
            .filter_map(|a| a.label_version_id()?.as_uuid())
            .collect();
        assert_eq!(ids, asked);
        assert_eq!(answers.get(id(3)).unwrap().index(), 2);
    }

    #[test]
    fn a_label_that_is_left_out_is_unanswered_and_never_clear() {
        let clear = result(Some(1), Outcome::False);
        for results in [
            vec![clear.clone()],
            vec![clear.clone(), EvaluateLabelsResult::default()],
            vec![EvaluateLabelsResult::default(), clear],
        ] {
            let answers = answers(&[id(1), id(2)], results).unwrap();
            assert_eq!(answers.iter().len(), 2);
            assert_eq!(answers.unanswered().collect::<Vec<_>>(), [id(2)]);
            let verdict = answers.verdict().to_string();
            let expected = "undetermined: result 1: there is no evaluation";
            assert_eq!(verdict, expected);
        }
    }

    #[test]
    fn one_true_label_flags_whatever_the_others_say() {
        let results = vec![
            result(Some(1), Outcome::Failed),
            result(Some(2), Outcome::True),
        ];
        let answers = answers(&[id(1), id(2)], results).unwrap();
        assert_eq!(answers.verdict(), Verdict::Flagged);
    }

    #[test]
    fn an_answer_without_labels_is_not_clear() {
        let answers = LabelAnswers::from(EvaluateLabelsResponse::default());
        let expected = Verdict::Undetermined(Reason::NoLabels);
        assert_eq!(answers.verdict(), expected);
    }

    #[test]
    fn an_evaluation_of_another_version_or_threshold_is_never_clear_and_stays_flagged() {
        let report = |version: u128, threshold| {
            let mut report = PolicyEvaluationReport::default();
            report.label_version_id = Some(id(version).into());
            report.threshold = threshold;
            report
        };
        for outcome in [Outcome::False, Outcome::True, Outcome::Failed] {
            for (threshold, report) in [
                (0.2, None),
                (f64::NAN, None),
                (0.7, Some(report(9, 0.7))),
                (0.0, Some(report(1, 0.5))),
            ] {
                let mut result = result(Some(1), outcome.clone());
                let evaluation = result.evaluation.as_mut().unwrap();
                evaluation.threshold = threshold;
                evaluation.report = report;
                let answers = answers(&[id(1)], vec![result]).unwrap();
                let verdict = answers.iter().next().unwrap().verdict();
                let expected = if outcome == Outcome::True {
                    "flagged"
                } else {
                    "undetermined"
                };
                assert_eq!(verdict.as_str(), expected, "{threshold}");
            }
        }
        let mut own = result(Some(1), Outcome::False);
        own.evaluation.as_mut().unwrap().threshold = f64::from(0.7_f32);
        let answers = answers(&[id(1)], vec![own]).unwrap();
        assert_eq!(answers.verdict(), Verdict::Clear);
    }

    #[test]
    fn no_result_is_ever_left_out_silently() {
        let asked = [id(1), id(2)];
        for results in [
            // For a label that was not asked for.
            vec![
                result(Some(1), Outcome::False),
                result(Some(9), Outcome::True),
            ],
            // Two for one label.
            vec![
                result(Some(1), Outcome::False),
                result(Some(1), Outcome::True),
            ],
            // Without a name, and fewer than were asked for: the position says nothing.
            vec![result(None, Outcome::False)],
            // Without a name, at the position of one that has been answered.
            vec![result(None, Outcome::True), result(Some(1), Outcome::False)],
            // More than were asked for.
            vec![result(None, Outcome::False); 3],
        ] {
            assert!(answers(&asked, results).unwrap_err().is_unreadable());
        }
    }
}
