//! The part of `docs/faults.md` that this test makes.

use super::Seen;
use super::answers::Reader;
use super::rows::Row;

const HEAD: &str = "## What arrives

What each reader of the client says of what arrives, each line as a test has seen it. *job* is get job, *jobs*
a page of a good job and the one in question; *evaluate* is a stream of three answers of which the second is in
question, *evaluate_all* one of one answer; *labels* is an answer of two labels. *webhook* reads the job's id alone, and asks
the gateway for the rest. *flatten* is the program with `--exit-verdict`, with its exit code, over a file of three
lines of which the second is in question. *rows* is `Flattener`, a short cut for what is well written: `clavata flatten` reads
again, by the ways of all others, what it does not take.

A cell has the verdict (`clear`, `flagged`, `undetermined`), and what else was said: `refused` is a report of refused
content, `refused?` one that says that the details did not arrive, `error` an error of the gateway,
`unreadable` an answer that cannot be read, or is none to what was asked, `stopped early` a stream without all
answers. `rest read` means that the good answers next to it were still returned; `–` that it cannot arrive. Verdicts
beside anything else are what came before the call, or the program, failed.
";

/// The part, as the cases measured it.
pub(crate) fn render(rows: &[Row], seen: &[Seen]) -> String {
    let names = Reader::ALL.map(Reader::name);
    let mut page = format!("{HEAD}\n{}", line("arrives", "what it is", &names));
    page += &line("---", "---", &["---"; 8]);
    for (row, seen) in rows.iter().zip(seen) {
        page += &line(row.name, row.what, &seen.each_ref().map(String::as_str));
    }
    page
}

fn line(name: &str, what: &str, cells: &[&str; 8]) -> String {
    format!("| {name} | {what} | {} |\n", cells.join(" | "))
}
