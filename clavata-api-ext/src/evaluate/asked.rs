//! Checks whether an answer matches what was asked.

use uuid::Uuid;

use super::held::Held;
use crate::{ContentResult, Doubt, threshold};

/// What every answer of an evaluation must match.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    pub(super) policy: Uuid,
    pub(super) version: Option<Uuid>,
    pub(super) threshold: Option<f64>,
}

impl Asked {
    /// Why an answer does not match the request. Missing fields do not count against it,
    /// except a version that was asked for.
    pub(super) fn objection(&self, answer: &Held) -> Option<Doubt> {
        let result = answer.result(0);
        self.mismatch(&result)
            .map(|why| Doubt::NotAsked {
                why: why.to_owned(),
            })
            .or_else(|| result.doubt().cloned())
    }

    fn mismatch(&self, result: &ContentResult<'_>) -> Option<&'static str> {
        // The policy's row. Without a report, there is none.
        let report = result.rows().next()?;
        if report.policy_id.is_some_and(|id| *id != self.policy) {
            return Some("it has a different policy");
        }
        if let Some(version) = self.version
            && report.policy_version_id.is_none_or(|id| *id != version)
        {
            return Some("it is not by the version of the policy that was asked for");
        }
        (!threshold::agrees(&[self.threshold], report.threshold))
            .then_some("it has a different threshold")
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, Held, Uuid};
    use crate::api::{EvaluateResponse, PolicyEvaluationReport};

    const ASKED: Asked = Asked {
        policy: Uuid::from_u128(1),
        version: None,
        threshold: Some(0.7),
    };

    fn answer(change: impl FnOnce(&mut PolicyEvaluationReport)) -> Held {
        let mut report = PolicyEvaluationReport::default();
        report.policy_id = Some(Uuid::from_u128(1).into());
        report.policy_version_id = Some(Uuid::from_u128(2).into());
        report.threshold = f64::from(0.7_f32);
        report.content_hash = "fnv1a128::00".to_owned();
        change(&mut report);
        let mut answer = EvaluateResponse::default();
        answer.content_hash = "fnv1a128::00".to_owned();
        answer.policy_evaluation_report = Some(report);
        answer.into()
    }

    #[test]
    fn an_answer_to_another_question_is_told() {
        let version = Asked {
            version: Some(Uuid::from_u128(2)),
            ..ASKED
        };
        for (asked, right) in [
            (ASKED, answer(|_| {})),
            (version, answer(|_| {})),
            (ASKED, answer(|report| report.policy_id = None)),
            (ASKED, answer(|report| report.policy_version_id = None)),
            (ASKED, answer(|report| report.threshold = 0.0)),
            (ASKED, answer(|report| report.content_hash.clear())),
            (
                ASKED,
                answer(|report| report.content_hash = "md5::ab".to_owned()),
            ),
        ] {
            assert_eq!(asked.objection(&right), None);
        }
        let other = || Some(Uuid::from_u128(9).into());
        for (asked, wrong) in [
            (ASKED, answer(|report| report.policy_id = other())),
            (
                ASKED,
                answer(|report| report.policy_id = Some("no uuid".into())),
            ),
            (version, answer(|report| report.policy_version_id = other())),
            (version, answer(|report| report.policy_version_id = None)),
            (ASKED, answer(|report| report.threshold = 0.5)),
            (ASKED, answer(|report| report.threshold = f64::NAN)),
            (
                ASKED,
                answer(|report| report.content_hash = "fnv1a128::01".to_owned()),
            ),
        ] {
            assert!(asked.objection(&wrong).is_some(), "{:?}", wrong.answer());
        }
    }
}
