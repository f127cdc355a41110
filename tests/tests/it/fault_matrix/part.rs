//! The part of `docs/faults.md` that this test makes.

use std::fmt::Write as _;

use super::Seen;
use super::rows::Row;

const HEAD: &str = "# Faults

What the client does when network, proxy or gateway fail, each line as a test of the mock gateway has
seen it. *Safe* is get job, which only reads; *create* is create job, which is paid for each time;
*stream* is evaluate, paid for by the input, read to its end. A cell says how the call ended (`ok`, or the kind of its error
as `Error::type_name` has it), how many requests the gateway saw, and how long the call took; `–`
where the fault cannot happen to the operation. The fault is there at every attempt, unless its line
says otherwise.

The settings are the defaults (connect 5 s, attempt 30 s, total 60 s, idle 30 s; 4 attempts) but for the jitter,
which is off: the times include pauses of 0.5, 1 and 2 s. The clock is paused and goes on only when client
and gateway both wait, so the times are exact; resets come 20 ms after what precedes them. A
create is sent again only on proof that it was not done, which no 5xx is: the test counts the jobs that
it made. A stream is sent again before its first answer, though what each attempt judged is billed. What
HTTP/2 proves besides is in `tests/tests/it/transport_http2.rs`.
";

/// The part, as the cases measured it.
pub(crate) fn render(rows: &[Row], seen: &[Seen]) -> String {
    let mut page = format!("{HEAD}\n");
    page.push_str(
        "| fault | what happens | safe | create | stream |\n| --- | --- | --- | --- | --- |\n",
    );
    for (row, [safe, create, stream]) in rows.iter().zip(seen) {
        let (name, what) = (row.name(), row.description());
        let _ = writeln!(page, "| {name} | {what} | {safe} | {create} | {stream} |");
    }
    page
}
