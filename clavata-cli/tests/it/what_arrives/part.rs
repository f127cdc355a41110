//! The part of `docs/faults.md` that this test generates.

use super::Seen;
use super::answers::Reader;
use super::rows::Row;

const HEAD: &str = "## What arrives

The result of each reader of the client for each answer that may arrive, as a test observed it. *job* is get job, *jobs*
a page with a good job and the tested one; *evaluate* is a stream of three answers of which the second is tested,
*evaluate_all* a stream of one answer; *labels* is an answer of two labels. *webhook* reads only the job's id, and asks
the gateway for the rest. *flatten* is the program with `--exit-verdict`, with its exit code, on a file of three
lines of which the second is tested. *rows* is `Flattener`, a fast path for well-formed input: `clavata flatten` reads
input that it rejects again, in the same way as the other readers.

A cell contains the verdict (`clear`, `flagged`, `undetermined`) and anything else that was reported: `refused` is a
report of refused content, `refused?` one without details, because they did not arrive, `error` an error of the gateway,
`unreadable` an answer that cannot be read or does not answer the question, `stopped early` a stream without all
answers. `rest read` means that the good answers next to it were still returned; `–` means that it cannot arrive.
Verdicts next to anything else were returned before the call, or the program, failed.
";

/// Renders the part from the observed results.
pub(crate) fn render(rows: &[Row], seen: &[Seen]) -> String {
    let names = Reader::ALL.map(Reader::name);
    let mut page = format!("{HEAD}\n{}", line("arrives", "description", &names));
    page += &line("---", "---", &["---"; 8]);
    for (row, seen) in rows.iter().zip(seen) {
        page += &line(row.name, row.what, &seen.each_ref().map(String::as_str));
    }
    page
}

fn line(name: &str, what: &str, cells: &[&str; 8]) -> String {
    format!("| {name} | {what} | {} |\n", cells.join(" | "))
}
