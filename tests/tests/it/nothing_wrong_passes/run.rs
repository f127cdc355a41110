//! Runs cases on all cores.

use std::thread;

use super::cases::Case;
use super::said::{Reader, complaint};
use super::table::Table;

/// The wrong claims of the readers about the first `count` cases, or about the first `CLAVATA_CASES`. With
/// `CLAVATA_CASE`, shows one case instead.
pub(crate) fn run(readers: &[&dyn Reader], count: u64) -> Table {
    if let Some(number) = number_of("CLAVATA_CASE") {
        show(readers, number);
        return Table::default();
    }
    let count = number_of("CLAVATA_CASES").unwrap_or(count);
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let work = |first: usize| {
        let mut table = Table::default();
        for number in (first as u64..count).step_by(threads) {
            let case = Case::of(number);
            for reader in readers {
                table.add(reader.name(), &case, complaint(*reader, &case));
            }
        }
        table
    };
    let mut table = Table::default();
    thread::scope(|scope| {
        let work = &work;
        let workers: Vec<_> = (0..threads)
            .map(|first| scope.spawn(move || work(first)))
            .collect();
        for worker in workers {
            table.join(worker.join().expect("a reader does not panic"));
        }
    });
    println!("{table}");
    table
}

fn show(readers: &[&dyn Reader], number: u64) {
    let case = Case::of(number);
    println!(
        "case {number}: {:?}, {:?}, {:?}",
        case.shape, case.wrong, case.mutations
    );
    println!("{:?}\n{}", case.must, case.bytes.escape_ascii());
    for reader in readers {
        let said = reader.says(case.shape, &case.bytes);
        let complaint = complaint(*reader, &case).unwrap_or("nothing");
        println!("{}: {said:?}; wrong: {complaint}", reader.name());
    }
}

fn number_of(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().expect("a number"))
}
