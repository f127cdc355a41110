use std::io::{self, Read};

use super::{CsvScan, RowFault, RowProblem};

fn seen(text: &str) -> Vec<RowProblem> {
    let mut scan = CsvScan::new(text.as_bytes());
    io::copy(&mut scan, &mut io::sink()).unwrap();
    scan.finish().found
}

fn at(line: u64, fault: RowFault) -> Vec<RowProblem> {
    vec![RowProblem { line, fault }]
}

#[test]
fn quotes_by_the_book_are_no_problem() {
    assert_eq!(
        seen("a,b\r\n\"1\",\"x \"\"y\"\"\r\nz,\"\n\"\",\"\"\"\"\n"),
        []
    );
}

#[test]
fn a_stray_quote_has_the_line_where_its_row_begins() {
    assert_eq!(seen("a,b\n1,x \"y\" z\n"), at(2, RowFault::StrayQuote));
    assert_eq!(
        seen("a,b\n\"1\n\",\"x\"y,z\"\n3,4\n"),
        at(2, RowFault::StrayQuote)
    );
}

#[test]
fn an_open_quote_has_the_line_where_its_row_begins() {
    assert_eq!(
        seen("a,b\n1,2\n3,\"4\n5,6\n"),
        at(3, RowFault::UnclosedQuote)
    );
}

#[test]
fn runs_of_text_are_seen_like_their_bytes() {
    let pieces = [
        "a",
        "long text",
        ",",
        "\"",
        "\"\"",
        "\n",
        "\r\n",
        "\r",
        "\"quoted, \n text\"",
        "x \"",
        "\n\n",
    ];
    let mut random = 1_u32;
    for _ in 0..5000 {
        let mut text = String::new();
        for _ in 0..20 {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text += pieces[(random >> 20) as usize % pieces.len()];
        }
        let (mut one, mut many) = (CsvScan::new(&b""[..]), CsvScan::new(&b""[..]));
        text.bytes().for_each(|byte| one.see(byte));
        many.see_all(text.as_bytes());
        let known = |scan: &CsvScan<_>| {
            let lines: Vec<_> = scan
                .rows_begun
                .iter()
                .map(|row| (row.line, row.is_stray))
                .collect();
            let place = (
                scan.line,
                scan.row,
                scan.row_bytes,
                scan.is_quoted(),
                scan.has_ended(),
            );
            (lines, place, scan.found.clone())
        };
        assert_eq!(known(&many), known(&one), "{text:?}");
    }
}

#[test]
fn a_row_without_end_is_not_read_to_its_end() {
    let text = io::repeat(b'x').take(1 << 30);
    let mut scan = CsvScan::new(b"a,b\n\"".chain(text));
    let copied = io::copy(&mut scan, &mut io::sink());
    assert!(copied.is_err());
    assert!(scan.bytes < 20 << 20);
    assert_eq!(scan.finish().found, at(2, RowFault::TooLong));
}
