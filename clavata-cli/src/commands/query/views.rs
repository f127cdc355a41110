//! The tables of an archive as views of DuckDB.

use std::path::Path;

use crate::archive::Tables;

/// Where each view has its files in an archive.
const FOLDERS: [(&str, &str); 3] = [("rows", "rows"), ("jobs", "jobs"), ("batch", "batch/rows")];

/// What jobs cost. Of a job that is there twice, the latest answer counts.
const USAGE: &str = "CREATE VIEW usage AS SELECT day, policy_id, count(*) AS jobs, sum(results)::BIGINT AS results, \
sum(input_tokens)::BIGINT AS input_tokens, sum(billed_tokens)::BIGINT AS billed_tokens, \
sum(silent_results)::BIGINT AS silent_results \
FROM (FROM jobs QUALIFY row_number() OVER (PARTITION BY job_uuid ORDER BY updated DESC) = 1) \
GROUP BY day, policy_id ORDER BY day, policy_id;";

pub(super) struct Views {
    sql: String,
    /// The views and their files, as patterns.
    pub(super) patterns: Vec<(&'static str, String)>,
}

impl Views {
    pub(super) fn of(tables: &Tables) -> Self {
        let patterns = FOLDERS.iter().filter(|(_, folder)| tables.has(folder));
        let patterns: Vec<_> = patterns
            .map(|(view, folder)| (*view, pattern(&tables.root.join(folder))))
            .collect();
        let mut sql: String = patterns.iter().map(view).collect();
        if tables.has("jobs") {
            sql.push_str(USAGE);
        }
        Self { sql, patterns }
    }

    /// What makes the views.
    pub(super) fn sql(&self) -> &str {
        &self.sql
    }

    /// What may be wrong with a query.
    pub(super) fn hint(&self) -> String {
        let names: Vec<_> = self.patterns.iter().map(|(view, _)| *view).collect();
        let jobs = names.contains(&"jobs");
        format!(
            "see what it said above; this archive has the tables {}{}",
            names.join(", "),
            if jobs { " and usage" } else { "" }
        )
    }
}

fn view((name, pattern): &(&str, String)) -> String {
    let files = quoted(pattern);
    format!(
        "CREATE VIEW {name} AS FROM read_parquet({files}, hive_partitioning = true, union_by_name = true); "
    )
}

/// A pattern of all Parquet files below a folder. Characters that mean something in patterns stand for
/// themselves in the name of the folder.
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

/// A text as SQL writes it.
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
