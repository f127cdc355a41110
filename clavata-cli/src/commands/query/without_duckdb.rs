//! How to run a query without `duckdb`.

use super::ENGINE;
use super::views::{DAY, Views};
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

/// The equivalent of DuckDB's views, see [`views`](super::views): the rows of files with the day of their folder, and
/// usage once if a job is archived twice.
const ONCE: &str = r#"once=lambda usage, jobs: polars.concat([usage.join(jobs, on="job_uuid", how="anti"), usage.join(jobs, on="job_uuid", how="semi").sort(polars.col("path").str.split("/").list.last(), "nth").unique(["job_uuid", "result_index"], keep="last")]).drop("nth"); "#;

/// The definitions that come first, and the tables as arguments.
fn polars(views: &Views) -> (String, String) {
    let jobs = views.patterns.iter().find(|(view, _)| *view == "jobs");
    let mut begin = format!(
        "scan=lambda files: polars.scan_parquet(files, hive_partitioning=False, include_file_paths=\"path\")\
         .with_columns(day=polars.col(\"path\").str.extract({}).str.to_date()); ",
        python(DAY)
    );
    let frame = |(view, files): &(&str, String)| {
        let files = python(files);
        let frame = match jobs {
            Some((_, jobs)) if *view == "usage" => {
                begin.push_str(ONCE);
                let jobs = python(jobs);
                format!("once(scan({files}).with_row_index(\"nth\"), polars.scan_parquet({jobs}))")
            }
            _ => format!("scan({files})"),
        };
        format!("{view}={frame}.drop(\"path\")")
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
