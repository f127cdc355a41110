//! Options that select rows and columns.

use clap::Args;

/// Options that select rows and columns. Formats of whole answers do not accept them.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
#[command(next_help_heading = "Row options")]
pub(crate) struct ChoiceOptions {
    /// Print only these columns, in this order, such as label,outcome,score
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub(crate) columns: Vec<String>,
    /// Print only rows that meet this condition: a column, one of = != > >= < <=, and a value, such as
    /// label=Spam, 'score>=0.8' or matched=true. If repeated, all conditions must hold. A row without a value in
    /// the column never matches. Verdicts and the exit code still cover all rows
    #[arg(long = "where", value_name = "CONDITION")]
    pub(crate) conditions: Vec<String>,
}

impl ChoiceOptions {
    /// Whether all rows are printed with all columns.
    pub(crate) fn is_all(&self) -> bool {
        *self == Self::default()
    }
}
