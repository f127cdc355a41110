//! A TLS gateway with a fresh certificate.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use http::{HeaderValue, Request, Response, Version, header};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use mock_gateway::capture;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;
use tokio_rustls::rustls::{ServerConfig, crypto::ring};

/// Answers each request with a completed job, and records its HTTP version.
pub(crate) struct TlsGateway {
    /// Its base URL, with the default name of its certificate.
    pub(crate) url: String,
    /// The certificate authority, in PEM.
    pub(crate) authority: String,
    seen: Arc<Mutex<Vec<Version>>>,
}

impl TlsGateway {
    /// Starts a gateway with `name` in its certificate that offers these protocols.
    pub(crate) async fn start(name: &str, protocols: &[&str]) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &authority).unwrap();

        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
            )
            .unwrap();
        config.alpn_protocols = protocols
            .iter()
            .map(|name| name.as_bytes().into())
            .collect();

        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = format!(
            "https://localhost:{}",
            listener.local_addr().unwrap().port()
        );
        let seen = Arc::new(Mutex::new(Vec::new()));
        tokio::spawn(serve(
            listener,
            TlsAcceptor::from(Arc::new(config)),
            seen.clone(),
        ));
        Self {
            url,
            authority: authority.pem(),
            seen,
        }
    }

    /// The HTTP versions of the requests.
    pub(crate) fn seen(&self) -> Vec<Version> {
        self.seen.lock().unwrap().clone()
    }
}

async fn serve(listener: TcpListener, acceptor: TlsAcceptor, seen: Arc<Mutex<Vec<Version>>>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let (acceptor, seen) = (acceptor.clone(), seen.clone());
        tokio::spawn(async move {
            // A client that does not trust the certificate disconnects here.
            let Ok(stream) = acceptor.accept(stream).await else {
                return;
            };
            let is_two = stream.get_ref().1.alpn_protocol() == Some(b"h2");
            let service = service_fn(|request: Request<Incoming>| {
                seen.lock().unwrap().push(request.version());
                async { Ok::<_, std::convert::Infallible>(job()) }
            });
            let io = TokioIo::new(stream);
            let _ = if is_two {
                hyper::server::conn::http2::Builder::new(TokioExecutor::new())
                    .serve_connection(io, service)
                    .await
            } else {
                hyper::server::conn::http1::Builder::new()
                    .serve_connection(io, service)
                    .await
            };
        });
    }
}

fn job() -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(capture("job_completed").body.as_str()));
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}
