//! The rows and columns that the user chose.

use clavata_api_ext::{Cell, JobRow, Record, Row, UsageRow};
use strsim::osa_distance;

use super::condition::Condition;
use crate::arguments::{ChoiceOptions, Format, Shown, Table};
use crate::exit::Failure;

/// Which rows and columns of a table are printed.
#[derive(Clone, Debug, Default)]
pub(super) struct Choice {
    /// By their indexes. `None` means all.
    pub(super) columns: Option<Vec<usize>>,
    conditions: Vec<Condition>,
}

impl Choice {
    pub(super) fn of<R: Record>(options: &ChoiceOptions) -> Result<Self, Failure> {
        let columns = options.columns.iter().map(|name| column::<R>(name.trim()));
        let columns: Vec<usize> = columns.collect::<Result<_, _>>()?;
        let twice = |(at, column): (usize, &usize)| columns[..at].contains(column);
        if let Some((_, column)) = columns.iter().enumerate().find(|&one| twice(one)) {
            let what = format!("--columns names {} twice", R::FIELDS[*column].name);
            return Err(Failure::input(what, "name each column once"));
        }
        let conditions = options
            .conditions
            .iter()
            .map(|one| Condition::parse::<R>(one));
        Ok(Self {
            conditions: conditions.collect::<Result<_, _>>()?,
            columns: (!columns.is_empty()).then_some(columns),
        })
    }

    /// Whether a row matches all conditions.
    pub(super) fn fits(&self, row: &impl Record) -> bool {
        self.conditions.iter().all(|condition| condition.holds(row))
    }

    /// Whether one of these columns is printed or used in a condition.
    pub(super) fn needs<R: Record>(&self, columns: &[&str]) -> bool {
        let is_one = |column: usize| columns.contains(&R::FIELDS[column].name);
        let shown = self.columns.as_ref();
        shown.is_none_or(|shown| shown.iter().any(|column| is_one(*column)))
            || self.conditions.iter().any(|one| is_one(one.column()))
    }

    /// The names of the columns.
    pub(super) fn names<R: Record>(&self) -> Vec<&'static str> {
        let name = |column: usize| R::FIELDS[column].name;
        match &self.columns {
            Some(columns) => columns.iter().map(|column| name(*column)).collect(),
            None => (0..R::FIELDS.len()).map(name).collect(),
        }
    }

    /// Calls a function with the value of each column.
    pub(super) fn each_cell<E>(
        &self,
        row: &impl Record,
        mut each: impl FnMut(Cell<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        match &self.columns {
            Some(columns) => columns
                .iter()
                .try_for_each(|column| each(row.cell(*column))),
            None => row.each_cell(each),
        }
    }
}

/// Fails if the table has no such columns, or if the format does not print rows.
pub(super) fn check(shown: &Shown, table: Table) -> Result<(), Failure> {
    let options = &shown.choice;
    if options.is_all() {
        return Ok(());
    }
    if matches!(
        shown.format(),
        Format::Json | Format::Html | Format::Verdict
    ) {
        let what = "--columns and --where select from rows, but this format prints whole answers";
        return Err(Failure::input(
            what,
            "add --format csv, or another format that prints rows",
        ));
    }
    match table {
        Table::Rows => Choice::of::<Row<'_>>(options),
        Table::Jobs => Choice::of::<JobRow<'_>>(options),
        Table::Usage => Choice::of::<UsageRow<'_>>(options),
    }
    .map(drop)
}

/// The column with this name.
pub(super) fn column<R: Record>(name: &str) -> Result<usize, Failure> {
    R::column(name).ok_or_else(|| {
        let names: Vec<&str> = R::FIELDS.iter().map(|field| field.name).collect();
        let typos = |known: &&str| osa_distance(known, name);
        let near = names.iter().copied().min_by_key(typos);
        let hint = if let Some(known) = near.filter(|known| typos(known) <= name.len() / 3) {
            format!("did you mean {known}?")
        } else {
            format!("the columns are {}", names.join(", "))
        };
        let what = format!("this table has no column {name:?}");
        Failure::input(what, hint)
    })
}
