//! The proxy variables of the environment, checked.

use std::ffi::OsString;

use http::Uri;
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::Url;

use super::Proxy;
use crate::base_url;
use crate::error::Error;

/// The proxies from the environment.
#[derive(Default)]
pub(super) struct Variables {
    http: Option<Proxy>,
    https: Option<Proxy>,
    all: Option<Proxy>,
    exceptions: Option<Matcher>,
    /// Whether `HTTP_PROXY` is set by what may be a visitor of this CGI program.
    is_suspect: bool,
}

impl Variables {
    /// Whether no variable is set.
    pub(super) fn is_empty(&self) -> bool {
        let set = [&self.http, &self.https, &self.all];
        set.iter().all(|proxy| proxy.is_none()) && !self.is_suspect
    }

    /// Reads and checks the variables. Their names, order and meaning are those of curl and reqwest, except
    /// that an empty variable does not hide the next one.
    pub(super) fn read(variable: impl Fn(&str) -> Option<OsString>) -> Result<Self, Error> {
        let text = |name: &str| match variable(name).map(OsString::into_string) {
            None => Ok(None),
            Some(Ok(text)) => Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty())),
            Some(Err(_)) => Err(unusable(name, "it is not valid Unicode")),
        };
        // Each is checked, even if another one takes precedence.
        let proxy = |names: [&'static str; 2]| {
            let mut first = None;
            for name in names {
                if let Some(address) = text(name)? {
                    let found = Proxy::parse(&address, name).map_err(|why| unusable(name, why))?;
                    first.get_or_insert(found);
                }
            }
            Ok::<_, Error>(first)
        };
        // A web server passes a visitor's `Proxy` header to a CGI program as HTTP_PROXY:
        // https://httpoxy.org.
        let is_cgi = variable("REQUEST_METHOD").is_some() && !cfg!(windows);
        let is_suspect = is_cgi && text("HTTP_PROXY").ok().flatten().is_some();
        let http = if is_suspect {
            ["http_proxy"; 2]
        } else {
            ["HTTP_PROXY", "http_proxy"]
        };
        let except = text("NO_PROXY")?.or(text("no_proxy")?);
        Ok(Self {
            http: proxy(http)?,
            https: proxy(["HTTPS_PROXY", "https_proxy"])?,
            all: proxy(["ALL_PROXY", "all_proxy"])?,
            exceptions: except
                .map(|except| Matcher::builder().all("http://proxy").no(except).build()),
            is_suspect,
        })
    }

    /// Fails if they cannot be trusted for this gateway.
    pub(super) fn check(&self, gateway: &Url) -> Result<(), Error> {
        let host = gateway.host_str().unwrap_or_default();
        if self.is_suspect && gateway.scheme() == "http" && !base_url::is_loopback(host) {
            return Err(unusable(
                "HTTP_PROXY",
                "REQUEST_METHOD is set, so a visitor of this CGI program may have set it",
            ));
        }
        Ok(())
    }

    /// Whether requests to this URL bypass every proxy.
    pub(super) fn except(&self, target: &Uri) -> bool {
        let exceptions = self.exceptions.as_ref();
        exceptions.is_some_and(|exceptions| exceptions.intercept(target).is_none())
    }

    pub(super) fn of(&self, target: &Uri) -> Option<Proxy> {
        let own = match target.scheme_str() {
            Some("https") => &self.https,
            _ => &self.http,
        };
        own.as_ref().or(self.all.as_ref()).cloned()
    }
}

