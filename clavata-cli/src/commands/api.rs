//! `clavata api`: one call to any path of the gateway.

use std::io::{IsTerminal as _, Read as _, Write as _};
use std::path::Path;

use crate::arguments::{ApiArguments, Method};
use crate::exit::{End, Failure};
use crate::output::data_stdout;
use crate::terminal::{Writing, indented, masked};
use crate::{connection, input, signals};

/// The largest body that is sent, in bytes.
const LIMIT: u64 = 256 << 20;

pub(super) async fn run(arguments: ApiArguments) -> Result<(), End> {
    let clavata = connection::open(&arguments.gateway)?;
    let call = match (arguments.method, &arguments.input) {
        (Method::Get, None) => clavata.raw_get(arguments.path),
        (Method::Get, Some(_)) => {
            let what = "a GET request has no body";
            return Err(Failure::input(what, "omit --input, or use POST").into());
        }
        (Method::Post, file) => {
            let file = file.as_deref().unwrap_or(Path::new("-"));
            let body = body(file);
            // A signal ends the read with an error, which is not reported.
            signals::heed()?;
            clavata.raw_post(arguments.path, body?)
        }
    };
    let answer = call
        .await
        .map_err(|error| Failure::of("call the gateway", &error))?;
    let mut answer = Vec::from(answer);
    // Masks the key even if JSON escapes it.
    if let Some(masked) = masked(&String::from_utf8_lossy(&answer)) {
        answer = masked.into_bytes();
    }
    if std::io::stdout().is_terminal() {
        answer = indented(&answer);
    }
    let mut out = data_stdout(Writing::Json);
    out.write_all(&answer)?;
    Ok(out.flush()?)
}

fn body(file: &Path) -> Result<Vec<u8>, Failure> {
    let unreadable = |why: &dyn std::fmt::Display| {
        let what = format!("cannot read {}: {why}", file.display());
        Failure::input(what, "nothing was sent; correct it and try again")
    };
    let opened = input::open(file).map_err(|error| unreadable(&error))?;
    let mut body = Vec::new();
    let read = opened.take(LIMIT + 1).read_to_end(&mut body);
    match read {
        Err(error) => Err(unreadable(&error)),
        Ok(size) if size as u64 > LIMIT => Err(unreadable(&"it is larger than 256 MiB")),
        Ok(_) => Ok(body),
    }
}
