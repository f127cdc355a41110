//! Rows, verdicts and a client that fails closed.
