use super::super::{AnswerFault, BatchRows};
use super::Desk;

/// Whether rows like this one are answers. Each `ref_id` has one.
fn is_answer(header: &str, row: &str) -> bool {
    let mut desk = Desk::new();
    let output = format!("ref_id,{header}\nr1,{row}\nr2,{row}\nr3,{row}\n");
    let joined = desk.join(&output).unwrap();
    let faults: Vec<_> = joined.problems.iter().map(|one| &one.fault).collect();
    match joined.answered {
        0 => assert_eq!(faults, [&AnswerFault::Ambiguous; 3], "{output}"),
        answered => assert_eq!((answered, faults.len()), (3, 0), "{output}"),
    }
    let path = desk.folder.path().join("out.csv");
    let of = ("id", uuid::Uuid::nil());
    let mut rows = BatchRows::open(&path, (&mut desk.checked.ids, &joined), of).unwrap();
    let is_answer = rows.next().unwrap().is_answer;
    assert_eq!(is_answer, joined.answered == 3, "{output}");
    is_answer
}

#[test]
fn another_outcome_is_found_even_if_one_of_both_is_ambiguous() {
    for rows in [["FALSE,-1", "TRUE,0.9"], ["TRUE,0.9", "FALSE,-1"]] {
        let mut desk = Desk::new();
        let [one, other] = rows;
        let output =
            format!("ref_id,outcome,score\nr1,{one}\nr1,{other}\nr2,FALSE,0\nr3,FALSE,0\n");
        let joined = desk.join(&output).unwrap();
        assert_eq!(joined.answered, 2);
        let contradiction = AnswerFault::Contradiction { first: 2 };
        assert_eq!(joined.problems[0].fault, contradiction, "{output}");
    }
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
        ("outcome,errors,failed_share", "FALSE,[],0.0"),
        ("outcome,errors,failures", "FALSE,-,N/A"),
        ("outcome,reason,message", "FALSE,no insult,ok"),
        ("outcome,status", "FALSE,JOB_STATUS_COMPLETED"),
    ] {
        assert!(is_answer(header, row), "{header}: {row}");
    }
}
