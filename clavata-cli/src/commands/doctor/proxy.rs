//! Which proxy the environment names for an address.

use url::Url;

/// A proxy, and the variable that names it.
#[derive(Debug)]
pub(super) struct Proxy {
    pub(super) url: Url,
    pub(super) variable: &'static str,
}

/// The proxy that requests to this address go through.
pub(super) fn of(url: &Url, variable: impl Fn(&str) -> Option<String>) -> Option<Proxy> {
    let host = url.host_str()?;
    let names: &[&'static str] = if url.scheme() == "https" {
        &["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]
    } else {
        &["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"]
    };
    let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
    let excepted = set("NO_PROXY")
        .or_else(|| set("no_proxy"))
        .unwrap_or_default();
    if excepted
        .split(',')
        .any(|pattern| matches(pattern.trim(), host))
    {
        return None;
    }
    names.iter().find_map(|name| {
        let value = set(name)?;
        let value = value.trim();
        let url = if value.contains("://") {
            Url::parse(value)
        } else {
            Url::parse(&format!("http://{value}"))
        };
        Some(Proxy {
            url: url.ok()?,
            variable: name,
        })
    })
}

/// A name matches itself and everything below it; `*` matches all.
fn matches(pattern: &str, host: &str) -> bool {
    let pattern = pattern.trim_start_matches('.');
    if pattern.is_empty() {
        return false;
    }
    let below = host
        .strip_suffix(pattern)
        .is_some_and(|before| before.ends_with('.'));
    pattern == "*" || pattern.eq_ignore_ascii_case(host) || below
}

#[cfg(test)]
mod tests {
    use super::{Url, of};

    fn host(environment: &[(&str, &str)]) -> Option<String> {
        let url = Url::parse("https://gateway.example.com:8443").unwrap();
        let variable = |name: &str| {
            let found = environment.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        of(&url, variable).map(|proxy| proxy.url.host_str().unwrap_or_default().to_owned())
    }

    #[test]
    fn the_scheme_decides_which_variable_counts() {
        assert_eq!(host(&[]), None);
        assert_eq!(host(&[("HTTP_PROXY", "http://a:1")]), None);
        assert_eq!(
            host(&[("HTTPS_PROXY", "http://u:p@a:1"), ("ALL_PROXY", "http://b")]).unwrap(),
            "a"
        );
        assert_eq!(
            host(&[("https_proxy", " "), ("all_proxy", "b:3128")]).unwrap(),
            "b"
        );
    }

    #[test]
    fn exceptions_are_names_and_what_is_below_them() {
        for (except, goes) in [
            ("gateway.example.com", false),
            (".example.com", false),
            ("other.org, example.com", false),
            ("*", false),
            ("ample.com", true),
            ("a.gateway.example.com", true),
            ("", true),
        ] {
            let found = host(&[("HTTPS_PROXY", "http://a:1"), ("NO_PROXY", except)]);
            assert_eq!(found.is_some(), goes, "{except}");
        }
    }
}
