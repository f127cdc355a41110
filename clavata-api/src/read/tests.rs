use super::{Arrived, Value, lone_result};

const FRAME: &str = r#"{"result":{"jobUuid":"j","policyEvaluationReport":{"name":"a\"b","reviewResult":{"outcome":"OUTCOME_TRUE","score":0.5},"other":{"x":[1]}}}}"#;

#[test]
fn the_short_cut_reads_nothing_that_the_long_way_reads_otherwise() {
    assert!(lone_result(FRAME).is_some());
    let mut taken = 0;
    for at in 0..=FRAME.len() {
        for put in ["", "}", "{", "\"", ",", " ", "0", r#","error":{"code":3}"#] {
            for end in [at, (at + 1).min(FRAME.len())] {
                let text = format!("{}{put}{}", &FRAME[..at], &FRAME[end..]);
                let Some(short) = lone_result(&text) else {
                    continue;
                };
                taken += 1;
                let mut long = Value::default();
                long.frame(&text);
                assert!(
                    long.status.is_none() && long.unreadable.is_empty(),
                    "{text}"
                );
                let Some(Arrived::Evaluation(long)) = long.answer else {
                    panic!("no answer: {text}");
                };
                assert_eq!(short, long, "{text}");
            }
        }
    }
    assert!(taken > 100, "{taken}");
    for beside in [
        r#"{"result":{},"jobs":[]}"#,
        r#"{"result":{},"error":null}"#,
        r#"{"result":{"error":{"code":3,"message":"no"}}}"#,
        r#"{"result":{}}{}"#,
        r#"{"result":null}"#,
    ] {
        assert!(lone_result(beside).is_none(), "{beside}");
    }
}
