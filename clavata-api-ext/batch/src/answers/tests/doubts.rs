use super::super::BatchRows;
use super::Desk;

/// Whether the first row of an output is an answer. All of its rows answer their `ref_id`.
fn is_answer(header: &str, row: &str) -> bool {
    let mut desk = Desk::new();
    let output = format!("ref_id,{header}\nr1,{row}\nr2,{row}\nr3,{row}\n");
    let joined = desk.join(&output).unwrap();
    assert_eq!(joined.answered, 3, "{output}");
    let path = desk.folder.path().join("out.csv");
    let of = ("id", uuid::Uuid::nil());
    let mut rows = BatchRows::open(&path, (&mut desk.checked.ids, &joined), of).unwrap();
    rows.next().unwrap().is_answer
}

#[test]
fn a_no_that_was_not_judged_or_is_a_yes_too_is_no_answer() {
    for (header, row) in [
        ("outcome,score", "OUTCOME_FALSE,-1"),
        ("outcome,score", "false,-1.0"),
        ("outcome,score", "FALSE,NaN"),
        ("outcome,score", "FALSE,-inf"),
        ("outcome,score", "FALSE,1e999"),
        ("outcome,score,max_score", "FALSE,0.1,-1"),
        ("outcome,result", "FALSE,OUTCOME_TRUE"),
        ("verdict,outcome", "true,FALSE"),
        ("outcome,decision", "FALSE,FAILED"),
        ("outcome,error", "FALSE,timeout"),
        ("outcome,Error Code", "FALSE,13"),
        ("outcome,failed", "FALSE,true"),
        ("outcome,status", "FALSE,JOB_STATUS_FAILED"),
        ("outcome,state", "FALSE,Canceled"),
    ] {
        assert!(!is_answer(header, row), "{header}: {row}");
        let failed = row.replace("FALSE", "OUTCOME_FAILED");
        let failed = failed
            .replace("false", "FAILED")
            .replace("OUTCOME_OUTCOME", "OUTCOME");
        assert!(is_answer(header, &failed), "{header}: {failed}");
    }
}

#[test]
fn an_unknown_outcome_that_was_not_judged_is_no_answer() {
    assert!(is_answer("outcome,score", "no_match,0.1"));
    assert!(!is_answer("outcome,score", "no_match,-1"));
}

#[test]
fn a_no_beside_what_says_nothing_is_an_answer() {
    for (header, row) in [
        ("outcome,score", "FALSE,0.2"),
        ("outcome,score", "FALSE,"),
        ("outcome,score", "FALSE,-0"),
        ("outcome,result", "FALSE,OUTCOME_FALSE"),
        ("outcome,decision", "FALSE,allow"),
        ("outcome,error", "FALSE,"),
        ("outcome,error", "FALSE,null"),
        ("outcome,error,failed", "FALSE,none,False"),
        ("outcome,error code", "FALSE,0"),
        ("outcome,reason,message", "FALSE,no insult,ok"),
        ("outcome,status", "FALSE,JOB_STATUS_COMPLETED"),
    ] {
        assert!(is_answer(header, row), "{header}: {row}");
    }
}
