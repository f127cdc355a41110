//! Measures the client; run by `cargo xtask bench`, which makes docs/bench.md of what this prints.

mod input;
mod overhead;
mod parse;
mod server;
mod stream;

use std::io::{BufWriter, Write as _};
use std::path::Path;

use input::Differing;

const USAGE: &str = "usage: clavata-speed parse BYTES LABELS ROUNDS | overhead BODY CALLS ROUNDS | calls ours|by-hand BODY CONCURRENCY CALLS | stream | lines BYTES FILE | answer BYTES LABELS FILE | serve BODY";

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
                figures.extend(parse::measure_rows(&text(differing), rounds, names));
            }
            let text = text(Differing::Values);
            figures.splice(0..0, parse::measure(&text, rounds));
            print(&serde_json::json!({ "bytes": text.len(), "figures": figures }));
        }
        ["overhead", body, calls, rounds] => {
            let server = server::Server::start(Path::new(body));
            for concurrency in [1, 8, 64] {
                let figures =
                    overhead::measure(&server, concurrency, number(calls), number(rounds));
                print(&serde_json::json!(runtime.block_on(figures)));
            }
        }
        ["calls", way @ ("ours" | "by-hand"), body, concurrency, calls] => {
            let server = server::Server::start(Path::new(body));
            let calls = overhead::alone(&server, way, number(concurrency), number(calls));
            runtime.block_on(calls);
        }
        ["stream"] => {
            let first = runtime.block_on(stream::first_answer(101));
            let throughput = runtime.block_on(stream::throughput(4000, 9));
            print(&serde_json::json!({ "first_answer_ms": first, "throughput": throughput }));
        }
        ["lines", bytes, file] => {
            let file = std::fs::File::create(file).expect("a file");
            let mut file = BufWriter::with_capacity(1 << 20, file);
            input::lines(number(bytes), &mut file).expect("lines");
            file.flush().expect("lines");
        }
        ["answer", bytes, labels, file] => {
            let text = input::of_size(number(bytes), number(labels), Differing::Values);
            std::fs::write(file, text).expect("a file");
        }
        ["serve", body] => {
            let body = std::fs::read(body).expect("the body");
            runtime.block_on(server::serve(body.into()));
        }
        _ => {
            eprintln!("{USAGE}");
            std::process::exit(2);
        }
    }
}

fn number(text: &str) -> usize {
    text.parse().expect("a number")
}

fn print(value: &serde_json::Value) {
    println!("{value}");
}
