//! A terminal that tests read from.

use std::fs::File;
use std::io::Read as _;
use std::thread::{self, JoinHandle};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

/// A terminal, and a thread that returns what it shows until all its users have closed it.
pub(crate) fn terminal() -> (JoinHandle<String>, File) {
    let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&controller).unwrap();
    unlockpt(&controller).unwrap();
    let name = ptsname(&controller, Vec::new()).unwrap();
    let name = name.into_string().unwrap();
    let terminal = File::options().read(true).write(true).open(name).unwrap();
    let reader = thread::spawn(move || {
        let mut seen = Vec::new();
        // The terminal ends with an error once its other end is closed.
        let _ = File::from(controller).read_to_end(&mut seen);
        String::from_utf8(seen).unwrap()
    });
    (reader, terminal)
}
