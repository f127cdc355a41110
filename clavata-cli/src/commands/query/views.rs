//! The tables of an archive as DuckDB views.

use std::path::Path;

use crate::archive::{Tables, VIEWS};

/// Finds the day in the path of a file.
pub(super) const DAY: &str = "day=([-0-9]+)[^=]*$";

/// If a result is archived twice, because the answer of its job has changed, the later copy counts. Answers of an
/// evaluation have no index of their own, and each is archived once.
const ONCE: &str = " QUALIFY job_uuid IS NULL OR job_uuid NOT IN \
(SELECT job_uuid FROM jobs WHERE job_uuid IS NOT NULL) OR row_number() OVER (PARTITION BY job_uuid, result_index \
ORDER BY parse_filename(filename) DESC, file_row_number DESC) = 1";

pub(super) struct Views {
    sql: String,
    /// The views and their files, as patterns.
    pub(super) patterns: Vec<(&'static str, String)>,
}

impl Views {
    pub(super) fn of(tables: &Tables) -> Self {
        let patterns = VIEWS.iter().filter(|(_, folder)| tables.has(folder));
        let patterns: Vec<_> = patterns
            .map(|(view, folder)| (*view, pattern(&tables.root.join(folder))))
            .collect();
        let has_jobs = tables.has("jobs");
        let sql = patterns.iter().map(|one| view(one, has_jobs)).collect();
        Self { sql, patterns }
    }

    /// The statements that create the views.
    pub(super) fn sql(&self) -> &str {
        &self.sql
    }

    /// The hint for a query that failed.
    pub(super) fn hint(&self) -> String {
        let names: Vec<_> = self.patterns.iter().map(|(view, _)| *view).collect();
        format!(
            "see the message above; this archive has the tables {}",
            names.join(", ")
        )
    }
}

/// The day comes from the last folder alone: engines that look for partitions would take a folder around the archive,
/// such as `label=spam` or `day=2026-03-01`, for the values of a column.
fn view((name, pattern): &(&str, String), has_jobs: bool) -> String {
    let once = if *name == "usage" && has_jobs {
        ONCE
    } else {
        ""
    };
    let files = quoted(pattern);
    format!(
        "CREATE VIEW {name} AS SELECT * EXCLUDE (filename, file_row_number), \
         TRY_CAST(regexp_extract(filename, '{DAY}', 1) AS DATE) AS day FROM read_parquet({files}, \
         hive_partitioning = false, union_by_name = true, filename = true, file_row_number = true){once}; "
    )
}

/// A pattern for all Parquet files below a folder. Characters with a meaning in patterns are escaped in the name of
/// the folder.
fn pattern(folder: &Path) -> String {
    let mut pattern = String::new();
    for character in folder.to_string_lossy().chars() {
        match character {
            '[' | '*' | '?' => pattern.extend(['[', character, ']']),
            _ => pattern.push(character),
        }
    }
    pattern + "/**/*.parquet"
}

/// A string in SQL's syntax.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_any_name_is_quoted() {
        let pattern = pattern(Path::new("it's [a] *?"));
        assert_eq!(pattern, "it's [[]a] [*][?]/**/*.parquet");
        assert_eq!(quoted(&pattern), "'it''s [[]a] [*][?]/**/*.parquet'");
    }
}
