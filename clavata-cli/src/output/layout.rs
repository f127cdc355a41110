//! Lays out the rows of a report as a table for the width of a terminal.

use std::io::{self, Write};

use clavata_api_ext::api::Outcome;
use clavata_api_ext::{Row, RowKind};
use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, TableStyle, Width,
};

use crate::terminal::{cut, plain};

const STYLE: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// Longer texts are cut before layout, in characters. No terminal shows that much in a column.
const LONGEST: usize = 400;

/// The smallest width at which the hash and the metadata of the content are also shown.
const WIDE: u16 = 140;

const HEADS: [&str; 8] = [
    "result", "kind", "label", "outcome", "score", "message", "content", "metadata",
];

/// The indexes of columns that are laid out specially.
const RESULT: usize = 0;
const KIND: usize = 1;
const LABEL: usize = 2;
const OUTCOME: usize = 3;
const SCORE: usize = 4;
const MESSAGE: usize = 5;

/// The least width at which a label or a message is useful.
const LEAST: usize = 10;

/// The most characters of an outcome. A longer one is not known to this version.
const LONGEST_OUTCOME: usize = 40;

/// Prints rows, one line each.
pub(super) fn rows(
    out: &mut impl Write,
    (width, color): (u16, bool),
    rows: &[Row<'_>],
) -> io::Result<()> {
    let cells: Vec<[String; HEADS.len()]> = rows.iter().map(cells).collect();
    let columns = columns(&cells, width);
    let mut table = comfy_table::Table::new();
    table
        .load_style(STYLE)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width)
        .set_truncation_indicator("…");
    table.set_header(columns.iter().map(|at| HEADS[*at]));
    for cells in &cells {
        let mut line = comfy_table::Row::from(columns.iter().map(|at| &cells[*at]));
        line.max_height(1);
        table.add_row(line);
    }
    for (at, column) in columns.iter().zip(table.column_iter_mut()) {
        column.set_padding((0, 1));
        // Cells are cut at any character, not between words, to show as much as possible.
        column.set_delimiter('\u{0}');
        match *at {
            RESULT | SCORE => column.set_cell_alignment(CellAlignment::Right),
            LABEL if columns.contains(&MESSAGE) => {
                let third = Width::Percentage(35);
                column.set_constraint(ColumnConstraint::UpperBoundary(third));
            }
            _ => {}
        }
        if matches!(*at, RESULT | KIND | OUTCOME | SCORE) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    // Each row is one line, so the lines correspond to the rows.
    for (at, line) in table.lines().enumerate() {
        let row = at.checked_sub(2).and_then(|at| rows.get(at));
        let code = row.filter(|_| color).and_then(color_of);
        match code {
            Some(code) => writeln!(out, "\u{1b}[{code}m{}\u{1b}[0m", line.trim_end())?,
            None => writeln!(out, "{}", line.trim_end())?,
        }
    }
    Ok(())
}

/// The columns that there is room for. The outcome and the label are always shown.
fn columns(cells: &[[String; HEADS.len()]], width: u16) -> Vec<usize> {
    let mut columns: Vec<usize> = (0..HEADS.len()).collect();
    if width < WIDE {
        columns.truncate(MESSAGE + 1);
    }
    let natural = |at: usize| {
        let texts = cells.iter().map(|cells| cells[at].chars().count());
        // The width includes the space after the column.
        2 + texts.max().unwrap_or_default().max(HEADS[at].len())
    };
    let needed = |at: &usize| match *at {
        LABEL | MESSAGE => LEAST.min(natural(*at)),
        at if at > MESSAGE => 0,
        at => natural(at),
    };
    for dropped in [MESSAGE, KIND, SCORE, RESULT] {
        if columns.iter().map(needed).sum::<usize>() > usize::from(width) {
            columns.retain(|at| *at != dropped);
        }
    }
    columns
}

fn cells(row: &Row<'_>) -> [String; HEADS.len()] {
    let text = |text: &str, limit: usize| plain(&cut(text, limit)).into_owned();
    let indent = match row.kind {
        RowKind::Policy | RowKind::Label => "",
        RowKind::Rule | RowKind::Exception => "  ",
        RowKind::ExceptionRule => "    ",
    };
    let version = row.policy_version_id.map(ToString::to_string);
    let name = match (row.kind, row.label) {
        (RowKind::Policy, _) => row.policy_key,
        // The answer of a label that was evaluated on its own does not name the label.
        (RowKind::Label, None) => version.as_deref().unwrap_or_default(),
        (_, label) => label.unwrap_or_default(),
    };
    let metadata = row.content_metadata.iter();
    let metadata: Vec<String> = metadata
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    [
        row.result_index.to_string(),
        row.kind.to_string(),
        // Indent with no-break spaces: the table strips others at the start.
        format!("{}{}", indent.replace(' ', "\u{a0}"), text(name, LONGEST)),
        text(row.outcome_text(), LONGEST_OUTCOME),
        row.score
            .map(|score| format!("{score:.3}"))
            .unwrap_or_default(),
        text(row.message.unwrap_or_default(), LONGEST),
        text(row.content_hash, LONGEST),
        text(&metadata.join(" "), LONGEST),
    ]
}

/// Red for flagged, yellow for undetermined.
fn color_of(row: &Row<'_>) -> Option<&'static str> {
    match row.outcome {
        Outcome::True => Some("31"),
        Outcome::False => None,
        _ => Some("33"),
    }
}
