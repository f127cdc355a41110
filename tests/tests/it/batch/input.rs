//! The input CSV: what is valid, and its problems by line.

use std::fmt::Write;

use clavata_batch::{BatchError, BatchWarning, CheckedInput, RowFault};

use super::{Desk, said};

async fn check(csv: impl AsRef<[u8]>) -> Result<CheckedInput, BatchError> {
    let dir = tempfile::tempdir().unwrap();
    let input = dir.path().join("input.csv");
    std::fs::write(&input, csv).unwrap();
    clavata_batch::check(&input).await
}

/// The problems of an input: lines and faults.
async fn faults(csv: impl AsRef<[u8]>) -> Vec<(u64, RowFault)> {
    let error = check(csv).await.unwrap_err();
    match error {
        BatchError::Input { problems, total } => {
            assert_eq!(total, problems.len() as u64);
            let problems = problems.iter();
            problems
                .map(|problem| (problem.line, problem.fault.clone()))
                .collect()
        }
        _ => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn every_way_to_write_a_csv_is_fine() {
    for csv in [
        "ref_id,type,content\n1,text,a\n2,image_url,https://example.com/a.png\n",
        "content,ref_id,type\r\na,1,text\r\nb,2,text\r\n",
        "\u{feff}ref_id,type,content\n1,text,a\n2,text,b",
        "\"ref_id\",\"type\",\"content\"\n\"1\",\"text\",\"a, \"\"b\"\"\nc\"\n2,text,b\n",
        "ref_id, type, content\n1, text, hello\n2, text, nice to meet you\n",
        "ref_id,type,content\n\n1,text,ä 日本語 🎉\n\n2,text,b\n\n",
    ] {
        assert_eq!(check(csv).await.unwrap().rows(), 2, "{csv}");
    }
}

#[tokio::test]
async fn each_problem_has_its_line() {
    let csv = "ref_id,type,content\n\
        1,text,fine\n\
        ,text,no id\n\
        \n\n2,video,what\n\
        3,text,\n\
        1,text,again\n\
        4,text\n\
        5,text,\"two\nlines\"\n\
        6,image_url,ftp://example.com/a\n\
        7,text,a,b\n\
        8,image_url,a.png\n\
        9,text,\"   \"\n";
    assert_eq!(
        faults(csv).await,
        [
            (3, RowFault::EmptyRefId),
            (6, RowFault::UnknownType),
            (7, RowFault::EmptyContent),
            (8, RowFault::RepeatedRefId { first: 2 }),
            (9, RowFault::FieldCount(2)),
            (12, RowFault::NotUrl),
            (13, RowFault::FieldCount(4)),
            (14, RowFault::NotUrl),
            (15, RowFault::EmptyContent),
        ]
    );
}

#[tokio::test]
async fn lines_are_counted_the_same_with_crlf() {
    let csv = "ref_id,type,content\r\n1,text,\"a\r\nb\"\r\n2,text,\r\n3,text,x \"y\"\r\n";
    assert_eq!(
        faults(csv).await,
        [(4, RowFault::EmptyContent), (5, RowFault::StrayQuote)]
    );
}

#[tokio::test]
async fn a_header_must_have_the_three_columns_and_no_other() {
    let missing = RowFault::MissingColumn;
    for (csv, expected) in [
        ("", vec![RowFault::NoRows]),
        ("\u{feff}", vec![RowFault::NoRows]),
        ("ref_id,type,content\n", vec![RowFault::NoRows]),
        (
            "1,text,hello\n2,text,hi\n",
            vec![
                missing("ref_id"),
                missing("type"),
                missing("content"),
                RowFault::UnknownColumn(1),
                RowFault::UnknownColumn(2),
                RowFault::UnknownColumn(3),
            ],
        ),
        (
            "ref_id;type;content\n1;text;a\n",
            vec![
                missing("ref_id"),
                missing("type"),
                missing("content"),
                RowFault::UnknownColumn(1),
            ],
        ),
        (
            "ref_id,type,content,url\n1,text,a,b\n",
            vec![RowFault::UnknownColumn(4)],
        ),
        (
            "ref_id,type,content,type\n1,text,a,text\n",
            vec![RowFault::RepeatedColumn("type")],
        ),
        (
            "REF_ID,type,content\n1,text,a\n",
            vec![missing("ref_id"), RowFault::UnknownColumn(1)],
        ),
    ] {
        let found = faults(csv).await;
        let expected: Vec<_> = expected.into_iter().map(|fault| (1, fault)).collect();
        assert_eq!(found, expected, "{csv:?}");
    }
}

#[tokio::test]
async fn a_quote_that_is_never_closed_is_found_where_it_begins() {
    let csv = "ref_id,type,content\n1,text,a\n2,text,\"b\n3,text,c\n";
    assert_eq!(faults(csv).await, [(3, RowFault::UnclosedQuote)]);
}

#[tokio::test]
async fn bytes_that_are_no_utf8_are_found() {
    let csv = b"ref_id,type,content\n1,text,a\n2,text,caf\xe9\n";
    assert_eq!(faults(csv).await, [(3, RowFault::NotUtf8)]);
}

#[tokio::test]
async fn the_first_twenty_problems_are_named_and_all_are_counted() {
    let mut csv = "ref_id,type,content\n".to_owned();
    for number in 0..1000 {
        writeln!(csv, "{number},text,").unwrap();
    }
    let desk = Desk::with(csv).await;
    let error = desk.run().await.unwrap_err();
    let BatchError::Input { problems, total } = &error else {
        panic!("{error:?}")
    };
    assert_eq!((problems.len(), *total), (20, 1000));
    assert_eq!((problems[0].line, problems[19].line), (2, 21));
    assert!(said(&error).contains("1000 problems"), "{error}");
    assert_eq!(desk.files(), ["comments.csv"]);
    assert!(desk.gateway.requests().is_empty());
}

#[tokio::test]
async fn an_error_repeats_nothing_of_the_content() {
    let csv = "ref_id,type,content\nsecret-id,secret-type,secret \"content\"\nsecret-id,text,\n";
    let error = check(csv).await.unwrap_err();
    assert!(
        !format!("{error} {error:?}").contains("secret"),
        "{error:?}"
    );
}

#[tokio::test]
async fn size_is_warned_of_and_sent() {
    let mut csv = "ref_id,type,content\n".to_owned();
    for number in 0..25_001 {
        writeln!(csv, "{number},text,x").unwrap();
    }
    writeln!(csv, "large,text,{}", "x".repeat(1024 * 1024 + 1)).unwrap();
    let checked = check(&csv).await.unwrap();
    assert_eq!(checked.bytes(), csv.len() as u64);
    assert_eq!(
        checked.warnings(),
        [
            BatchWarning::ManyRows(25_002),
            BatchWarning::LargeTexts {
                count: 1,
                first: 25_003
            }
        ]
    );
    let large = |count| BatchWarning::LargeTexts { count, first: 7 }.to_string();
    assert_eq!(large(1), "1 text is over 1 MiB, on line 7");
    assert_eq!(large(3), "3 texts are over 1 MiB, the first on line 7");
}

#[tokio::test]
async fn a_file_that_is_not_there_is_named() {
    let error = clavata_batch::check("/no/such.csv").await;
    let error = error.unwrap_err();
    assert!(
        said(&error).starts_with("/no/such.csv: it cannot be read"),
        "{error}"
    );
}
