//! The signals that the parent process, such as `nohup`, made the program ignore.

use super::Signal;

/// A set of signals in the kernel's notation.
pub(super) struct Ignored(u64);

impl Ignored {
    pub(super) fn contains(&self, signal: Signal) -> bool {
        self.0 & (1 << (signal as u64 - 1)) != 0
    }

    fn of_status(status: &str) -> Self {
        let mask = status
            .lines()
            .find_map(|line| line.strip_prefix("SigIgn:"))
            .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        Self(mask.unwrap_or_default())
    }
}

/// Returns the ignored signals on Linux. On other systems, none.
pub(super) fn ignored() -> Ignored {
    Ignored::of_status(&std::fs::read_to_string("/proc/self/status").unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{Ignored, Signal};

    #[test]
    fn what_nohup_set_is_read() {
        let nohup =
            Ignored::of_status("Name:\tx\nSigBlk:\t0000000000000006\nSigIgn:\t0000000000000001\n");
        assert!(nohup.contains(Signal::Hangup));
        assert!(!nohup.contains(Signal::Interrupt) && !nohup.contains(Signal::Terminate));
        let shell = Ignored::of_status("SigIgn:\t0000000000001006\n");
        assert!(shell.contains(Signal::Interrupt) && !shell.contains(Signal::Terminate));
        assert!(!Ignored::of_status("").contains(Signal::Terminate));
    }
}
