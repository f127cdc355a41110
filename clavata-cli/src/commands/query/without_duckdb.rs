//! How to run a query without `duckdb`.

use super::ENGINE;
use super::views::Views;
use crate::exit::Failure;
use crate::terminal::{note, plain};

/// Explains how to run the same query without `duckdb`.
pub(super) fn missing(views: &Views, sql: &str) -> Failure {
    note("to run the same query from a shell:");
    for line in commands(views, sql).iter().flat_map(|one| one.split('\n')) {
        note(&plain(line));
    }
    let what = format!("the program `{ENGINE}`, which runs queries, is not on PATH");
    let hint = "install it (https://duckdb.org/install), or run one of the commands above after `pip install duckdb` or `pip install polars`";
    Failure::input(what, hint)
}

/// Commands for a shell.
fn commands(views: &Views, sql: &str) -> [String; 3] {
    let (begin, frames) = polars(views);
    [
        format!("{ENGINE} -c {}", shell(&format!("{}{sql}", views.sql()))),
        format!(
            "python3 -c {}",
            shell(&format!(
                "import duckdb; duckdb.execute({}); print(duckdb.sql({}))",
                python(views.sql()),
                python(sql)
            ))
        ),
        format!(
            "python3 -c {}",
            shell(&format!(
                "import polars; {begin}print(polars.SQLContext({frames}).execute({}, eager=True))",
                python(sql)
            ))
        ),
    ]
}

/// The equivalent of DuckDB's view of usage, see [`views`](super::views): if a job is archived twice, the later copy
/// counts.
const ONCE: &str = r#"once=lambda usage, jobs: polars.concat([usage.join(jobs, on="job_uuid", how="anti"), usage.join(jobs, on="job_uuid", how="semi").sort(polars.col("path").str.split("/").list.last(), "nth").unique(["job_uuid", "result_index"], keep="last")]).drop("path", "nth"); "#;

/// The definitions that come first, and the tables as arguments.
fn polars(views: &Views) -> (&'static str, String) {
    let jobs = views.patterns.iter().find(|(view, _)| *view == "jobs");
    let mut begin = "";
    let frame = |(view, files): &(&str, String)| {
        let files = python(files);
        match jobs {
            Some((_, jobs)) if *view == "usage" => {
                begin = ONCE;
                let jobs = python(jobs);
                format!(
                    "usage=once(polars.scan_parquet({files}, hive_partitioning=True, \
                     include_file_paths=\"path\").with_row_index(\"nth\"), polars.scan_parquet({jobs}))"
                )
            }
            _ => format!("{view}=polars.scan_parquet({files}, hive_partitioning=True)"),
        }
    };
    let frames: Vec<_> = views.patterns.iter().map(frame).collect();
    (begin, frames.join(", "))
}

/// A string in Python's syntax, for which JSON's is valid.
fn python(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Quotes a word for a shell.
fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
