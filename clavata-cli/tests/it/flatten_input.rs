//! `clavata flatten` over input that is broken, missing, or no answer at all.

use std::fs;
use std::io::Write as _;

use crate::support::{clavata, flatten, run_with};
use flate2::Compression;
use flate2::write::GzEncoder;
use mock_gateway::fixtures_dir;

#[test]
fn an_error_behind_results_loses_none_of_them() {
    let result = r#"{"result":{"policyEvaluationReport":{"result":"OUTCOME_FALSE"}}}"#;
    let refused = r#"{"error":{"code":1,"message":"precheck","details":[{"@type":"t/x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC","details":"md5::abc"}]}}"#;
    let ran = flatten(
        &["--format", "verdict"],
        format!("{result}\n{result}\n{refused}\n").as_bytes(),
    );
    assert_eq!(ran.out, "{\"verdict\":\"clear\"}\n".repeat(2));
    assert_eq!(ran.code, Some(6), "{}", ran.err);
    assert!(
        ran.err.contains("refused: PRECHECK_FAILURE_TYPE_NCMEC"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("md5::abc"), "{}", ran.err);

    let broke = r#"{"error":{"code":13,"message":"boom"}}"#;
    let ran = flatten(
        &["--format", "verdict"],
        format!("{result}{broke}").as_bytes(),
    );
    assert_eq!(ran.out, "{\"verdict\":\"clear\"}\n");
    assert_eq!(ran.code, Some(8), "{}", ran.err);
}

#[test]
fn bad_input_is_named_by_file_value_line_and_path_and_costs_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mixed.ndjson");
    let good = r#"{"jobUuid":"","status":"JOB_STATUS_COMPLETED","results":[{"report":{"result":"OUTCOME_FALSE"}}]}"#;
    let bad = r#"{"job":{"threshold":"yesterday"}}"#;
    fs::write(
        &file,
        format!("{good}\n{bad}\n{{\"job\": {{\"jobUuid\"\n{good}\n<html>\n{good}\n"),
    )
    .unwrap();
    let file = file.to_str().unwrap();
    let ran = run_with(clavata(&["flatten", file, "--format", "verdict"]), b"");
    assert_eq!(ran.out.lines().count(), 3, "{}", ran.err);
    assert_eq!(ran.code, Some(8));
    for said in [
        &format!("cannot read {file}: line 2: at job.threshold"),
        "line 3: at job: not JSON",
        "line 5: not JSON",
    ] {
        assert!(ran.err.contains(said), "{said}\n{}", ran.err);
    }
    assert!(!ran.err.contains("yesterday"), "{}", ran.err);
}

#[test]
fn nothing_that_is_no_answer_yields_a_verdict() {
    let brackets = "[".repeat(100_000);
    let nested = format!("{{\"job\":{brackets}");
    let inputs: [&[u8]; 12] = [
        b"",
        b"  \n",
        b"{}",
        b"null",
        b"{\"job\":null}",
        b"[]",
        b"\"job\"",
        b"{\"job\":{\"jobUuid\":",
        b"{\"job\":{\"policyKey\":\"\xff\xfe\"}}",
        b"<html>502</html>",
        brackets.as_bytes(),
        nested.as_bytes(),
    ];
    for input in inputs {
        let ran = flatten(&["--format", "verdict", "--exit-verdict"], input);
        assert_eq!((ran.code, ran.out.as_str()), (Some(8), ""), "{}", ran.err);
        assert!(
            ran.err.starts_with("error: cannot read stdin: "),
            "{}",
            ran.err
        );
        assert!(ran.err.contains("\nhint: "), "{}", ran.err);
        assert!(ran.err.len() < 1000, "{}", ran.err);
    }
}

#[test]
fn a_missing_file_is_wrong_input_and_the_others_are_read() {
    let there = fixtures_dir().join("jobs-go/00000.json");
    let ran = run_with(
        clavata(&[
            "flatten",
            "/no/such/file",
            there.to_str().unwrap(),
            "--format",
            "verdict",
        ]),
        b"",
    );
    assert_eq!(ran.code, Some(2));
    assert_eq!(ran.out.lines().count(), 1);
    assert!(ran.err.contains("/no/such/file"));
}

