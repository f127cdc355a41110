//! Tables for people: one for each job, between a line with its id and one with its verdict.

use std::io::{self, Write};

use clavata_api_ext::api::Outcome;
use clavata_api_ext::{ContentResult, Job, LabelAnswers, Matches, Row, RowKind, Rows, Verdict};
use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, TableStyle, Width,
};

use super::Output;
use super::aligned::Aligned;
use super::record_rows::Lines as _;
use super::shown_rows::ShownRows;
use crate::progress::short_status;
use crate::terminal::{cut, plain};

const STYLE: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// Longer texts are cut before layout. No terminal shows that much in a column.
const LONGEST: usize = 400;

/// The smallest width at which the hash and the metadata of the content are shown, too.
const WIDE: u16 = 140;

/// The indexes of columns with their own layout.
const RESULT: usize = 0;
const KIND: usize = 1;
const LABEL: usize = 2;
const SCORE: usize = 4;

pub(super) struct Table<W> {
    out: W,
    shown: ShownRows,
    width: u16,
    colour: bool,
    printed: bool,
}

impl<W: Write> Table<W> {
    pub(super) fn new(out: W, shown: ShownRows, width: u16, colour: bool) -> Self {
        Self {
            out,
            shown,
            width,
            colour,
            printed: false,
        }
    }

    fn block(
        &mut self,
        title: &str,
        (rows, matches): (Rows<'_>, Matches<'_>),
        verdict: &Verdict,
    ) -> io::Result<()> {
        if self.printed {
            writeln!(self.out)?;
        }
        self.printed = true;
        writeln!(self.out, "{}", plain(title))?;
        if self.shown.choice.columns.is_some() {
            self.chosen(rows)?;
        } else {
            let rows: Vec<Row<'_>> = self.shown.of(rows).collect();
            if !rows.is_empty() {
                table(&mut self.out, (self.width, self.colour), &rows)?;
            }
        }
        let verdict = format!("verdict: {}", described(verdict, matches));
        writeln!(self.out, "{}", cut(&plain(&verdict), LONGEST))
    }

    /// A table of the columns that were chosen.
    fn chosen(&mut self, rows: Rows<'_>) -> io::Result<()> {
        let mut lines = Aligned::new(&mut self.out, self.shown.choice.clone());
        self.shown.each(rows, |row| lines.row(row))
    }
}

impl<W: Write> Output for Table<W> {
    fn doubt(&mut self, is_doubted: bool) {
        self.shown.doubt(is_doubted);
    }

    fn at(&mut self, file: &str, line: usize) {
        self.shown.at(file, line);
    }

    fn job(&mut self, job: &Job) -> io::Result<()> {
        let id = job
            .job_uuid
            .as_ref()
            .map_or("without id".to_owned(), ToString::to_string);
        let title = format!("job {id}: {}", short_status(&job.status));
        self.block(
            &title,
            (job.rows(), job.matches()),
            &self.shown.judge().job(job),
        )
    }

    fn result(&mut self, result: &ContentResult<'_>) -> io::Result<()> {
        let title = format!("result {}: {}", result.index(), result.content_hash());
        self.block(
            title.trim_end_matches([':', ' ']),
            (result.rows(), result.matches()),
            &self.shown.judge().result(result),
        )
    }

    fn unjudged(&mut self, input: usize) -> io::Result<()> {
        if self.printed {
            writeln!(self.out)?;
        }
        self.printed = true;
        writeln!(
            self.out,
            "result {input}\nverdict: undetermined: there is no answer that counts"
        )
    }

    fn labels(&mut self, answers: &LabelAnswers) -> io::Result<()> {
        for answer in answers.iter() {
            let id = answer.label_version_id();
            let id = id.map_or("without id".to_owned(), ToString::to_string);
            let score = answer.score();
            let score = score.map_or(String::new(), |score| format!(", score {score:.3}"));
            let title = format!("label version {id}{score}");
            self.block(
                &title,
                (answer.rows(), answer.matches()),
                &self.shown.judge().label(&answer),
            )?;
        }
        Ok(())
    }

