//! CSV options.

use clap::Args;

/// CSV options. Other formats do not accept them.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
#[command(next_help_heading = "CSV options")]
pub(crate) struct CsvOptions {
    /// Write outcomes as the API does: TRUE, FALSE, FAILED, UNSPECIFIED. Many readers interpret TRUE and
    /// FALSE as booleans
    #[arg(long)]
    pub(crate) raw_outcomes: bool,
    /// Write TEXT, such as NULL, where there is no value, to distinguish it from empty text
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
    /// Write for Excel: a byte order mark first, and ' before text that Excel would interpret as a formula
    #[arg(long)]
    pub(crate) excel: bool,
}

impl CsvOptions {
    /// Whether the text for no value is also a value, so that a missing value could be read as a negative one.
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
