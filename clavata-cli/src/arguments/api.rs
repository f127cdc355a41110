//! What `api` takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Gateway;

#[derive(Args)]
#[command(after_help = API_HELP)]
pub(crate) struct ApiArguments {
    /// The method
    #[arg(value_enum, ignore_case = true)]
    pub(crate) method: Method,
    /// The path at the gateway, with its query; percent-encode values
    #[arg(value_name = "PATH")]
    pub(crate) path: String,
    /// The JSON to post; `-` is stdin
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
    /// Send JSON; sent again only if it is proven that it was not carried out
    #[value(name = "POST")]
    Post,
}

const API_HELP: &str = "\
Prints the JSON of the answer as it came; on a terminal with line breaks. It uses the key, address, deadlines
and exit codes of the other commands. A stream is printed once it has ended, and not if it
ends with an error: use `clavata evaluate`, which loses no answer.

Examples:
  clavata api GET '/v1/jobs?pageSize=1'
  clavata api POST /v1/jobs --input request.json";
