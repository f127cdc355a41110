//! Tables for people: one for each job, between a line with the job's id and a line with its verdict.

use std::io::{self, Write};

use clavata_api_ext::{ContentResult, Job, LabelAnswers, Matches, Row, Rows, Verdict};

use super::Output;
use super::aligned::Aligned;
use super::layout;
use super::shown_rows::ShownRows;
use crate::progress::short_status;
use crate::terminal::{cut, plain};
use crate::verdicts::Judge;

/// Longer texts are cut, in characters. No terminal shows that much.
const LONGEST: usize = 400;

pub(super) struct Table<W> {
    out: W,
    shown: ShownRows,
    width: u16,
    color: bool,
    printed: bool,
}

impl<W: Write> Table<W> {
    pub(super) fn new(out: W, shown: ShownRows, width: u16, color: bool) -> Self {
        Self {
            out,
            shown,
            width,
            color,
            printed: false,
        }
    }

    fn block(
        &mut self,
        title: &str,
        (rows, matches): (Rows<'_>, Matches<'_>),
        (judge, verdict): (Judge, &Verdict),
    ) -> io::Result<()> {
        if self.printed {
            writeln!(self.out)?;
        }
        self.printed = true;
        writeln!(self.out, "{}", plain(title))?;
        if self.shown.choice.columns.is_some() {
            self.chosen(rows, judge)?;
        } else {
            let rows: Vec<Row<'_>> = self.shown.of(rows, judge).collect();
            if !rows.is_empty() {
                layout::rows(&mut self.out, (self.width, self.color), &rows)?;
            }
        }
        let verdict = format!("verdict: {}", described(verdict, matches));
        writeln!(self.out, "{}", cut(&plain(&verdict), LONGEST))
    }

    /// Prints a table of the chosen columns.
    fn chosen(&mut self, rows: Rows<'_>, judge: Judge) -> io::Result<()> {
        let mut lines = Aligned::new(&mut self.out, self.shown.choice.clone());
        self.shown.each(rows, judge, |row| lines.row(row))
    }
}

impl<W: Write> Output for Table<W> {
    fn at(&mut self, file: &str, line: usize) {
        self.shown.at(file, line);
    }

    fn job(&mut self, job: &Job, judge: Judge) -> io::Result<()> {
        let id = job
            .job_uuid
            .as_ref()
            .map_or("without id".to_owned(), ToString::to_string);
        let title = format!("job {id}: {}", short_status(&job.status));
        self.block(
            &title,
            (job.rows(), job.matches()),
            (judge, &judge.job(job)),
        )
    }

    fn result(&mut self, result: &ContentResult<'_>, judge: Judge) -> io::Result<()> {
        let title = format!("result {}: {}", result.index(), result.content_hash());
        self.block(
            title.trim_end_matches([':', ' ']),
            (result.rows(), result.matches()),
            (judge, &judge.result(result)),
        )
    }

    fn unjudged(&mut self, input: usize) -> io::Result<()> {
        if self.printed {
            writeln!(self.out)?;
        }
        self.printed = true;
        writeln!(
            self.out,
            "result {input}\nverdict: undetermined: there is no valid answer"
        )
    }

    fn labels(&mut self, answers: &LabelAnswers, judge: Judge) -> io::Result<()> {
        for answer in answers.iter() {
            let id = answer.label_version_id();
            let id = id.map_or("without id".to_owned(), ToString::to_string);
            let score = answer.score();
            let score = score.map_or(String::new(), |score| format!(", score {score:.3}"));
            let title = format!("label version {id}{score}");
            self.block(
                &title,
                (answer.rows(), answer.matches()),
                (judge, &judge.label(&answer)),
            )?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
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
