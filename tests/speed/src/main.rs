//! Measures the client. `cargo xtask bench` runs it and makes docs/bench.md from its output.

mod kept;
mod overhead;
mod parse;
mod server;
mod shapes;
mod spread;
mod stragglers;
mod stream;
mod validate;

use std::path::Path;
use std::time::Duration;

use clavata_speed::input;
use input::Differing;

const USAGE: &str = "usage: clavata-speed parse BYTES LABELS ROUNDS | spread ROUNDS BYTES... | kept BYTES ROUNDS | overhead BODY CALLS ROUNDS | calls ours|by-hand BODY CONCURRENCY CALLS | stream | stragglers ROUNDS | shape NAME BYTES PATH | validate FILE | answer BYTES LABELS FILE | serve BODY | serve-late";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    match arguments.as_slice() {
        ["parse", bytes, labels, rounds] => {
            let text = |differing| input::of_size(number(bytes), number(labels), differing);
            let rounds = number(rounds);
            let mut figures = Vec::new();
            for (differing, names) in [
                (
                    Differing::Policies,
                    [
                        "rows, all, six policies mixed",
                        "rows, --level label, six policies",
                    ],
                ),
                (
                    Differing::Texts,
                    [
                        "rows, all, other texts each time",
                        "rows, --level label, other texts",
                    ],
                ),
                (
                    Differing::Order,
                    [
                        "rows, all, keys in any order",
                        "rows, --level label, any order",
                    ],
                ),
            ] {
                let text = text(differing);
                figures.extend(apart(|| parse::measure_rows(&text, rounds, names)));
            }
            let text = text(Differing::Values);
            figures.splice(0..0, apart(|| parse::measure(&text, rounds)));
            print(&serde_json::json!({ "bytes": text.len(), "figures": figures }));
        }
        ["spread", rounds, sizes @ ..] => {
            let sizes: Vec<usize> = sizes.iter().map(|size| number(size)).collect();
            print(&serde_json::json!(spread::measure(&sizes, number(rounds))));
        }
        ["kept", bytes, rounds] => {
            let frames = input::frames(number(bytes) / input::frames(1, 10).len(), 10);
            let figures = kept::measure(&frames, number(rounds));
            print(&serde_json::json!({ "bytes": frames.len(), "figures": figures }));
        }
        ["overhead", body, calls, rounds] => {
            let server = server::Server::start(&["serve", body]);
            for concurrency in [1, 8, 64] {
                let figures =
                    overhead::measure(&server, concurrency, number(calls), number(rounds));
                print(&serde_json::json!(runtime.block_on(figures)));
            }
        }
        [
            "calls",
            way @ ("ours" | "by-hand"),
            body,
            concurrency,
            calls,
        ] => {
            let server = server::Server::start(&["serve", body]);
            let calls = overhead::alone(&server, way, number(concurrency), number(calls));
            runtime.block_on(calls);
        }
        ["stream"] => {
            let first = runtime.block_on(stream::first_answer(101));
            let cost = runtime.block_on(stream::cost(4000, 9));
            // Rows from the same bytes, which are in memory and not kept.
            let throughput = cost.rows_in_memory / cost.verdicts;
            print(&serde_json::json!({
                "first_answer_ms": first,
                "throughput": throughput,
                "to_validating": cost,
            }));
        }
        ["stragglers", rounds] => {
            for concurrency in [8, 64] {
                let waited = stragglers::measure(concurrency, number(rounds));
                print(&serde_json::json!(runtime.block_on(waited)));
            }
        }
        ["shape", shape, bytes, path] => {
            shapes::write(shape, number(bytes), Path::new(path)).expect("a file");
        }
        ["validate", file] => validate::lines(Path::new(file)),
        ["answer", bytes, labels, file] => {
            let text = input::of_size(number(bytes), number(labels), Differing::Values);
            std::fs::write(file, text).expect("a file");
        }
        ["serve", body] => {
            let reply = server::Reply {
                body: std::fs::read(body).expect("the body").into(),
                after: Duration::ZERO,
            };
            runtime.block_on(server::serve(move |_| reply.clone()));
        }
        ["serve-late"] => runtime.block_on(server::serve(stragglers::reply())),
        _ => {
            eprintln!("{USAGE}");
            std::process::exit(2);
        }
    }
}

/// Measures in a new thread, because a thread remembers the reports of other inputs.
fn apart<T: Send>(measure: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(measure).join()).expect("figures")
}

fn number(text: &str) -> usize {
    text.parse().expect("a number")
}

fn print(value: &serde_json::Value) {
    println!("{value}");
}
