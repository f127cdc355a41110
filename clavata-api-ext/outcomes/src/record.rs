//! Rows as values in columns, for all formats.

use crate::cell::Cell;

/// A row of a table with known columns: [`Row`](crate::Row), [`JobRow`](crate::JobRow),
/// [`UsageRow`](crate::UsageRow), or one of your own. All formats take their columns from here.
///
/// ```
/// use clavata_outcomes::{Cell, Job, Record, Row, decode};
///
/// let job: Job = decode(br#"{"results": [{"report": {"result": "OUTCOME_TRUE"}}]}"#)?;
/// let row = job.rows().next().ok_or("there is a report")?;
/// let matched = Row::column("matched").ok_or("there is such a column")?;
/// assert_eq!(row.cell(matched), Cell::Flag(true));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Record {
    /// The columns, in order.
    const FIELDS: &'static [Field];

    /// The value in a column, given by its index in [`FIELDS`](Self::FIELDS). A column that may not be null must have
    /// a value, and a number in it must be finite: writers of tables panic otherwise.
    ///
    /// # Panics
    ///
    /// If there is no such column.
    fn cell(&self, column: usize) -> Cell<'_>;

    /// Calls `each` with the values of all columns, in order.
    ///
    /// # Errors
    ///
    /// Returns the errors of `each`.
    fn each_cell<E>(&self, each: impl FnMut(Cell<'_>) -> Result<(), E>) -> Result<(), E> {
        (0..Self::FIELDS.len())
            .map(|column| self.cell(column))
            .try_for_each(each)
    }

    /// The index of the column with this name.
    fn column(name: &str) -> Option<usize> {
        Self::FIELDS.iter().position(|field| field.name == name)
    }
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// The type of its values.
    pub kind: FieldKind,
    /// Whether it may be null.
    pub is_nullable: bool,
    /// Whether all rows of a report have the same value in it. The policy row, which comes first, may
    /// differ if [`is_of_policy`](Self::is_of_policy). A writer of many rows can format it once.
    ///
    /// Only [`Row`](crate::Row) has such columns. The rows of one report are those of a
    /// [`ContentResult`](crate::ContentResult), or those that [`Flattener`](crate::flatten::Flattener) passes
    /// on with nothing else in between.
    pub is_of_report: bool,
    /// Whether only the policy row has a value in it, as with the tokens. [`is_of_report`](Self::is_of_report) is
    /// then true as well.
    pub is_of_policy: bool,
}

impl Field {
    /// A column that is never null and has no relation to reports.
    pub const fn new(name: &'static str, kind: FieldKind) -> Self {
        Self {
            name,
            kind,
            is_nullable: false,
            is_of_report: false,
            is_of_policy: false,
        }
    }

    /// The same column, but it may be null.
    #[must_use]
    pub const fn or_null(self) -> Self {
        Self {
            is_nullable: true,
            ..self
        }
    }

    pub(crate) const fn of_report(self) -> Self {
        Self {
            is_of_report: true,
            ..self
        }
    }

    pub(crate) const fn of_policy(self) -> Self {
        Self {
            is_of_report: true,
            is_of_policy: true,
            ..self
        }
    }
}

/// The type of the values of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldKind {
    /// Text.
    Text,
    /// Whole numbers that are not negative.
    Whole,
    /// Numbers.
    Fraction,
    /// Numbers with the precision of 32 bits.
    Single,
    /// Times.
    Time,
    /// True or false.
    Flag,
    /// Pairs of text.
    Metadata,
}

/// Declares the columns of a record, once: their names and types, whether they may be null, whether all rows of
/// a report or only its policy row have them, and their values.
macro_rules! record {
    (@$field:expr;) => { $field };
    (@$field:expr; or null $($more:tt)*) => { $crate::record::record!(@$field.or_null(); $($more)*) };
    (@$field:expr; of report) => { $field.of_report() };
    (@$field:expr; of policy) => { $field.of_policy() };
    ($record:ident, $row:ident: $($name:ident $kind:ident $(or $null:ident)? $(of $owner:ident)? = $value:expr;)*) => {
        impl $record<'_> {
            /// The names of the columns, in order.
            pub const COLUMNS: [&'static str; [$(stringify!($name)),*].len()] = [$(stringify!($name)),*];
        }

        impl $crate::record::Record for $record<'_> {
            const FIELDS: &'static [$crate::record::Field] = &[$(
                $crate::record::record!(
                    @$crate::record::Field::new(stringify!($name), $crate::record::FieldKind::$kind);
                    $(or $null)? $(of $owner)?
                ),
            )*];

            fn cell(&self, column: usize) -> $crate::cell::Cell<'_> {
                type Value = for<'r, 'a> fn(&'r $record<'a>) -> $crate::cell::Cell<'r>;
                const VALUES: &[Value] = &[$(|$row| $value.into()),*];
                VALUES[column](self)
            }

            #[inline]
            fn each_cell<E>(
                &self,
                mut each: impl FnMut($crate::cell::Cell<'_>) -> Result<(), E>,
            ) -> Result<(), E> {
                let $row = self;
                $(each($value.into())?;)*
                Ok(())
            }
        }

        impl serde::Serialize for $record<'_> {
            fn serialize<S: serde::Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeStruct as _;

                let $row = self;
                let mut object = into.serialize_struct(stringify!($record), Self::COLUMNS.len())?;
                $(object.serialize_field(stringify!($name), &$crate::cell::Cell::from($value))?;)*
                object.end()
            }
        }
    };
}

pub(crate) use record;