fn unusable(name: &str, why: &str) -> Error {
    Error::not_built(format!("the proxy variable {name} cannot be used: {why}"))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::{Uri, Variables};

    fn read(environment: &[(&str, &str)]) -> Result<Variables, crate::Error> {
        Variables::read(|name| {
            let found = environment.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| OsString::from(value))
        })
    }

    fn way(environment: &[(&str, &str)], target: &'static str) -> Option<String> {
        let variables = read(environment).unwrap();
        let target = Uri::from_static(target);
        let proxy = variables.of(&target).filter(|_| !variables.except(&target));
        proxy.map(|proxy| format!("{proxy} by {}", proxy.origin()))
    }

    #[test]
    fn the_scheme_decides_which_variable_counts() {
        let to = |environment: &[_]| way(environment, "https://gateway.example.com/");
        assert_eq!(to(&[]), None);
        assert_eq!(to(&[("HTTP_PROXY", "http://a:1")]), None);
        for (environment, expected) in [
            (
                [("HTTPS_PROXY", "http://u:p@a:1"), ("ALL_PROXY", "http://b")],
                "http://a:1 by HTTPS_PROXY",
            ),
            (
                [("HTTPS_PROXY", ""), ("https_proxy", "https://c")],
                "https://c:443 by https_proxy",
            ),
            (
                [("https_proxy", " "), ("all_proxy", " b:3128 ")],
                "http://b:3128 by all_proxy",
            ),
            (
                [("HTTP_PROXY", "a:1"), ("ALL_PROXY", "socks5h://[::1]")],
                "socks5h://[::1]:1080 by ALL_PROXY",
            ),
        ] {
            assert_eq!(to(&environment).as_deref(), Some(expected));
        }
        let plain = [("HTTP_PROXY", "a:1"), ("HTTPS_PROXY", "b:1")];
        assert_eq!(
            way(&plain, "http://x/").unwrap(),
            "http://a:1 by HTTP_PROXY"
        );
    }

    #[test]
    fn exceptions_are_names_and_what_is_below_them_addresses_and_networks() {
        for (except, goes) in [
            ("gateway.example.com", false),
            (".example.com", false),
            ("other.org, EXAMPLE.com", false),
            ("*", false),
            ("ample.com", true),
            ("a.gateway.example.com", true),
            ("", true),
        ] {
            let set = [("HTTPS_PROXY", "http://a:1"), ("no_proxy", except)];
            let found = way(&set, "https://gateway.example.com/");
            assert_eq!(found.is_some(), goes, "{except}");
        }
        let set = [("ALL_PROXY", "http://a:1"), ("NO_PROXY", "10.0.0.0/8,::2")];
        for (target, goes) in [
            ("https://10.1.2.3/", false),
            ("https://[::2]/", false),
            ("https://11.1.2.3/", true),
        ] {
            assert_eq!(way(&set, target).is_some(), goes, "{target}");
        }
    }

    #[test]
    fn whatever_cannot_be_used_is_an_error_that_names_the_variable_and_not_its_value() {
        let names = ["HTTP", "http", "HTTPS", "https", "ALL", "all"];
        for name in names {
            let end = if name.to_uppercase() == name {
                "PROXY"
            } else {
                "proxy"
            };
            let name = format!("{name}_{end}");
            for value in [
                "ftp://canary:1",
                "socks://canary:1",
                "socks6://canary",
                "file:///canary",
                "://canary",
                "http://",
                "http://:canary",
                "http://user:canary@:80",
                "http://canary:99999",
                "http://canary:port",
                "canary canary",
                "http://can ary",
                "http://[canary",
                "direct://",
                "socks5://",
                "canary:1:2",
            ] {
                // Another variable that can be used does not make up for it.
                let set = [(name.as_str(), value), ("ALL_PROXY", "http://good:1")];
                let error = match read(&set) {
                    Ok(_) => panic!("{name}={value} is taken"),
                    Err(error) => error.to_string(),
                };
                assert!(
                    error.contains(&format!("variable {name} cannot")),
                    "{error}"
                );
                assert!(!error.contains("canary"), "{error}");
            }
        }
    }

    #[test]
    fn a_visitor_of_a_cgi_program_names_no_proxy() {
        let set = [
            ("REQUEST_METHOD", "GET"),
            ("HTTP_PROXY", "http://visitor:1"),
        ];
        let variables = read(&set).unwrap();
        assert_eq!(variables.of(&Uri::from_static("http://x/")), None);
        let check = |url: &str| variables.check(&url.parse().unwrap());
        assert!(check("http://gateway.example.com").is_err());
        assert!(check("https://gateway.example.com").is_ok());
        assert!(check("http://localhost:1").is_ok());
        let own = [("REQUEST_METHOD", "GET"), ("HTTPS_PROXY", "http://own:1")];
        assert!(way(&own, "https://x/").is_some());
    }

    #[cfg(unix)]
    #[test]
    fn a_variable_that_is_no_text_is_an_error_too() {
        use std::os::unix::ffi::OsStringExt as _;
        for name in ["HTTPS_PROXY", "all_proxy", "NO_PROXY", "no_proxy"] {
            let read = Variables::read(|asked| {
                (asked == name).then(|| OsString::from_vec(b"http://\xff".to_vec()))
            });
            assert!(read.is_err(), "{name}");
        }
    }
}
