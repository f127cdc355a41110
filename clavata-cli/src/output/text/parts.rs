//! The chosen columns, and which of them repeat values of other rows.

use std::io;
use std::mem::discriminant;

use clavata_api_ext::{Field, Record};

use super::Form;
use super::earlier::{Earlier, Name};
use super::shared::Shared;
use crate::output::choice::Choice;

/// A chosen column.
pub(super) struct Column {
    /// Its index among all columns.
    index: usize,
    /// Its index among the chosen columns.
    number: usize,
    pub(super) name: Option<Name>,
    /// Whether only the row of a policy has a value in this column.
    pub(super) is_of_policy: bool,
    after: Between,
}

impl Column {
    /// Adds its value, and the text up to the next value.
    #[inline]
    pub(super) fn add<F: Form>(
        &self,
        row: &impl Record,
        form: &mut F,
        to: &mut Vec<u8>,
    ) -> io::Result<()> {
        form.cell(self.number, &row.cell(self.index), to)?;
        self.after.add(to);
        Ok(())
    }
}

/// The text between values.
pub(super) enum Between {
    /// A prefix of these bytes. All of them are copied at once, without a loop.
    Short([u8; 32], usize),
    Long(String),
}

impl Between {
    pub(super) fn of(text: &str) -> Self {
        let mut bytes = [0; 32];
        match bytes.get_mut(..text.len()) {
            Some(first) => {
                first.copy_from_slice(text.as_bytes());
                Self::Short(bytes, text.len())
            }
            None => Self::Long(text.to_owned()),
        }
    }

    #[inline]
    pub(super) fn add(&self, to: &mut Vec<u8>) {
        match self {
            Self::Short(bytes, length) => {
                let end = to.len() + length;
                to.extend_from_slice(bytes);
                to.truncate(end);
            }
            Self::Long(text) => to.extend_from_slice(text.as_bytes()),
        }
    }
}

/// Adjacent columns that repeat in the same way.
pub(super) struct Part {
    pub(super) columns: Vec<Column>,
    pub(super) repeats: Repeats,
}

/// Where the values of a part are repeated.
pub(super) enum Repeats {
    /// In all rows of the report.
    InReport(Shared),
    /// In most rows at the same place of other reports.
    InPlace(Earlier),
    Nowhere,
}

impl Repeats {
    fn of(field: &Field) -> Self {
        if field.is_of_report {
            Self::InReport(Shared::default())
        } else if Name::of(field).is_some() {
            Self::InPlace(Earlier::default())
        } else {
            Self::Nowhere
        }
    }
}

impl Part {
    /// The parts of the chosen columns of `R`, and the text before the first of them.
    pub(super) fn of<R: Record, F: Form>(choice: &Choice) -> (Between, Vec<Self>) {
        let chosen = choice.columns.clone();
        let chosen = chosen.unwrap_or_else(|| (0..R::FIELDS.len()).collect());
        let before = |number: usize| {
            let index: Option<&usize> = chosen.get(number);
            index.map(|index| F::before(R::FIELDS[*index].name, number == 0))
        };
        let mut parts: Vec<Self> = Vec::new();
        for (number, index) in chosen.iter().enumerate() {
            let field = &R::FIELDS[*index];
            let next = before(number + 1);
            let column = Column {
                index: *index,
                number,
                name: Name::of(field),
                is_of_policy: field.is_of_policy,
                after: Between::of(next.as_deref().unwrap_or(F::END)),
            };
            let repeats = Repeats::of(field);
            match parts.last_mut() {
                Some(part) if discriminant(&part.repeats) == discriminant(&repeats) => {
                    part.columns.push(column);
                }
                _ => parts.push(Self {
                    columns: vec![column],
                    repeats,
                }),
            }
        }
        (Between::of(&before(0).unwrap_or_default()), parts)
    }
}

/// Adds the columns of a row.
#[inline]
pub(super) fn add<F: Form>(
    columns: &[Column],
    row: &impl Record,
    form: &mut F,
    to: &mut Vec<u8>,
) -> io::Result<()> {
    let mut columns = columns.iter();
    columns.try_for_each(|column| column.add(row, form, to))
}
