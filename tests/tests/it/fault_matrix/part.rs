//! The part of `docs/faults.md` that this test writes.

use std::fmt::Write as _;

use super::Seen;
use super::rows::Row;

const HEAD: &str = "# Faults

What the client does when the network, a proxy or the gateway fails. A test has seen every line happen with the mock
gateway. *Safe* is get job, which only reads. *Create* is create job, which is billed each time. *Stream* is evaluate,
which is billed per input, read to its end. A cell says how the call ended (`ok`, or the kind of its error as
`Error::type_name` returns it), how many requests the gateway saw, and how long the call took. `–` means that the fault
cannot happen to the operation. The fault occurs at every attempt, unless its line says otherwise.

The settings are the defaults (connect 5 s, attempt 30 s, total 60 s, idle 30 s; 4 attempts), except that jitter is off:
the times include pauses of 0.5, 1 and 2 s. The clock is paused and advances only when client and gateway both wait, so
the times are exact. A reset comes 20 ms after the bytes before it.

A create is sent again only on proof that it was not carried out, which a 5xx never is: the test counts the jobs that
were made. A stream is sent again only until its response begins, and the inputs that each attempt judged are billed. What
HTTP/2 proves in addition is in `tests/tests/it/transport_http2.rs`.
";

/// The part, with what the cases measured.
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
