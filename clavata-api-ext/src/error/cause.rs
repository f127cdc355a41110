//! The cause of an error, without the debug text of an HTTP/2 server.

use std::error::Error as StdError;
use std::fmt;

type Cause = Box<dyn StdError + Send + Sync>;

/// The message of the last error in a chain: the cause that a person can act on.
pub(crate) fn innermost(error: &(dyn StdError + 'static)) -> String {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    match last.downcast_ref::<h2::Error>() {
        Some(error) => of_http2(error),
        None => last.to_string(),
    }
}

/// The cause in a form that is safe to show. h2 would show the server's debug data in a GOAWAY frame.
pub(super) fn shown(cause: Cause) -> Cause {
    let mut next: Option<&(dyn StdError + 'static)> = Some(&*cause);
    while let Some(error) = next {
        if error.is::<h2::Error>() {
            return Box::new(Told(innermost(&*cause)));
        }
        next = error.source();
    }
    cause
}

fn of_http2(error: &h2::Error) -> String {
    let side = if error.is_remote() {
        "the server"
    } else {
        "the client"
    };
    match error.reason() {
        Some(reason) if error.is_go_away() => {
            format!(
                "{side} ended the HTTP/2 connection: {}",
                reason.description()
            )
        }
        Some(reason) => format!("{side} ended the HTTP/2 stream: {}", reason.description()),
        None => match error.get_io() {
            Some(error) => error.to_string(),
            None => "the HTTP/2 connection broke".to_owned(),
        },
    }
}

/// A message that replaces an error.
#[derive(Debug)]
struct Told(String);

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for Told {}
