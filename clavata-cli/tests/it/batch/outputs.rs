//! Outputs that are not whole, or name refused content.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn an_output_that_is_cut_in_a_row_is_not_whole_until_it_is() {
    let gateway = MockGateway::start().await;
    let (_folder, input, output) = files("ref_id,type,content\nr1,text,a\nr2,text,b\n");
    let cut = fs::read_to_string(mock_gateway::fixtures_dir().join("batch/output_cut.csv"));
    let downloads = gateway.on(Operation::DownloadOutput);
    downloads.next(Answer::raw(200, &[], cut.unwrap()));
    let twice = "ref_id,outcome\nr1,FALSE\nr2,FALSE\nr1,TRUE\n";
    downloads.next(Answer::raw(200, &[], twice));
    let arguments = judge(POLICY, &input, &output);
    let ran = hurried(&gateway, &arguments).await;
    assert_eq!(ran.code, Some(8), "{}", ran.err);
    assert!(ran.out.contains("1 of 2 rows answered"), "{}", ran.out);
    assert!(ran.err.contains("\nunanswered: r2\n"), "{}", ran.err);
    assert!(
        ran.err
            .contains("line 3, r2: a quote is opened and never closed"),
        "{}",
        ran.err
    );
    let ran = hurried(&gateway, &arguments).await;
    assert_eq!(ran.code, Some(8), "{}", ran.err);
    assert!(
        ran.err.contains("line 4, r1: it contradicts line 2"),
        "{}",
        ran.err
    );
    let ran = hurried(&gateway, &arguments).await;
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(gateway.counts(Operation::CreateBatchJob).bodies, 1);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_the_gateway_refused_is_code_6() {
    let gateway = MockGateway::start().await;
    let (_folder, input, output) = files("ref_id,type,content\nr1,text,a\nr2,text,csam\n");
    let ran = hurried(&gateway, &judge(POLICY, &input, &output)).await;
    assert_eq!(ran.code, Some(6), "{}", ran.err);
    assert!(
        ran.err.contains("line 3, r2: the content was refused"),
        "{}",
        ran.err
    );
    // Also if no row can be read.
    let unknown = Answer::raw(200, &[], "id,outcome,error\nr2,,precheck failed\n");
    gateway.on(Operation::DownloadOutput).next(unknown);
    let ran = hurried(&gateway, &judge(POLICY, &input, &output)).await;
    assert_eq!(ran.code, Some(6), "{}", ran.err);
    assert!(
        ran.err
            .contains("no column `ref_id`; content may have been refused"),
        "{}",
        ran.err
    );
    gateway.finish().await;
}
