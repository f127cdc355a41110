//! Creates the client from the settings and the arguments.

use clavata_api_ext::{ApiKey, Clavata, ClavataBuilder, Proxy};

use crate::arguments::Gateway;
use crate::exit::{Code, Failure};
use crate::settings;
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

/// Returns the key, after checking that it is well formed.
pub(crate) fn key() -> Result<String, Failure> {
    let missing = |why: &str| {
        let what = format!("no usable API key: {why}");
        let hint =
            "set CLAVATA_API_KEY to an API key of your account, or see `clavata config --help`";
        Failure::new(Code::Key, what, hint)
    };
    let key = settings::current().key().map_err(|why| missing(&why))?;
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
    if let Some((url, _)) = settings::current().base_url() {
        builder = builder.with_base_url(url);
    }
    if gateway.insecure_http {
        builder = builder.with_insecure_http();
    }
    builder
}

fn build(builder: ClavataBuilder) -> Result<Clavata, Failure> {
    builder.build().map_err(|error| {
        let what = error.to_string();
        let hint = if Proxy::check_environment().is_err() {
            "correct the proxy variable, or unset it to connect without a proxy"
        } else if what.contains("unencrypted") {
            "correct the base URL, or allow plain http with --insecure-http"
        } else {
            "correct the base URL in CLAVATA_BASE_URL or in the profile"
        };
        Failure::input(what, hint)
    })
}
