//! Broken outputs, through whole runs.

use clavata_batch::AnswerFault;
use mock_gateway::{Answer, Fault, Operation};

use super::Desk;

const TWO: &str = "ref_id,type,content\nr1,text,a\nr2,text,b\n";
const CUT: &str = include_str!("../../../fixtures/batch/output_cut.csv");

#[tokio::test]
async fn an_output_that_is_cut_in_the_middle_of_a_row_is_not_whole() {
    let desk = Desk::with(TWO).await;
    desk.gateway
        .on(Operation::DownloadOutput)
        .next(Answer::raw(200, &[], CUT));
    let report = desk.run().await.unwrap();
    assert!(!report.is_complete());
    assert_eq!((report.rows(), report.answered()), (2, 1));
    assert_eq!(report.missing(), ["r2"]);
    let faults: Vec<_> = report
        .problems()
        .iter()
        .map(|problem| &problem.fault)
        .collect();
    assert!(faults.contains(&&AnswerFault::UnclosedQuote), "{faults:?}");
    assert_eq!(std::fs::read_to_string(report.output()).unwrap(), CUT);
    assert!(desk.state.exists());
    assert!(desk.run().await.unwrap().is_complete());
    assert!(!desk.state.exists());
    assert_eq!(desk.creates(), 1);
}

#[tokio::test]
async fn a_connection_without_a_length_that_broke_off_makes_nothing_whole() {
    let whole = "ref_id,outcome\nr1,FALSE\nr2,TRUE\n";
    let serve = |body: &'static str| async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
            .await
            .unwrap();
        let address = listener.local_addr().unwrap();
        let served = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut seen = Vec::new();
            while !seen.ends_with(b"\r\n\r\n") {
                assert!(stream.read_buf(&mut seen).await.unwrap() > 0);
            }
            let answer = format!("HTTP/1.0 200 OK\r\n\r\n{body}");
            stream.write_all(answer.as_bytes()).await.unwrap();
        });
        (format!("http://{address}/x"), served)
    };
    for end in [
        whole.len(),
        whole.len() - 1,
        whole.len() - 3,
        whole.len() - 8,
        20,
        10,
        0,
    ] {
        let desk = Desk::with(TWO).await;
        let (place, served) = serve(&whole[..end]).await;
        let there = Answer::raw(307, &[("location", &place)], "");
        desk.gateway.on(Operation::DownloadOutput).next(there);
        let report = desk.run().await;
        let is_whole = report.is_ok_and(|report| report.is_complete());
        assert_eq!(is_whole, end == whole.len(), "{:?}", &whole[..end]);
        assert_eq!(desk.state.exists(), !is_whole);
        served.await.unwrap();
        desk.gateway.finish().await;
    }
}

#[tokio::test]
async fn a_row_that_the_gateway_refused_is_told_as_refused() {
    let desk = Desk::with("ref_id,type,content\nr1,text,a\nr2,text,csam\n").await;
    let report = desk.run().await.unwrap();
    assert!(!report.is_complete() && report.has_refusals());
    assert_eq!(report.missing(), ["r2"]);
}

#[tokio::test]
async fn a_no_beside_a_failed_score_is_unanswered() {
    let desk = Desk::with(TWO).await;
    let output = "ref_id,outcome,score\nr1,FALSE,-1\nr2,TRUE,0.9\n";
    desk.gateway
        .on(Operation::DownloadOutput)
        .next(Answer::raw(200, &[], output));
    let report = desk.run().await.unwrap();
    assert!(!report.is_complete());
    assert_eq!(report.missing(), ["r1"]);
    let problem = report.problems()[0].to_string();
    assert_eq!(
        problem,
        "line 2, r1: its outcome contradicts its score, its error or another column"
    );
}

#[tokio::test]
async fn an_html_page_is_no_output() {
    let desk = Desk::with(TWO).await;
    desk.gateway
        .on(Operation::DownloadOutput)
        .next(Fault::Html200);
    assert!(desk.run().await.is_err());
    assert!(desk.state.exists());
    assert!(desk.run().await.unwrap().is_complete());
}
