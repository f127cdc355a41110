//! The gateway's address, parsed once for all requests.

use std::sync::Arc;

use reqwest::Url;

/// Scheme, host and port, and the prefix of every operation's path.
#[derive(Clone, Debug)]
pub(crate) struct Base(Result<Arc<Parts>, String>);

#[derive(Debug)]
struct Parts {
    origin: Url,
    /// Without a trailing slash.
    prefix: String,
}

impl Base {
    pub(crate) fn parse(text: &str) -> Self {
        Self(match Url::parse(text) {
            Err(error) => Err(format!("the base URL cannot be used: {error}")),
            Ok(url) if url.query().is_some() || url.fragment().is_some() => {
                Err("the base URL must not have a query (`?`) or a fragment (`#`)".to_owned())
            }
            Ok(mut origin) => {
                let prefix = origin.path().trim_end_matches('/').to_owned();
                origin.set_path("");
                Ok(Arc::new(Parts { origin, prefix }))
            }
        })
    }

    /// Returns the URL of an operation. `path` begins with a slash, and its values from callers are already encoded.
    pub(crate) fn to(&self, path: &str) -> Result<Url, String> {
        let parts = self.0.as_ref().map_err(Clone::clone)?;
        let mut url = parts.origin.clone();
        if parts.prefix.is_empty() {
            url.set_path(path);
        } else {
            url.set_path(&format!("{}{path}", parts.prefix));
        }
        Ok(url)
    }

    /// Returns the URL of a path and query that a caller wrote. Refuses whatever the URL parser would change, because
    /// it would lead elsewhere than the caller expects: `..`, even percent-encoded, backslashes, line breaks.
    pub(crate) fn to_written(&self, path: &str) -> Result<Url, String> {
        let Parts { origin, prefix } = &**self.0.as_ref().map_err(Clone::clone)?;
        if !path.starts_with('/') {
            return Err("the path must begin with `/`, without scheme and host".to_owned());
        }
        let host = origin.as_str().trim_end_matches('/');
        let written = format!("{prefix}{path}");
        let url = Url::parse(&format!("{host}{written}")).map_err(|error| error.to_string())?;
        let query = url
            .query()
            .map_or(String::new(), |query| format!("?{query}"));
        let sent = format!("{}{query}", url.path());
        if url.origin() != origin.origin() || url.fragment().is_some() || sent != written {
            return Err(
                "the path cannot be sent as it is written: leave out `..`, `\\` and `#`, and percent-encode spaces, quotes and non-ASCII characters"
                    .to_owned(),
            );
        }
        Ok(url)
    }
}

#[cfg(test)]
mod tests {
    use super::Base;

    fn address(base: &str, path: &str) -> Result<String, String> {
        Base::parse(base).to(path).map(String::from)
    }

    #[test]
    fn a_path_is_appended_as_it_is() {
        for (base, whole) in [
            (
                "https://h.example:8443",
                "https://h.example:8443/v1/a%2Fb/c",
            ),
            ("HTTP://127.0.0.1:80/", "http://127.0.0.1/v1/a%2Fb/c"),
            (
                "http://[::1]:1/to/here//",
                "http://[::1]:1/to/here/v1/a%2Fb/c",
            ),
        ] {
            assert_eq!(address(base, "/v1/a%2Fb/c").unwrap(), whole);
        }
    }

    #[test]
    fn an_address_that_takes_no_path_is_an_error() {
        for base in ["", "h.example", "http://", "http://h?a", "http://h/#a"] {
            let error = address(base, "/v1").unwrap_err();
            assert!(error.starts_with("the base URL"), "{base}: {error}");
        }
    }

    const BASE: &str = "https://gateway.example:8443";

    #[test]
    fn a_path_stays_below_the_base_as_it_is_written() {
        for path in [
            "/",
            "/v1/jobs",
            "/v1/jobs?a=b%20c&d=%22",
            "//v1",
            "/v1/a..b/.c",
            "/v1/@x:1",
        ] {
            let sent = Base::parse(BASE).to_written(path).unwrap();
            assert_eq!(sent.as_str(), format!("{BASE}{path}"));
            let sent = Base::parse("https://gateway.example/under")
                .to_written(path)
                .unwrap();
            assert_eq!(
                sent.as_str(),
                format!("https://gateway.example/under{path}")
            );
        }
    }

    #[test]
    fn a_path_that_would_lead_elsewhere_is_refused() {
        for path in [
            "",
            "v1/jobs",
            "https://other.example/",
            "@other.example/",
            ".other.example/",
            ":1/",
            "/../x",
            "/v1/..",
            "/v1/./x",
            "/v1/%2e%2e/x",
            "/v1/.%2E/x",
            "/v1\\..\\x",
            "/a\nb",
            "/a\tb",
            "/a b",
            "/a#b",
            "/a#",
            "/é",
            "/a?b=é",
            "/a?b=\"",
            " /a",
        ] {
            assert!(Base::parse(BASE).to_written(path).is_err(), "{path:?}");
            assert!(
                Base::parse("https://gateway.example/under")
                    .to_written(path)
                    .is_err(),
                "{path:?}"
            );
        }
    }
}
