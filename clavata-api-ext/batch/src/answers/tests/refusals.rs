//! Refusals, wherever an output names them.

use std::fmt::Write as _;

use super::super::AnswerFault;
use super::Desk;

#[test]
fn a_row_that_says_that_content_was_refused_is_found_first() {
    let mut desk = Desk::new();
    for remark in [
        "precheck failed",
        "PRECHECK_FAILURE_TYPE_NCMEC",
        "NCMEC match",
        "precheck fa",
    ] {
        let output = format!("ref_id,outcome,error\nr1\nr2,,{remark}\nr3,FALSE,\n");
        let faults = desk.faults(&output);
        assert_eq!(faults[0], AnswerFault::Refused, "{remark}");
    }
    // Texts of the input and labels may mention a refusal without being one.
    let output = "ref_id,content,statement,label,outcome\nr1,ncmec,csam,csam,FALSE\nr2,csam,x,csam,FALSE\nr3,x,x,csam,TRUE\n";
    assert!(desk.is_whole(output));
}

#[test]
fn a_refusal_is_found_in_every_column_of_the_gateways_own_words() {
    let mut desk = Desk::new();
    for output in [
        "ref_id,outcome\nr1,FALSE\nr2,REFUSED\nr3,FALSE\n",
        "ref_id,Status,outcome\nr1,ok,FALSE\nr2,REFUSED,\nr3,ok,FALSE\n",
        "ref_id,assessment\nr1,FALSE\nr2,REFUSED\nr3,FALSE\n",
        "ref_id,answer,extra\nr1,FALSE,\nr2,FALSE,REFUSED\nr3,FALSE,\n",
        "ref_id,state,score\nr1,ok,0\nr2,REFUSED,0\nr3,ok,0\n",
        "ref_id,failure_type,outcome\nr1,,FALSE\nr2,REFUSED,FALSE\nr3,,FALSE\n",
    ] {
        for refused in ["NCMEC", "PRECHECK_FAILURE_TYPE_INVALID_IMAGE"] {
            let joined = desk.join(output.replace("REFUSED", refused)).unwrap();
            assert!(joined.has_refusals(), "{output}");
            assert_eq!(joined.missing, ["r2"], "{output}");
        }
    }
}

#[test]
fn a_refusal_is_told_however_many_rows_contradict_each_other() {
    let mut desk = Desk::new();
    // Rows of several labels, under a name that is not known.
    let mut output = "ref_id,topic,outcome,error\n".to_owned();
    for topic in 0..300 {
        let outcome = ["FALSE", "TRUE"][topic % 2];
        writeln!(output, "r1,{topic},{outcome},").unwrap();
    }
    let joined = desk
        .join(format!("{output}r2,0,,precheck failed\n"))
        .unwrap();
    assert!(joined.has_refusals());
    assert_eq!(
        joined.problems[0].to_string(),
        "line 302, r2: the content was refused, and may be known abuse material"
    );
    assert_eq!(joined.problems.len(), 100);
}

#[test]
fn a_refusal_is_told_although_its_row_is_broken() {
    let mut desk = Desk::new();
    for row in [
        // A comma or a quote in a text that is not quoted.
        "r2,,the content is not judged, precheck NCMEC",
        "r2,,\"not judged\" (NCMEC)",
        "r2,,,NCMEC",
        "NCMEC",
        // A quote that swallows the rows after it.
        "r1,\"FALSE,\nr2,,NCMEC",
        "r1,\"FALSE,\nr2,,\"NCMEC\"\nr3,FALSE,\"\"",
    ] {
        let output = format!("ref_id,outcome,error\n{row}\nr3,FALSE,\n");
        assert!(desk.join(&output).unwrap().has_refusals(), "{output}");
        let output = output.replace("NCMEC", "NCXEC").replace("precheck", "");
        assert!(!desk.join(&output).unwrap().has_refusals(), "{output}");
    }
}

#[test]
fn a_refusal_is_told_in_any_column_if_the_content_was_not_judged() {
    let mut desk = Desk::new();
    for outcome in ["", "null", "FAILED", "OUTCOME_FAILED"] {
        let output = format!(
            "ref_id,outcome,code,content\nr1,FALSE,,ncmec\nr2,{outcome},PRECHECK_FAILURE_TYPE_NCMEC,x\nr3,{outcome},,ncmec\n"
        );
        let joined = desk.join(&output).unwrap();
        let refused = joined.problems.iter();
        let refused: Vec<_> = refused
            .filter(|problem| problem.fault == AnswerFault::Refused)
            .map(|problem| problem.line)
            .collect();
        assert_eq!(refused, [3], "{output}");
    }
}

#[test]
fn a_refusal_is_told_although_the_rest_is_not_read() {
    let mut desk = Desk::new();
    for (word, is_refused) in [("NCMEC", true), ("timeout", false)] {
        let long = "x".repeat(17 << 20);
        let output = format!("ref_id,outcome,error\nr1,FALSE,\"{long}\"\nr2,,{word}\n");
        assert_eq!(desk.join(output).unwrap().has_refusals(), is_refused);
    }
}

#[test]
fn a_refusal_is_told_although_no_row_can_be_read() {
    let mut desk = Desk::new();
    for header in ["id,outcome,error", "ref_id,error", "ref_id,outcome,Outcome"] {
        for pad in [0, (1 << 16) - 50, (1 << 16) - 45, (1 << 16) - 40] {
            for (word, is_refused) in [("PRECHECK_FAILURE", true), ("timeout", false)] {
                let pad = "x".repeat(pad);
                let output = format!("{header}\nr1,FALSE,{pad}\nr2,,{word}\nr3,FALSE,{pad}\n");
                let error = desk.try_join(output).unwrap_err();
                let said = error.to_string().contains("content may have been refused");
                assert_eq!(said, is_refused, "{header}: {error}");
            }
        }
    }
}
