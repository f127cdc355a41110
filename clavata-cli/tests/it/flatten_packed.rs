//! `clavata flatten` on compressed input, and on text in other encodings.

use std::fs;

use crate::support::{clavata, flatten, gzip, run_with};

const CLEAR: &str = r#"{"jobUuid":"11111111-1111-4111-8111-000000000001","status":"JOB_STATUS_COMPLETED","contentData":[{"contentHash":"h"}],"results":[{"report":{"reviewResult":{"outcome":"OUTCOME_FALSE","score":0.1}}}]}"#;
const REFUSED: &str = r#"{"error":{"code":1,"message":"precheck","details":[{"@type":"t/x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC","details":"md5::abc"}]}}"#;

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
        // The match is in a later part.
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
        let clear = "\"results\":[\"clear\"],\"job\":\"clear\"";
        assert_eq!(ran.out.matches(clear).count(), 1, "{at}: {}", ran.out);
        assert_eq!(ran.code, Some(6), "{at}: {}", ran.err);
        assert!(ran.err.contains("md5::abc"), "{at}: {}", ran.err);
        // The name does not matter.
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
