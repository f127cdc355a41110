//! What an outline leaves out, and what it must keep.

use super::{Outline, Outlined};

fn outline(text: &str, size: usize) -> (Outlined, String) {
    let mut outline = Outline::default();
    let mut outlined = Outlined::More;
    for chunk in text.as_bytes().chunks(size) {
        outlined = outline.push(chunk);
        if outlined != Outlined::More {
            break;
        }
    }
    (
        outlined,
        String::from_utf8_lossy(outline.text()).into_owned(),
    )
}

#[test]
fn only_the_elements_of_long_lists_are_left_out() {
    for (text, kept) in [
        (
            r#"{"jobs": [{"results":[1]}, {}] ,"error":{"a":[1]}}"#,
            r#"{"jobs": [] ,"error":{"a":[1]}}"#,
        ),
        (
            r#"{"job":{"contentData" : ["]",[]],"x":["\"results\":[1"],"results":[{"a":"}\\"}],"b":1},"c":[2]} {"jobs":[1]}"#,
            r#"{"job":{"contentData" : [],"x":["\"results\":[1"],"results":[],"b":1},"c":[2]}"#,
        ),
        (
            r#"{"results":null,"a":{"b":{"results":[1]}}}"#,
            r#"{"results":null,"a":{"b":{"results":[1]}}}"#,
        ),
    ] {
        for size in 1..=text.len() {
            assert_eq!(
                outline(text, size),
                (Outlined::Ended, kept.to_owned()),
                "{size}"
            );
        }
    }
}

#[test]
fn what_breaks_off_has_no_end() {
    let cut = r#"{"jobUuid":"x","results":[{"report":"#;
    assert_eq!(outline(cut, 7).0, Outlined::More);
    let followed = format!("{cut}\n{{\"jobUuid\":\"y\"}}\n");
    for size in 1..followed.len() {
        assert_ne!(outline(&followed, size).0, Outlined::Ended);
    }
    let in_text = format!("{cut}\"a\n{{\"jobUuid\":\"y\"}}\n");
    assert_eq!(outline(&in_text, 1000).0, Outlined::Broke);
}

#[test]
fn what_stands_beside_the_jobs_or_the_job_is_kept_whatever_its_key() {
    let keys = ["jobs", "contentData", "content_data", "results"];
    let refused = r#"[{"@type":"t/x.PrecheckFailure"}]"#;
    for (value, kept, foreign) in [
        (r#"{"jobs":[{"a":"]"}]*}"#, r#"{"jobs":[]*}"#, &keys[1..]),
        (
            r#"{"job":{"results":[1]}*}"#,
            r#"{"job":{"results":[]}*}"#,
            &keys[..],
        ),
        (
            r#"{"a":{"b":1},"results":[1]*}"#,
            r#"{"a":{"b":1},"results":[]*}"#,
            &keys[..1],
        ),
    ] {
        let mut beside: Vec<String> = Vec::new();
        for key in keys {
            let list = format!(r#""{key}":{refused}"#);
            beside.extend([
                format!(r#","notice":{{{list}}}"#),
                format!(r#","notice":[{{{list}}}]"#),
                format!(r#","notice":{{"job":{{{list}}}}}"#),
                format!(r#","x\{list}"#),
                format!(r#","x\"job":{{{list}}}"#),
            ]);
        }
        beside.extend(foreign.iter().map(|key| format!(r#","{key}":{refused}"#)));
        for beside in beside {
            let value = value.replace('*', &beside);
            let kept = kept.replace('*', &beside);
            for size in [1, 2, 3, 7, value.len()] {
                assert_eq!(outline(&value, size), (Outlined::Ended, kept.clone()));
            }
        }
    }
}

#[test]
fn it_breaks_where_a_value_breaks() {
    for broken in [
        "{\"jobs\":[1]\n{\"a\":1}}",
        "{\"jobUuid\":\"j\"\n{\"jobUuid\":\"k\"}",
        "{\"a\":\"x\n\",\"results\":[1]}",
        "{\"job\":{\"results\":[1],\"a\":\"x\\\n\"}}",
        "{\"results\":[\"x\n\"]}",
    ] {
        for size in 1..=broken.len() {
            assert_eq!(outline(broken, size).0, Outlined::Broke, "{size} {broken}");
        }
    }
}

#[test]
fn what_is_kept_is_bounded() {
    let long = format!("{{\"a\":\"{}\"}}", "a".repeat(3 << 20));
    let (outlined, kept) = outline(&long, 5 << 20);
    assert_eq!(outlined, Outlined::Broke);
    assert!(kept.len() < 2 << 20);
}
