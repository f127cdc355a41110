//! `clavata doctor`: checks the connection to the gateway, one check per line.

mod report;
mod route;

use chrono::{TimeDelta, Utc};
use clavata_api_ext::{Clavata, Error, Proxy, RetryPolicy, Timeouts};
use url::Url;

use self::report::Report;
use self::route::{LIMIT, Route};
use crate::arguments::DoctorArguments;
use crate::connection;
use crate::exit::{Code, End, code_of, noted};
use crate::settings;

/// The largest harmless difference. A larger one breaks certificates and dates in headers.
const SKEW: TimeDelta = TimeDelta::minutes(2);

/// The checks after that of the config file, in order.
const CHECKS: [&str; 9] = [
    "key", "address", "proxy", "dns", "tcp", "tls", "port", "call", "clock",
];

pub(super) async fn run(arguments: DoctorArguments) -> Result<(), End> {
    let outcome = check(arguments).await;
    if let Err(End::NobodyReads) = outcome {
        // The checks that were left out might have failed.
        noted(Code::Network);
    }
    outcome
}

async fn check(arguments: DoctorArguments) -> Result<(), End> {
    let mut report = Report::start();
    if !config(&mut report)? {
        return skip_from("key", "it depends on the config file", report);
    }
    let has_key = match connection::key() {
        Ok(_) => {
            let origin = settings::current().key_origin();
            let origin = origin.map_or(String::new(), |origin| format!(", from {origin}"));
            report.ok("key", &format!("well formed{origin}"))?
        }
        Err(failure) => report.failed("key", &failure)?,
    };
    if let Err(error) = Proxy::check_environment() {
        let why = "the environment names a proxy that cannot be used";
        report.skipped("address", why)?;
        let todo = "correct it, or unset it to connect without a proxy";
        report.wrong("proxy", &error.to_string(), todo, Code::Input)?;
        return skip_from("dns", why, report);
    }
    let address = connection::without_key(&arguments.gateway).map(|clavata| {
        let url = Url::parse(clavata.base_url());
        (clavata, url)
    });
    let (address, url) = match address {
        Ok((clavata, Ok(url))) => (clavata, url),
        Ok((_, Err(_))) => return report.end(),
        Err(failure) => {
            report.failed("address", &failure)?;
            return skip_from("proxy", "the address cannot be used", report);
        }
    };
    let origin = settings::current().base_url();
    let origin = origin.map_or(String::new(), |(_, origin)| format!(", from {origin}"));
    report.ok("address", &format!("{}{origin}", address.base_url()))?;
    let Some(route) = Route::of(&address, &url) else {
        return report.end();
    };
    report.ok("proxy", &route.proxy_in_words())?;
    let reached = route.check(&mut report).await?;
    if !reached || !has_key {
        let why = if reached {
            "it needs a key"
        } else {
            "the gateway cannot be reached"
        };
        return skip_from("tls", why, report);
    }
    let client = connection::open(&arguments.gateway)?
        .with_retry(RetryPolicy::none())
        .with_timeouts(Timeouts::default().with_total(LIMIT));
    call(&client, &url, &mut report).await?;
    report.end()
}

/// Reads the config file. Returns whether it can be used.
fn config(report: &mut Report) -> Result<bool, End> {
    let settings = match settings::load() {
        Ok(settings) => settings,
        Err(failure) => return Ok(report.failed("config", &failure)?),
    };
    let what = match (settings.file(), settings.profile()) {
        ((Some(file), true), Some((name, origin))) => {
            format!("{}, profile {name}, from {origin}", file.display())
        }
        ((Some(file), true), None) => format!("{}, no profile", file.display()),
        _ => "no config file".to_owned(),
    };
    Ok(report.ok("config", &what)?)
}

/// Ends without this check and those after it, and so fails.
fn skip_from(first: &str, why: &str, mut report: Report) -> Result<(), End> {
    for check in CHECKS.into_iter().skip_while(|check| *check != first) {
        report.skipped(check, why)?;
    }
    report.end()
}

/// Makes one authenticated call, and reports what it shows about the connection.
async fn call(client: &Clavata, url: &Url, report: &mut Report) -> Result<(), End> {
    let probed = client.probe().await;
    let received = Utc::now();
    let error = probed.as_ref().err();
    tls(url, error, report)?;
    port(url, error, report)?;
    match error {
        None => {
            report.works(
                "call",
                "the key was accepted and a list of jobs was returned",
            )?;
        }
        // If it is encrypted, the line about TLS has reported it.
        Some(error) if error.type_name() == "not_sent" && url.scheme() == "https" => {
            report.skipped("call", "there is no connection")?;
        }
        Some(error) => {
            report.wrong("call", &error.to_string(), hint_of(error), code_of(error))?;
        }
    }
    let told = match &probed {
        Ok(time) => *time,
        Err(error) => error.server_time(),
    };
    let Some(told) = told else {
        report.skipped("clock", "the gateway did not send the time")?;
        return Ok(());
    };
    let apart = received - told;
    let seconds = apart.num_seconds().abs();
    if apart.abs() > SKEW {
        let side = if apart > TimeDelta::zero() {
            "ahead of"
        } else {
            "behind"
        };
        let what = format!("this machine's clock is {seconds} s {side} the gateway's");
        let todo = "set the clock from the network (NTP)";
        report.wrong("clock", &what, todo, Code::Network)?;
    } else {
        report.ok(
            "clock",
            &format!("within {} s of the gateway's", seconds + 1),
        )?;
    }
    Ok(())
}

fn tls(url: &Url, error: Option<&Error>, report: &mut Report) -> Result<(), End> {
    if url.scheme() == "http" {
        return Ok(report.skipped("tls", "the address is plain http")?);
    }
    match error {
        // The TCP connection succeeded before, so TLS failed.
        Some(error) if error.type_name() == "not_sent" => {
            let todo = "check certificates: if a proxy inspects traffic, its certificate authority must be trusted";
            report.wrong("tls", &error.to_string(), todo, Code::Network)?;
        }
        Some(error) if error.status().is_none() => report.skipped("tls", "no answer arrived")?,
        _ => {
            report.ok(
                "tls",
                "the connection is encrypted and the certificate is valid",
            )?;
        }
    }
    Ok(())
}

fn port(url: &Url, error: Option<&Error>, report: &mut Report) -> Result<(), End> {
    let port = url.port_or_known_default().unwrap_or_default();
    let is_answer = error.is_none_or(|error| error.grpc_code().is_some());
    if is_answer {
        report.ok("port", &format!("{port} speaks REST"))?;
    } else if port == 443 {
        let todo = "the gateway's REST port is 8443; 443 speaks gRPC: set CLAVATA_BASE_URL";
        report.wrong(
            "port",
            "443 did not answer like a REST gateway",
            todo,
            Code::Network,
        )?;
    } else {
        report.skipped(
            "port",
            &format!("{port} did not answer like a REST gateway"),
        )?;
    }
    Ok(())
}

fn hint_of(error: &Error) -> &'static str {
    if error.type_name() == "not_sent" {
        "check the network, and any proxy"
    } else if error.is_auth() {
        "create a new API key, and store it where `clavata config` says the key comes from"
    } else if error.is_not_found() {
        "CLAVATA_BASE_URL does not lead to the gateway"
    } else if error.is_rate_limited() {
        "the connection works; try again later"
    } else if error.is_unreadable() {
        "something other than the gateway answered: check CLAVATA_BASE_URL and any proxy"
    } else {
        "try again later; if the problem persists, send this report to Clavata support"
    }
}
