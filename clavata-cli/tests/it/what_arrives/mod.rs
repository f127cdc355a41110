//! The result of each reader for everything that may arrive: verdict, report or error. The table is part of
//! `docs/faults.md`.

mod answers;
mod arriving;
#[path = "../../../../tests/tests/it/page/mod.rs"]
mod page;
mod part;
mod readers;
mod rows;

use answers::Reader;
use rows::{Claim, ROWS, Row};

/// The results of a row, in the order of the readers.
type Seen = [String; 8];

/// The cell for something that cannot arrive.
const CANNOT: &str = "–";

#[tokio::test(flavor = "multi_thread")]
async fn no_reader_takes_for_clear_what_is_not_or_loses_a_refusal() {
    let mut seen: Vec<Seen> = Vec::new();
    let mut wrong = Vec::new();
    for row in ROWS {
        let mut cells = Seen::default();
        for (reader, cell) in Reader::ALL.into_iter().zip(&mut cells) {
            *cell = match (row.arrives)(reader) {
                None => CANNOT.to_owned(),
                Some(body) => readers::says(reader, row.status, body).await,
            };
            if let Some(why) = complaint(row, reader, cell) {
                wrong.push(format!("{}, {}: {cell:?}: {why}", row.name, reader.name()));
            }
        }
        assert!(cells.iter().any(|cell| cell != CANNOT), "{}", row.name);
        seen.push(cells);
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    page::compare(
        "-p clavata-cli --test it what_arrives",
        &part::render(ROWS, &seen),
    );
}

/// What is wrong with a reader's result.
fn complaint(row: &Row, reader: Reader, cell: &str) -> Option<&'static str> {
    if cell == CANNOT {
        return None;
    }
    if cell.is_empty() {
        return Some("nothing is said");
    }
    if reader == Reader::Webhook {
        let is_short = !["clear", "flagged"].iter().any(|word| cell.contains(word));
        return (!is_short).then_some("a verdict from a webhook");
    }
    let is_clear = matches!(cell, "clear" | "clear (0)");
    let is_read = reader != Reader::Rows || !cell.contains("unreadable");
    let wants = match row.claim {
        Claim::MayBeClear => return None,
        Claim::Clear => (is_clear, "not clear"),
        _ if is_clear || cell.contains("(0)") => (false, "clear"),
        Claim::Flagged => (cell.starts_with("flagged"), "not flagged"),
        Claim::Refused if is_read => (cell.contains("refused"), "no refusal"),
        Claim::Refused | Claim::NeverClear => return None,
    };
    (!wants.0).then_some(wants.1)
}

#[test]
fn what_is_wrong_is_complained_about() {
    let row = |name| ROWS.iter().find(|row| row.name == name).unwrap();
    for (name, reader, cell) in [
        ("failed_score", Reader::Job, "clear"),
        ("failed_score", Reader::Flatten, "undetermined (0)"),
        ("refused", Reader::Jobs, "unreadable, rest read"),
        ("refused", Reader::Flatten, "unreadable (8)"),
        ("flagged", Reader::Evaluate, "undetermined"),
        ("clear", Reader::Labels, "unreadable"),
        ("clear", Reader::Labels, ""),
        ("flagged", Reader::Webhook, "flagged"),
    ] {
        assert!(complaint(row(name), reader, cell).is_some(), "{cell}");
    }
    assert_eq!(complaint(row("refused"), Reader::Rows, "unreadable"), None);
}