#[test]
fn a_reader_that_leaves_ends_it_quietly() {
    use std::io::Read;
    let input = r#"{"results":[{"report":{"result":"OUTCOME_FALSE"}}]}"#.repeat(20_000);
    let mut child = clavata(&["flatten", "-", "--format", "jsonl"])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        let _ = std::io::Write::write_all(&mut stdin, input.as_bytes());
    });
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut [0; 10]).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_hit_in_an_error_that_broke_off_is_a_refusal() {
    let answer = r#"{"result":{"policyEvaluationReport":{"result":"OUTCOME_FALSE"}}}"#;
    let broken = r#"{"error":{"code":1,"details":[{"@type":"t/x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC""#;
    let ran = flatten(
        &["--format", "jsonl"],
        format!("{answer}\n{broken}").as_bytes(),
    );
    assert_eq!(ran.out.lines().count(), 1);
    assert_eq!(ran.code, Some(6), "{}", ran.err);
    assert!(ran.err.contains("child abuse"), "{}", ran.err);
}

const CLEAR: &str = r#"{"jobUuid":"11111111-1111-4111-8111-000000000001","status":"JOB_STATUS_COMPLETED","contentData":[{"contentHash":"h"}],"results":[{"report":{"reviewResult":{"outcome":"OUTCOME_FALSE","score":0.1}}}]}"#;
const REFUSED: &str = r#"{"error":{"code":1,"message":"precheck","details":[{"@type":"t/x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC","details":"md5::abc"}]}}"#;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn a_hit_is_found_however_the_input_is_packed_and_written() {
    let text = format!("{CLEAR}\n{REFUSED}\n");
    let (clear, refused) = (format!("{CLEAR}\n"), format!("{REFUSED}\n"));
    let inputs = [
        text.clone().into_bytes(),
        gzip(text.as_bytes()),
        // The hit is in a later part.
        [gzip(clear.as_bytes()), gzip(refused.as_bytes())].concat(),
        [zstd(clear.as_bytes()), zstd(refused.as_bytes())].concat(),
        [gzip(clear.as_bytes()), zstd(refused.as_bytes())].concat(),
        [gzip(clear.as_bytes()), refused.into_bytes()].concat(),
        utf16(&text),
        utf16(&format!("\u{feff}{text}")),
        gzip(&utf16(&text)),
        format!("\u{feff}{text}").into_bytes(),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (at, input) in inputs.iter().enumerate() {
        let ran = flatten(&["--format", "verdict", "--exit-verdict"], input);
        assert_eq!(ran.out.matches("clear").count(), 2, "{at}: {}", ran.out);
        assert_eq!(ran.code, Some(6), "{at}: {}", ran.err);
        assert!(ran.err.contains("md5::abc"), "{at}: {}", ran.err);
        // The name says nothing.
        let file = folder.path().join("jobs.txt");
        fs::write(&file, input).unwrap();
        let file = clavata(&[
            "flatten",
            file.to_str().unwrap(),
            "--format",
            "verdict",
            "--exit-verdict",
        ]);
        let from_file = run_with(file, b"");
        assert_eq!((from_file.code, from_file.out), (ran.code, ran.out), "{at}");
    }
}

#[test]
fn damaged_and_cut_input_is_one_clear_line_behind_what_could_be_read() {
    let text = format!("{CLEAR}\n").repeat(3);
    for mut packed in [gzip(text.as_bytes()), zstd(text.as_bytes())] {
        let whole = packed.len();
        let damaged = {
            let mut damaged = packed.clone();
            // The checksum.
            damaged[whole - 3 - 2 * usize::from(packed[0] == 0x1f)] ^= 1;
            damaged
        };
        packed.truncate(whole - 1);
        for (input, says) in [(damaged, "damaged"), (packed, "cut off")] {
            let ran = flatten(&["--format", "verdict", "--exit-verdict"], &input);
            assert_eq!(ran.out.lines().count(), 3, "{says}: {}", ran.err);
            assert_eq!(ran.code, Some(8), "{}", ran.err);
            assert!(ran.err.contains(says), "{}", ran.err);
            assert_eq!(ran.err.lines().count(), 2, "{}", ran.err);
            assert!(
                ran.err.starts_with("error: cannot read stdin: its "),
                "{}",
                ran.err
            );
        }
    }
}

