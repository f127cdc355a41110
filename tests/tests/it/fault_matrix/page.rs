//! The page `docs/faults.md`: made from the cases, compared with what is there.

use std::fmt::Write as _;
use std::path::Path;

use super::Seen;
use super::rows::Row;

const UPDATE: &str = "CLAVATA_UPDATE_DOCS=1 cargo test -p clavata-tests --test it fault_matrix";

const HEAD: &str = "# Faults

What the client does when network, proxy or gateway fail, each line as a test of the mock gateway has
seen it. *Safe* is get job, which only reads; *create* is create job, which is paid for each time;
*stream* is evaluate, paid for by the input, read to its end. A cell says how the call ended (`ok`, or the kind of its error
as `Error::type_name` has it), how many requests the gateway saw, and how long the call took; `–`
where the fault cannot happen to the operation. The fault is there at every attempt, unless its line
says otherwise.

The settings are the defaults (connect 5 s, attempt 30 s, total 60 s, idle 30 s; 4 attempts) but for the jitter,
which is off: pauses of 0.5, 1 and 2 s stand in the times. The clock is paused and goes on only when client
and gateway both wait, so the times are exact; resets come 20 ms after what precedes them. A
create is sent again only on proof that it was not done, which no 5xx is: the test counts the jobs that
it made. A stream is sent again before its first answer, though what each attempt judged is billed. What
HTTP/2 proves besides is in `tests/tests/it/transport_http2.rs`.
";

/// Compares the page with the one in `docs`, or writes it where that is asked for.
pub(crate) fn compare(rows: &[Row], seen: &[Seen]) {
    let page = render(rows, seen);
    // Asked for when it runs: another clone may have built this.
    let member = std::env::var_os("CARGO_MANIFEST_DIR").unwrap();
    let path = Path::new(&member).join("../docs/faults.md");
    if std::env::var_os("CLAVATA_UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, page).unwrap();
        return;
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    for (made, there) in page.lines().zip(there.lines()) {
        assert_eq!(made, there, "docs/faults.md is out of date: run `{UPDATE}`");
    }
    assert!(
        page == there,
        "docs/faults.md is out of date: run `{UPDATE}`"
    );
}

fn render(rows: &[Row], seen: &[Seen]) -> String {
    let mut page = format!("<!-- Made by `{UPDATE}`: do not edit. -->\n\n{HEAD}\n");
    page.push_str(
        "| fault | what happens | safe | create | stream |\n| --- | --- | --- | --- | --- |\n",
    );
    for (row, [safe, create, stream]) in rows.iter().zip(seen) {
        let (name, what) = (row.name(), row.description());
        let _ = writeln!(page, "| {name} | {what} | {safe} | {create} | {stream} |");
    }
    page
}
