//! How to run a query where there is no `duckdb`.

use super::ENGINE;
use super::views::Views;
use crate::exit::{Code, Failure};
use crate::terminal::{note, plain};

/// Says how to run the same query elsewhere.
pub(super) fn missing(views: &Views, sql: &str) -> Failure {
    note(
        "the same query, for a shell (polars sees what a job cost twice if the job is there twice):",
    );
    for line in commands(views, sql).iter().flat_map(|one| one.split('\n')) {
        note(&plain(line));
    }
    let what = format!("there is no program `{ENGINE}` on PATH, which runs queries");
    let hint = "install it (https://duckdb.org/install), or run one of the commands above, after `pip install duckdb` or `pip install polars`";
    Failure::new(Code::Input, what, hint)
}

/// Commands for a shell.
fn commands(views: &Views, sql: &str) -> [String; 3] {
    let frame = |(view, files): &(&str, String)| {
        let files = python(files);
        format!("{view}=polars.scan_parquet({files}, hive_partitioning=True)")
    };
    let frames: Vec<_> = views.patterns.iter().map(frame).collect();
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
                "import polars; print(polars.SQLContext({}).execute({}, eager=True))",
                frames.join(", "),
                python(sql)
            ))
        ),
    ]
}

/// A text as Python writes it, which is as JSON does.
fn python(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A word for a shell.
fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
