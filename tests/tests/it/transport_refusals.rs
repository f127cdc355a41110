//! Refused content: no match is lost, wherever it is and whatever is next to it.

use std::time::Duration;

use crate::transport::{POLICY, client, create, evaluate, get};
use clavata_api_ext::api::{PrecheckFailureType as Reason, PrecheckMatchConfidence as Confidence};
use clavata_api_ext::{Content, Error, Refusal};
use mock_gateway::{Answer, Fault, MockGateway, Operation};

const TYPE: &str = "type.googleapis.com/clavata.gateway.v1.PrecheckFailure";

fn detail(kind: &str, hash: &str) -> String {
    format!(r#"{{"@type":"{TYPE}","type":{kind},"message":"why","details":"{hash}"}}"#)
}

fn hit() -> String {
    detail("\"PRECHECK_FAILURE_TYPE_NCMEC\"", "md5::hit")
}

fn image() -> String {
    detail("\"PRECHECK_FAILURE_TYPE_INVALID_IMAGE\"", "md5::bad")
}

fn status(details: &[String]) -> String {
    let details = details.join(",");
    format!(r#"{{"code":9,"message":"precheck failed","details":[{details}]}}"#)
}

/// Refuses with these details, in each of the gateway's ways.
async fn each_way(details: &[String]) -> Vec<(&'static str, Error)> {
    let body = status(details);
    let framed = format!("{{\"error\":{body}}}\n");
    let frame =
        r#"{"result":{"policyEvaluationReport":{"contentMetadata":{"clavata.input":"0"}}}}"#;
    let mid = [frame.to_owned(), framed.clone()];
    let mut errors = Vec::new();
    for (way, operation, answer) in [
        ("499", Operation::CreateJob, Answer::json(499, body.clone())),
        ("400", Operation::CreateJob, Answer::json(400, body.clone())),
        (
            "499 text",
            Operation::CreateJob,
            Answer::raw(499, &[("content-type", "text/plain")], body),
        ),
        (
            "stream first, 499",
            Operation::Evaluate,
            Answer::json(499, framed.clone()),
        ),
        (
            "stream first, 400",
            Operation::Evaluate,
            Answer::json(400, framed.clone()),
        ),
        (
            "stream first, 200",
            Operation::Evaluate,
            Answer::stream([framed], Duration::ZERO),
        ),
        (
            "stream mid",
            Operation::Evaluate,
            Answer::stream(mid, Duration::ZERO),
        ),
    ] {
        let gateway = MockGateway::start().await;
        gateway.on(operation).always(answer);
        let clavata = client(&gateway);
        let outcome = match operation {
            Operation::CreateJob => create(&clavata).await,
            _ => evaluate(&clavata).await,
        };
        assert_eq!(gateway.counts(operation).heads, 1, "{way} was repeated");
        errors.push((way, outcome.unwrap_err()));
    }
    errors
}

#[tokio::test(start_paused = true)]
async fn three_details_are_three_refusals_with_abuse_material_on_top() {
    let unknown = detail("\"PRECHECK_FAILURE_TYPE_NEW\"", "md5::new");
    for (way, error) in each_way(&[image(), unknown, hit()]).await {
        assert!(error.is_content_refused() && !error.is_transient(), "{way}");
        let refusals = error.refusals().unwrap();
        let reasons: Vec<&Reason> = refusals.iter().map(Refusal::reason).collect();
        let new = Reason::Unknown("PRECHECK_FAILURE_TYPE_NEW".to_owned());
        assert_eq!(
            reasons,
            [&Reason::Ncmec, &Reason::InvalidImage, &new],
            "{way}"
        );
        assert_eq!(refusals.top_reason(), Some(&Reason::Ncmec), "{way}");
        assert!(refusals.has_csam(), "{way}");
        let hashes: Vec<_> = refusals.iter().map(Refusal::content_hash).collect();
        assert_eq!(
            hashes,
            [Some("md5::hit"), Some("md5::bad"), Some("md5::new")],
            "{way}"
        );
        assert!(
            refusals.iter().all(|refusal| refusal.message() == "why"),
            "{way}"
        );
        assert!(error.to_string().contains("child abuse"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_unreadable_detail_is_kept_raw_and_hides_nothing() {
    let unreadable = detail("{\"not\":\"an enum\"}", "md5::odd");
    let foreign = r#"{"@type":"type.googleapis.com/google.rpc.Other","a":1}"#.to_owned();
    for (way, error) in each_way(&[unreadable, "7".to_owned(), foreign, image(), hit()]).await {
        let refusals = error.refusals().unwrap();
        assert_eq!((refusals.len(), refusals.count()), (2, 3), "{way}");
        assert_eq!(refusals.raw().len(), 3, "{way}");
        assert_eq!(refusals.raw()[0]["details"], "md5::odd", "{way}");
        assert_eq!(refusals.top_reason(), Some(&Reason::Ncmec), "{way}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_hit_that_only_an_unreadable_detail_names_is_still_on_top() {
    let odd = format!(r#"{{"@type":"{TYPE}","type":["PRECHECK_FAILURE_TYPE_NCMEC"]}}"#);
    for (way, error) in each_way(&[image(), odd]).await {
        let refusals = error.refusals().unwrap();
        assert!(refusals.has_csam(), "{way}");
        assert_eq!(refusals.top_reason(), Some(&Reason::Ncmec), "{way}");
        assert_eq!(refusals.iter().count(), 1, "{way}");
    }
}

#[tokio::test(start_paused = true)]
async fn numbers_names_to_come_and_things_left_out_are_read() {
    let confidence = format!(
        r#"{{"@type":"{TYPE}","type":1,"matchConfidence":"PRECHECK_MATCH_CONFIDENCE_LOW"}}"#
    );
    let video = detail("\"PRECHECK_FAILURE_TYPE_NCMEC_VIDEO\"", "");
    let bare = format!(r#"{{"@type":"{TYPE}","details":"md5::bare"}}"#);
    for (way, error) in each_way(&[bare, video, confidence]).await {
        let refusals: Vec<_> = error.refusals().unwrap().iter().collect();
        assert!(refusals[0].is_csam() && refusals[1].is_csam(), "{way}");
        assert_eq!(refusals[0].content_hash(), None, "{way}");
        assert_eq!(refusals[1].reason(), &Reason::Ncmec, "{way}");
        assert_eq!(refusals[1].match_confidence(), &Confidence::Low, "{way}");
        assert_eq!(refusals[2].reason(), &Reason::Unspecified, "{way}");
        assert_eq!(refusals[2].content_hash(), Some("md5::bare"), "{way}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_precondition_without_such_a_detail_is_an_ordinary_error() {
    let foreign = r#"{"@type":"type.googleapis.com/google.rpc.PreconditionFailure"}"#.to_owned();
    for details in [vec![], vec![foreign]] {
        for (way, error) in each_way(&details).await {
            assert!(!error.is_content_refused(), "{way}");
            assert_eq!(error.type_name(), "refused", "{way}");
            assert_eq!(error.grpc_code(), Some(9), "{way}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_hit_is_found_wherever_the_answer_breaks() {
    let body = status(&[hit()]);
    let named = body.find("PRECHECK_FAILURE_TYPE_NCMEC").unwrap() + 27;
    // The mock gateway refuses this text, and its answer is cut off.
    let contents = || [Content::text("csam")];
    for cut in [150, 170, 190] {
        for fault in [
            Fault::CloseAt(cut),
            Fault::ResetAt(cut),
            Fault::CutAt(cut),
            Fault::StallAt(cut),
        ] {
            let gateway = MockGateway::start().await;
            gateway.on(Operation::CreateJob).always(fault);
            gateway.on(Operation::Evaluate).always(fault);
            let clavata = client(&gateway);
            let created = clavata.create(POLICY, contents()).send().await.unwrap_err();
            let evaluated = clavata
                .evaluate(POLICY, contents())
                .send()
                .await
                .unwrap_err();
            for error in [created, evaluated] {
                assert!(error.is_content_refused(), "{fault:?}: {error}");
            }
            assert_eq!(gateway.requests().len(), 2, "{fault:?} was repeated");
        }
    }
    // For any end of the body after the words, and any content type.
    for end in named..=body.len() {
        let gateway = MockGateway::start().await;
        let answer = Answer::json(499, body[..end].to_owned());
        gateway.on(Operation::GetJob).always(answer);
        let error = get(&client(&gateway)).await.unwrap_err();
        let refusals = error.refusals().unwrap_or_else(|| panic!("{error}"));
        assert!(refusals.has_csam());
        assert_eq!(refusals.top_reason(), Some(&Reason::Ncmec));
    }
}

#[tokio::test(start_paused = true)]
async fn a_field_of_another_type_does_not_hide_a_hit() {
    for body in [
        format!(r#"{{"code":"nine","message":7,"details":[{}]}}"#, hit()),
        format!(r#"{{"code":9,"details":{}}}"#, hit()),
        format!(r#"{{"error":{{"code":[],"details":[{}]}}}}"#, hit()),
        format!("<html>{}</html>", hit()),
    ] {
        let gateway = MockGateway::start().await;
        gateway
            .on(Operation::GetJob)
            .always(Answer::json(400, body.clone()));
        let error = get(&client(&gateway)).await.unwrap_err();
        assert!(
            error
                .refusals()
                .is_some_and(clavata_api_ext::Refusals::has_csam),
            "{body}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_left_of_a_refusal_is_suspected_to_be_one() {
    let unwritten = "failed to marshal error message";
    for (status, body) in [
        (499, r#"{"code":1,"message":"","details":[]}"#.to_owned()),
        (500, unwritten.to_owned()),
        (500, format!(r#"{{"code":13,"message":"{unwritten}"}}"#)),
        (
            502,
            format!(r#"{{"error":{{"code":13,"message":"{unwritten}"}}}}"#),
        ),
        (200, format!(r#"{{"code":13,"message":"{unwritten}"}}"#)),
    ] {
        let gateway = MockGateway::start().await;
        gateway
            .on(Operation::GetJob)
            .always(Answer::json(status, body.clone()));
        let error = get(&client(&gateway)).await.unwrap_err();
        let refusals = error
            .refusals()
            .unwrap_or_else(|| panic!("{body}: {error}"));
        assert!(refusals.is_suspected() && refusals.has_csam(), "{body}");
        gateway.finish().await;
    }
    for (status, body) in [
        (
            499,
            r#"{"code":1,"message":"precheck failed","details":[]}"#,
        ),
        (503, r#"{"code":14,"message":"the precheck is down"}"#),
    ] {
        let gateway = MockGateway::start().await;
        gateway
            .on(Operation::GetJob)
            .always(Answer::json(status, body));
        let error = get(&client(&gateway)).await.unwrap_err();
        assert!(!error.is_content_refused(), "{body}");
    }
}
