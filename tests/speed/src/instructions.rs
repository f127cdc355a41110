//! Small runs whose instructions `cargo xtask instructions` counts. All input is in files, so that nothing else
//! counts.

use std::fs::File;
use std::hint::black_box;

use clavata_api::json::Blocks;
use clavata_api::types::GetJobResponse;
use clavata_outcomes::flatten::{FlattenError, Flattener, Found};
use clavata_outcomes::{Level, flatten};
use clavata_speed::input::{Differing, of_size};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["answer", bytes, file] => {
            let bytes = bytes.parse().expect("a number");
            std::fs::write(file, of_size(bytes, 10, Differing::Values)).expect("a file");
        }
        ["rows", file] => {
            let answer = std::fs::read(file).expect("a file");
            flatten::for_each_row(&answer, Level::All, |row| {
                black_box(row);
            })
            .expect("rows");
        }
        ["decode", file] => {
            let answer = std::fs::read(file).expect("a file");
            black_box(clavata_api::decode::<GetJobResponse>(&answer).expect("an answer"));
        }
        ["lines", file] => lines(File::open(file).expect("a file")),
        _ => panic!("usage: clavata-instructions answer BYTES FILE | rows|decode|lines FILE"),
    }
}

/// What the program does for JSON lines, on one thread.
fn lines(file: File) {
    let mut flattener = Flattener::new(Level::All);
    let mut blocks = Blocks::new(file, 1 << 28);
    let mut out = Vec::new();
    while let Some(block) = blocks.next_block().expect("a block") {
        let text = str::from_utf8(&block.bytes).expect("a text");
        let mut line = |found: Found<'_>| {
            if let Found::Row(row) = found {
                serde_json::to_writer(&mut out, row).expect("a line");
                out.push(b'\n');
            }
            Ok::<_, FlattenError>(())
        };
        let mut at = 0;
        while let Some(end) = flattener.flatten_next(text, at, &mut line).expect("rows") {
            at = end;
        }
        black_box(&out);
        out.clear();
    }
}
