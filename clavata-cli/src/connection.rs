//! Creates the client from the environment and the arguments.

use std::env;

use clavata_api_ext::{ApiKey, Clavata, ClavataBuilder, Proxy};

use crate::arguments::Gateway;
use crate::exit::{Code, Failure};
use crate::terminal::keep_secret;

/// Creates the client. It sends nothing.
pub(crate) fn open(gateway: &Gateway) -> Result<Clavata, Failure> {
    let key = key()?;
    build(builder(gateway).with_key(key))
}

/// Checks the gateway's address, without the key.
pub(crate) fn without_key(gateway: &Gateway) -> Result<Clavata, Failure> {
    build(builder(gateway).with_key("none"))
}

/// Checks the key, before anything else.
pub(crate) fn key() -> Result<String, Failure> {
    let missing = |why: &str| {
        let what = format!("no usable API key: {why}");
        let hint = "set CLAVATA_API_KEY to an API key of your account";
        Failure::new(Code::Key, what, hint)
    };
    let key = match env::var("CLAVATA_API_KEY") {
        Ok(key) => key,
        Err(env::VarError::NotPresent) => return Err(missing("CLAVATA_API_KEY is not set")),
        Err(env::VarError::NotUnicode(_)) => {
            return Err(missing("CLAVATA_API_KEY is not valid text"));
        }
    };
    match ApiKey::new(&key) {
        Ok(_) => {
            keep_secret(&key);
            Ok(key)
        }
        Err(error) => Err(missing(&error.to_string())),
    }
}

fn builder(gateway: &Gateway) -> ClavataBuilder {
    let mut builder = Clavata::builder();
    if let Ok(url) = env::var("CLAVATA_BASE_URL")
        && !url.trim().is_empty()
    {
        builder = builder.with_base_url(url);
    }
    if gateway.insecure_http {
        builder = builder.with_insecure_http();
    }
    builder
}

fn build(builder: ClavataBuilder) -> Result<Clavata, Failure> {
    builder.build().map_err(|error| {
        let what = format!("cannot use the gateway: {error}");
        let hint = if Proxy::check_environment().is_err() {
            "correct the proxy variable, or unset it to connect without a proxy"
        } else {
            "check CLAVATA_BASE_URL; plain http to another machine needs --insecure-http"
        };
        Failure::new(Code::Input, what, hint)
    })
}