#[test]
fn a_bomb_is_one_clear_line_that_says_the_bound() {
    let bomb = gzip(&vec![b' '; 1 << 20]).repeat(66);
    let ran = flatten(&["--format", "verdict", "--exit-verdict"], &bomb);
    assert_eq!((ran.code, ran.out.as_str()), (Some(8), ""), "{}", ran.err);
    assert!(ran.err.contains("250 times"), "{}", ran.err);
    assert!(ran.err.contains("64 MiB"), "{}", ran.err);
    assert_eq!(ran.err.lines().count(), 2, "{}", ran.err);
}

#[test]
fn text_in_no_known_writing_is_one_clear_line() {
    let wide: Vec<u8> = CLEAR.bytes().flat_map(|byte| [byte, 0, 0, 0]).collect();
    for input in [wide, gzip(&gzip(CLEAR.as_bytes()))] {
        let ran = flatten(&["--format", "verdict", "--exit-verdict"], &input);
        assert_eq!((ran.code, ran.out.as_str()), (Some(8), ""), "{}", ran.err);
        assert_eq!(ran.err.lines().count(), 2, "{}", ran.err);
    }
}

#[test]
fn a_detail_that_stands_alone_is_a_refusal() {
    let hit =
        r#"{"@type":"t/x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC","details":HASH}"#;
    for hash in [
        r#""md5::abc""#,
        r#"["md5::abc"]"#,
        r#"{"md5":"abc"}"#,
        "null",
    ] {
        let alone = hit.replace("HASH", hash);
        let labels = r#"{"contentHash":"h","results":[{"labelVersionId":"v","error":"SAID"}]}"#;
        for text in [
            alone.clone(),
            format!(r#"{{"error":{alone}}}"#),
            format!(r#"{{"job":null,{}"#, &alone[1..]),
            labels.replace("SAID", &alone.replace('"', "\\\"")),
        ] {
            let ran = flatten(&["--format", "verdict", "--exit-verdict"], text.as_bytes());
            assert_eq!(ran.code, Some(6), "{text}\n{}", ran.err);
            let refused = ran.err.find("the gateway refused content");
            let other = ran.err.find("cannot read").unwrap_or(usize::MAX);
            assert!(refused.is_some_and(|at| at < other), "{text}\n{}", ran.err);
        }
    }
}

#[test]
fn words_in_the_known_texts_of_an_answer_are_no_refusal() {
    let job = r#"{"jobUuid":"j","status":3,"contentData":[{"contentHash":"a","text":"WORDS","metadata":{"type":"WORDS"}}],
        "results":[{"report":{"contentMetadata":{"error":"WORDS","WORDS":"1"},"policyKey":"WORDS","contentHash":"a",
        "reviewResult":{"outcome":1},"sectionEvaluationReports":[{"name":"WORDS","message":"WORDS","reviewResult":{"outcome":1}}]}}]}"#;
    for words in [
        "PrecheckFailure",
        "PRECHECK_FAILURE_TYPE_NCMEC",
        "precheck failure",
        "\\u0050recheckFailure",
        "matchConfidence",
    ] {
        let job = job.replace("WORDS", words);
        let ran = flatten(&["--format", "verdict", "--exit-verdict"], job.as_bytes());
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{words}");
    }
}

#[test]
fn what_this_program_printed_is_told_from_answers() {
    let job = r#"{"jobUuid":"j","status":3,"results":[{"report":{"reviewResult":{"outcome":1}}}]}"#;
    for format in ["jsonl", "csv", "verdict"] {
        let printed = flatten(&["--format", format], job.as_bytes()).out;
        let ran = flatten(
            &["--format", "verdict", "--exit-verdict"],
            printed.as_bytes(),
        );
        assert_eq!(ran.code, Some(8), "{format}");
        assert!(ran.err.contains("that this client printed"), "{}", ran.err);
    }
    let ran = flatten(&["--exit-verdict"], br#"{"verdict":"clear"}"#);
    assert!(ran.err.contains("that this client printed"), "{}", ran.err);
}
