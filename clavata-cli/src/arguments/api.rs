//! Arguments of `clavata api`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Gateway;

#[derive(Args)]
#[command(after_help = API_HELP)]
pub(crate) struct ApiArguments {
    /// The method
    #[arg(value_enum, ignore_case = true)]
    pub(crate) method: Method,
    /// The path at the gateway, including the query; percent-encode values
    #[arg(value_name = "PATH")]
    pub(crate) path: String,
    /// The JSON file to post; `-` is stdin
    #[arg(short, long, value_name = "FILE", required_if_eq("method", "POST"))]
    pub(crate) input: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) gateway: Gateway,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Method {
    /// Read; retried like other reads
    #[value(name = "GET")]
    Get,
    /// Send JSON; retried only if the request was certainly not executed
    #[value(name = "POST")]
    Post,
}

const API_HELP: &str = "\
Prints the JSON response unchanged; on a terminal, with line breaks added. The key, URL, deadlines and exit codes \
are those of the other commands. A stream is printed only once it has ended, and not at all if it ends with an \
error: use `clavata evaluate`, which loses no answer.

Examples:
  clavata api GET '/v1/jobs?pageSize=1'
  clavata api POST /v1/jobs --input request.json";