    fn formatted(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn cells(row: &Row<'_>, wide: bool) -> Vec<String> {
    let text = |text: &str| plain(&cut(text, LONGEST)).into_owned();
    let indent = match row.kind {
        RowKind::Policy | RowKind::Label => "",
        RowKind::Rule | RowKind::Exception => "  ",
        RowKind::ExceptionRule => "    ",
    };
    let version = row.policy_version_id.map(ToString::to_string);
    let name = match (row.kind, row.label) {
        (RowKind::Policy, _) => row.policy_key,
        // A label that was evaluated on its own has no name.
        (RowKind::Label, None) => version.as_deref().unwrap_or_default(),
        (_, label) => label.unwrap_or_default(),
    };
    let mut cells = vec![
        row.result_index.to_string(),
        row.kind.to_string(),
        // A no-break space, because the table drops others at the front.
        format!("{}{}", indent.replace(' ', "\u{a0}"), text(name)),
        text(row.outcome_text()),
        row.score
            .map(|score| format!("{score:.3}"))
            .unwrap_or_default(),
        text(row.message.unwrap_or_default()),
    ];
    if wide {
        cells.push(text(row.content_hash));
        let metadata = row.content_metadata;
        let metadata: Vec<String> = metadata
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        cells.push(text(&metadata.join(" ")));
    }
    cells
}

/// Red for flagged, yellow for undetermined.
fn colour_of(row: &Row<'_>) -> Option<&'static str> {
    match row.outcome {
        Outcome::True => Some("31"),
        Outcome::False => None,
        _ => Some("33"),
    }
}

fn described(verdict: &Verdict, matches: Matches<'_>) -> String {
    let mut said = verdict.to_string();
    if *verdict != Verdict::Flagged {
        return said;
    }
    let mut labels: Vec<&str> = Vec::new();
    for found in matches.clone() {
        if !found.label.is_empty() && !labels.contains(&found.label) {
            labels.push(found.label);
        }
    }
    if !labels.is_empty() {
        said = format!("{said} by {}", labels.join(", "));
    }
    let actions = matches.actions();
    if !actions.is_empty() {
        said = format!("{said}; actions: {}", actions.join("; "));
    }
    said
}

fn table(out: &mut impl Write, (width, colour): (u16, bool), rows: &[Row<'_>]) -> io::Result<()> {
    let wide = width >= WIDE;
    let mut table = comfy_table::Table::new();
    table
        .load_style(STYLE)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width)
        .set_truncation_indicator("…");
    let mut head = vec!["result", "kind", "label", "outcome", "score", "message"];
    if wide {
        head.extend(["content", "metadata"]);
    }
    table.set_header(head);
    for row in rows {
        let mut line = comfy_table::Row::from(cells(row, wide));
        line.max_height(1);
        table.add_row(line);
    }
    for (at, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 1));
        // Cells are cut anywhere, not between words, to show as much as fits.
        column.set_delimiter('\u{0}');
        match at {
            RESULT | SCORE => column.set_cell_alignment(CellAlignment::Right),
            LABEL => {
                let third = Width::Percentage(35);
                column.set_constraint(ColumnConstraint::UpperBoundary(third));
            }
            _ => {}
        }
        if matches!(at, RESULT | KIND | SCORE) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    // Each row is one line, so lines match rows.
    for (at, line) in table.lines().enumerate() {
        let row = at.checked_sub(2).and_then(|at| rows.get(at));
        let shade = row.filter(|_| colour).and_then(colour_of);
        match shade {
            Some(code) => writeln!(out, "\u{1b}[{code}m{}\u{1b}[0m", line.trim_end())?,
            None => writeln!(out, "{}", line.trim_end())?,
        }
    }
    Ok(())
}
