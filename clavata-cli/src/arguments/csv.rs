//! How to write CSV.

use clap::Args;

/// How to write CSV. No other format takes these.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
#[command(next_help_heading = "CSV options")]
pub(crate) struct CsvOptions {
    /// Write outcomes as the API does: TRUE, FALSE, FAILED, UNSPECIFIED. Many readers take TRUE and
    /// FALSE for booleans
    #[arg(long)]
    pub(crate) raw_outcomes: bool,
    /// Write TEXT where there is no value, to tell it from empty text, such as --null NULL
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    pub(crate) null: String,
    /// Write line breaks in text as \n and \r, and \ as \\, so that each row is one line
    #[arg(long)]
    pub(crate) escape_newlines: bool,
    /// Write for Excel: a byte order mark first, and ' before text that it would take for a formula
    #[arg(long)]
    pub(crate) excel: bool,
}

impl CsvOptions {
    /// Whether the word for no value is that of a value, so that what is not known would read like a no.
    pub(crate) fn null_is_a_value(&self) -> bool {
        const WORDS: [&str; 10] = [
            "true",
            "false",
            "yes",
            "no",
            "match",
            "no_match",
            "clear",
            "flagged",
            "failed",
            "unspecified",
        ];
        let null = self.null.trim().to_ascii_lowercase();
        WORDS.contains(&null.as_str()) || null.parse::<f64>().is_ok_and(|number| !number.is_nan())
    }
}
