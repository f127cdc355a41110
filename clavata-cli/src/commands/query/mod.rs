//! `clavata query`: SQL over an archive, using the program `duckdb`.
//!
//! As a library, an engine would take longer to build than the whole program; see ARCHITECTURE.md.

mod views;
mod without_duckdb;

use std::io::{self, BufRead as _, BufReader, Read, Write as _};
use std::process::{Child, Command, Stdio};
use std::thread;

use self::views::Views;
use crate::archive;
use crate::arguments::{QueryArguments, QueryFormat};
use crate::exit::{Code, End, Failure};
use crate::output::Copied;
use crate::terminal::{note, plain};

/// The program that runs queries.
const ENGINE: &str = "duckdb";

pub(super) async fn run(arguments: QueryArguments) -> Result<(), End> {
    let format = arguments.format()?;
    let shown = arguments.target(format);
    let tables = archive::tables(&arguments.archive)?;
    if tables.is_behind {
        note("some answers are not in the tables yet: run `clavata archive DIR` to add them");
    }
    let mut copied = Copied::begin(&shown)?;
    let views = Views::of(&tables);
    let sql = arguments.sql.trim().trim_end_matches(';').trim_end();
    let mut engine = match start(&views, sql, format) {
        Ok(engine) => Running(engine),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(without_duckdb::missing(&views, sql).into());
        }
        Err(error) => return Err(failed(&error).into()),
    };
    let (Some(out), Some(err)) = (engine.0.stdout.take(), engine.0.stderr.take()) else {
        return Err(failed(&io::ErrorKind::BrokenPipe.into()).into());
    };
    let said = thread::spawn(move || tell(err));
    // A signal drops this, which ends the engine and the copying.
    let copying = tokio::task::spawn_blocking(move || copied.copy(out).map(|()| copied));
    let copied = copying.await.map_err(io::Error::other)??;
    let status = engine.0.wait().map_err(|error| failed(&error))?;
    let _ = said.join();
    if status.success() {
        return copied.finish();
    }
    let what = format!("DuckDB did not run the query ({status})");
    Err(Failure::input(what, views.hint()).into())
}

fn start(views: &Views, sql: &str, format: QueryFormat) -> io::Result<Child> {
    let mut engine = Command::new(ENGINE);
    engine.args(["-batch", "-bail"]);
    let query = match format {
        QueryFormat::Table => sql.to_owned(),
        QueryFormat::Csv => {
            engine.args(["-csv", "-nullvalue", ""]);
            sql.to_owned()
        }
        QueryFormat::Jsonl => {
            engine.arg("-jsonlines");
            sql.to_owned()
        }
        QueryFormat::Parquet => format!("COPY (\n{sql}\n) TO '/dev/stdout' (FORMAT parquet)"),
    };
    engine
        // The query does not need the key.
        .env_remove("CLAVATA_API_KEY")
        .args(["-c", views.sql(), "-c", &query])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
}

/// Passes on the engine's messages.
fn tell(err: impl Read) {
    for line in BufReader::new(err).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        let _ = writeln!(io::stderr(), "{}", plain(line.trim_end()));
    }
}

fn failed(error: &io::Error) -> Failure {
    let what = format!("`{ENGINE}` cannot be run: {error}");
    Failure::new(Code::Output, what, "check the program and try again")
}

/// Ends the engine if it is still running.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
