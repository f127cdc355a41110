//! Handles INT, TERM and HUP in one place.
//!
//! The first signal only asks the command to stop. A command that loops calls [`heed`] in each iteration, one that
//! awaits selects on [`wait`], and one that reads pipes or terminals reads through [`heeding()`]. Each then ends as
//! interrupted. An output that is dropped after a signal is completed and kept as a partial file. A second signal,
//! or [`GRACE`] after the first, ends the program at once.

mod heeding;
#[cfg(unix)]
mod ignored;

use std::io;
use std::sync::OnceLock;
use std::time::Duration;

use tokio::runtime::Builder;
use tokio::sync::watch;

pub(crate) use heeding::heeding;

/// The time to write what has arrived: less than the 10 s that supervisors usually give.
const GRACE: Duration = Duration::from_secs(5);

/// A signal that ends the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    #[cfg_attr(not(unix), allow(dead_code))]
    Hangup = 1,
    Interrupt = 2,
    #[cfg_attr(not(unix), allow(dead_code))]
    Terminate = 15,
}

impl Signal {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hangup => "SIGHUP",
            Self::Interrupt => "SIGINT",
            Self::Terminate => "SIGTERM",
        }
    }

    /// The exit code that shells use for a program that this signal ended: 129, 130 or 143.
    pub(crate) fn code(self) -> u8 {
        128 + self as u8
    }
}

static HEARD: OnceLock<watch::Receiver<Option<Signal>>> = OnceLock::new();

/// Starts to listen. If the system does not support it, signals end the program as usual.
pub(crate) fn listen() {
    let Ok(runtime) = Builder::new_current_thread().enable_all().build() else {
        return;
    };
    let ears = {
        let _inside = runtime.enter();
        Ears::new()
    };
    let Ok(mut ears) = ears else {
        return;
    };
    let (tell, heard) = watch::channel(None);
    if HEARD.set(heard).is_err() {
        return;
    }
    std::thread::spawn(move || {
        runtime.block_on(async {
            let first = ears.next().await;
            tell.send_replace(Some(first));
            // A write whose reader is stuck must not block forever.
            let _ = tokio::time::timeout(GRACE, ears.next()).await;
            std::process::exit(first.code().into());
        });
    });
}

/// The signal that has arrived, if any. Cheap enough to call in every iteration of a loop.
pub(crate) fn caught() -> Option<Signal> {
    *HEARD.get()?.borrow()
}

/// A signal has arrived.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Interrupted;

/// Fails if a signal has arrived.
pub(crate) fn heed() -> Result<(), Interrupted> {
    match caught() {
        Some(_) => Err(Interrupted),
        None => Ok(()),
    }
}

/// Waits for a signal; forever if none can arrive.
pub(crate) async fn wait() -> Signal {
    if let Some(heard) = HEARD.get() {
        let mut heard = heard.clone();
        if let Ok(signal) = heard.wait_for(Option::is_some).await
            && let Some(signal) = *signal
        {
            return signal;
        }
    }
    std::future::pending().await
}

#[cfg(unix)]
struct Ears([Option<tokio::signal::unix::Signal>; 3]);

#[cfg(unix)]
impl Ears {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let ignored = ignored::ignored();
        let ear = |of: Signal, kind| {
            let heard = !ignored.contains(of);
            heard.then(|| signal(kind)).transpose()
        };
        Ok(Self([
            ear(Signal::Hangup, SignalKind::hangup())?,
            ear(Signal::Interrupt, SignalKind::interrupt())?,
            ear(Signal::Terminate, SignalKind::terminate())?,
        ]))
    }

    async fn next(&mut self) -> Signal {
        async fn heard(ear: &mut Option<tokio::signal::unix::Signal>) {
            if let Some(ear) = ear
                && ear.recv().await.is_some()
            {
                return;
            }
            std::future::pending::<()>().await;
        }
        let [hangup, interrupt, terminate] = &mut self.0;
        tokio::select! {
            () = heard(interrupt) => Signal::Interrupt,
            () = heard(terminate) => Signal::Terminate,
            () = heard(hangup) => Signal::Hangup,
        }
    }
}

#[cfg(not(unix))]
struct Ears;

#[cfg(not(unix))]
impl Ears {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> Signal {
        match tokio::signal::ctrl_c().await {
            Ok(()) => Signal::Interrupt,
            Err(_) => std::future::pending().await,
        }
    }
}
