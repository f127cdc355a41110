//! A port that refuses every connection.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use tokio::net::TcpSocket;

/// A reserved loopback port on which nothing listens: connecting to it is refused.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let closed = mock_gateway::ClosedPort::reserve().unwrap();
/// let refused = tokio::net::TcpStream::connect(closed.address()).await.unwrap_err();
/// assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);
/// # }
/// ```
#[derive(Debug)]
pub struct ClosedPort {
    address: SocketAddr,
    /// Keeps others from taking the port.
    _bound: TcpSocket,
}

impl ClosedPort {
    /// Reserves a free port.
    pub fn reserve() -> io::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind((Ipv4Addr::LOCALHOST, 0).into())?;
        Ok(Self {
            address: socket.local_addr()?,
            _bound: socket,
        })
    }

    /// Its address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A base URL with this port.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}
