//! Measures the client; run by `cargo xtask bench`.

mod overhead;
mod server;

use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    match arguments.as_slice() {
        ["serve", body] => {
            let body = std::fs::read(body).expect("the body");
            runtime.block_on(server::serve(body.into()));
        }
        ["overhead", body] => {
            let server = server::Server::start(Path::new(body));
            for concurrency in [1, 8, 64] {
                let figures = runtime.block_on(overhead::measure(&server, concurrency, 4000, 9));
                println!("{figures:?}");
            }
        }
        _ => {
            eprintln!("usage: clavata-speed overhead BODY | serve BODY");
            std::process::exit(2);
        }
    }
}
