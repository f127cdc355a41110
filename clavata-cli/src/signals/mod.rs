//! INT, TERM and HUP, handled in one place that others can ask.
//!
//! The first signal ends nothing by itself. A command that loops calls [`heed`] in each turn, one
//! that awaits selects on [`wait`], one that reads what may never come reads through [`heeding()`];
//! each then ends as interrupted, and an output that is dropped after a signal is
//! completed and kept as what it is, partial. The second signal, or [`GRACE`] after the first, ends
//! the program wherever it stands.

mod heeding;
#[cfg(unix)]
mod ignored;

use std::io;
use std::sync::OnceLock;
use std::time::Duration;

use tokio::runtime::Builder;
use tokio::sync::watch;

pub(crate) use heeding::heeding;

/// How long there is to write what has arrived. Less than the 10 s that supervisors commonly give.
const GRACE: Duration = Duration::from_secs(5);

/// What ends a program from outside.
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

    /// The exit code that shells give to what a signal ended: 129, 130 or 143.
    pub(crate) fn code(self) -> u8 {
        128 + self as u8
    }
}

static HEARD: OnceLock<watch::Receiver<Option<Signal>>> = OnceLock::new();

/// Begins to listen. Where the system cannot tell of signals, they end the program as ever.
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
            // A write that nobody reads must not block forever.
            let _ = tokio::time::timeout(GRACE, ears.next()).await;
            std::process::exit(first.code().into());
        });
    });
}

/// The signal that has come, if any. Cheap enough for every turn of a loop.
pub(crate) fn caught() -> Option<Signal> {
    *HEARD.get()?.borrow()
}

/// A signal has come.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Interrupted;

/// Ends a loop if a signal has come.
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
