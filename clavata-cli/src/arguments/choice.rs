//! Which rows to print, and which columns of them.

use clap::Args;

/// Which rows to print, and which columns of them. Formats of whole answers do not take these.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
#[command(next_help_heading = "Row options")]
pub(crate) struct ChoiceOptions {
    /// Print only these columns, in this order, such as label,outcome,score
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub(crate) columns: Vec<String>,
    /// Print only rows for which this holds: a column, one of = != > >= < <=, and a value, such as
    /// label=Spam, 'score>=0.8' or matched=true. If it is repeated, all must hold. A column without a value
    /// never fits. Verdicts and the exit code remain those of all rows
    #[arg(long = "where", value_name = "CONDITION")]
    pub(crate) conditions: Vec<String>,
}

impl ChoiceOptions {
    /// Whether all rows are printed with all columns.
    pub(crate) fn is_all(&self) -> bool {
        *self == Self::default()
    }
}
