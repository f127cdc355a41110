//! A gateway that records the answers of another one.

use std::io;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use url::{Host, Url};

use super::Server;
use super::forward::Tape;

/// A gateway that forwards each request to another one, and saves the answers in a folder, for
/// [`Replay`](super::Replay).
///
/// Each exchange is a file: `0001-evaluate.json` and so on. It holds no key, content or metadata, and no header
/// except the content type and `Retry-After`. Of bodies, it keeps what the contract knows: ids, outcomes, scores,
/// times, hashes, names of labels. Of other text, such as error messages, it keeps only plain words that no request
/// had. The number of an input (`clavata.input`) is kept.
///
/// Look through the files before you share them. They keep the names, texts and ids of your policies, and the names
/// of batch jobs. They also keep plain words of content that was not sent through the recorder, if an error repeats
/// them.
///
/// An answer is forwarded once it is complete, so a stream arrives all at once. An answer that breaks off cuts the
/// connection and is not kept. Neither is a request that is not part of the API. Files of batch jobs go directly to
/// the object storage; their URLs are not kept.
#[must_use]
pub struct Recorder {
    server: Server,
    tape: Arc<Tape>,
}

impl Recorder {
    /// Starts it on a free port of the loopback interface. `to` is the base URL of the gateway: https, or http on this
    /// machine. The folder must be empty; it is created if it is missing.
    ///
    /// # Errors
    /// If the URL or the folder cannot be used.
    pub async fn start(to: &str, folder: impl AsRef<Path>) -> io::Result<Self> {
        Self::start_at(to, folder, 0).await
    }

    /// Like [`start`](Self::start), on this port; 0 chooses a free one.
    ///
    /// # Errors
    /// As [`start`](Self::start), and if the port is not available.
    pub async fn start_at(to: &str, folder: impl AsRef<Path>, port: u16) -> io::Result<Self> {
        let invalid = |why: &str| io::Error::new(io::ErrorKind::InvalidInput, why);
        let url =
            Url::parse(to).map_err(|_| invalid("the base URL of the gateway is not a URL"))?;
        let is_here = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
            Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
            None => false,
        };
        if url.scheme() != "https" && !(url.scheme() == "http" && is_here) {
            return Err(invalid(
                "the key is forwarded only over https, or on this machine",
            ));
        }
        std::fs::create_dir_all(&folder)?;
        if std::fs::read_dir(&folder)?.next().is_some() {
            return Err(invalid("the folder of the recording is not empty"));
        }
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            // Losing a race is fine: then another provider is installed.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        let mut http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never());
        if is_here {
            http = http.no_proxy();
        }
        let http = http.build().map_err(io::Error::other)?;
        let tape = Arc::new(Tape::new(http, &url, folder.as_ref()));
        let server = Server::start(port, tape.clone()).await?;
        Ok(Self { server, tape })
    }

    /// The base URL.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// The number of exchanges that were recorded.
    pub fn recorded(&self) -> usize {
        self.tape.recorded()
    }

    /// What could not be recorded, and why.
    pub fn problems(&self) -> Vec<String> {
        self.tape.problems()
    }
}

impl std::fmt::Debug for Recorder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recorder")
            .field("address", &self.server.address)
            .field("recorded", &self.recorded())
            .finish_non_exhaustive()
    }
}
