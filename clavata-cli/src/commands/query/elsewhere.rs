//! How to run a query where there is no `duckdb`.

use super::ENGINE;
use super::views::Views;
use crate::exit::{Code, Failure};
use crate::terminal::{note, plain};

/// Says how to run the same query elsewhere.
pub(super) fn missing(views: &Views, sql: &str) -> Failure {
    note("the same query, for a shell:");
    for line in commands(views, sql).iter().flat_map(|one| one.split('\n')) {
        note(&plain(line));
    }
    let what = format!("there is no program `{ENGINE}` on PATH, which runs queries");
    let hint = "install it (https://duckdb.org/install), or run one of the commands above, after `pip install duckdb` or `pip install polars`";
    Failure::new(Code::Input, what, hint)
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

/// What the view of usage is in DuckDB, see [`views`](super::views): of a job that is there twice, the one that came
/// last counts.
const ONCE: &str = r#"once=lambda usage, jobs: polars.concat([usage.join(jobs, on="job_uuid", how="anti"), usage.join(jobs, on="job_uuid", how="semi").sort(polars.col("path").str.split("/").list.last(), "nth").unique(["job_uuid", "result_index"], keep="last")]).drop("path", "nth"); "#;

/// What must be said first, and the tables as arguments.
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

/// A text as Python writes it, which is as JSON does.
fn python(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A word for a shell.
fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
