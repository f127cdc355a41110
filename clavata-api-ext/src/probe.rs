//! A cheap call that checks the connection to the gateway.

use chrono::{DateTime, Utc};
use reqwest::Url;

use crate::client::Clavata;
use crate::error::Error;
use crate::operation;
use crate::proxy::Proxy;
use crate::retry_after::date;

impl Clavata {
    /// The base URL of this client's gateway.
    pub fn base_url(&self) -> &str {
        &self.shared.base_url
    }

    /// The proxy for calls to the gateway. `None` if there is none, or if you set your own HTTP client, whose
    /// settings are unknown.
    pub fn proxy(&self) -> Option<Proxy> {
        let gateway = Url::parse(&self.shared.base_url).ok()?;
        self.shared.http.proxies.as_ref()?.of(&gateway)
    }

    /// Checks the connection with the cheapest authenticated call, which lists one job. Nothing is billed.
    ///
    /// Use it for start-up checks and diagnosis. If it succeeds, the URL, proxy, TLS, key and permissions
    /// work. It returns the gateway's time, to the second, if the gateway sent it.
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), clavata_api_ext::Error> {
    /// use clavata_api_ext::{Clavata, RetryPolicy};
    ///
    /// let clavata = Clavata::from_env()?;
    /// clavata.with_retry(RetryPolicy::none()).probe().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Any error of a call. For the time of an error response, see [`Error::server_time`].
    pub async fn probe(&self) -> Result<Option<DateTime<Utc>>, Error> {
        let answer = self
            .call(operation::LIST_JOBS, |api| async move {
                api.list_jobs().page_size(1).send().await
            })
            .await?;
        Ok(date(answer.headers()).map(DateTime::from))
    }
}

impl Error {
    /// The server's time in the `Date` header of the response, to the second. It shows how far the clocks are
    /// apart.
    pub fn server_time(&self) -> Option<DateTime<Utc>> {
        date(self.headers()?).map(DateTime::from)
    }
}
