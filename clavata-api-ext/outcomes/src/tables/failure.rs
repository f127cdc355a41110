//! Unwraps the I/O error inside an error of the file writers.

use std::error::Error;
use std::io;

use arrow_schema::ArrowError;
use parquet::errors::ParquetError;

/// File writers wrap the errors of their output, but callers need to recognize a broken pipe.
pub(super) fn of_parquet(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(cause) => of_cause(cause),
        other => io::Error::other(other),
    }
}

pub(super) fn of_arrow(error: ArrowError) -> io::Error {
    match error {
        ArrowError::IoError(_, error) => error,
        ArrowError::ExternalError(cause) => of_cause(cause),
        other => io::Error::other(other),
    }
}

fn of_cause(cause: Box<dyn Error + Send + Sync>) -> io::Error {
    match cause.downcast::<io::Error>() {
        Ok(error) => *error,
        Err(other) => io::Error::other(other),
    }
}
