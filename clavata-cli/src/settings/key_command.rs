//! Gets the key from a program, such as a password manager.

use std::io::{self, Read as _};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// How long to wait. The user may have to unlock a keyring.
const PATIENCE: Duration = Duration::from_secs(120);

/// The most bytes that are read. Keys are much shorter.
const LIMIT: u64 = 64 << 10;

/// Runs the program and returns the first line of its output. Its stdin is empty, because stdin may be content,
/// and its messages go to stderr. An error never contains the output.
pub(super) fn ask(words: &[String]) -> Result<String, String> {
    let [program, arguments @ ..] = words else {
        return Err("no program is given".to_owned());
    };
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .map_err(|error| format!("cannot run {program:?}: {error}"))?;
    let out = child.stdout.take();
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read: io::Result<_> = out.map_or(Ok(0), |out| out.take(LIMIT).read_to_end(&mut bytes));
        // Nothing receives this if the deadline has passed.
        let _ = send.send(read.map(|_| bytes));
    });
    let late = Instant::now() + PATIENCE;
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if Instant::now() < late => thread::sleep(Duration::from_millis(5)),
            Ok(None) => {
                // It may already have ended by itself.
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!(
                    "{program:?} did not end within {} s",
                    PATIENCE.as_secs()
                ));
            }
            Err(error) => return Err(format!("cannot wait for {program:?}: {error}")),
        }
    };
    if !status.success() {
        return Err(format!("{program:?} failed: {status}"));
    }
    // A process that it left running may keep its output open.
    let bytes = match receive.recv_timeout(late.saturating_duration_since(Instant::now())) {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(error)) => return Err(format!("cannot read what {program:?} prints: {error}")),
        Err(_) => return Err(format!("{program:?} left its output open")),
    };
    let text =
        String::from_utf8(bytes).map_err(|_| format!("{program:?} did not print valid UTF-8"))?;
    let line = text.lines().next().unwrap_or_default().trim();
    if line.is_empty() {
        return Err(format!("{program:?} printed an empty first line"));
    }
    Ok(line.to_owned())
}

#[cfg(all(test, unix))]
mod tests {
    use super::ask;

    fn shell(script: &str) -> Result<String, String> {
        ask(&["sh", "-c", script].map(str::to_owned))
    }

    #[test]
    fn the_key_is_the_first_line() {
        assert_eq!(shell("echo test-key; echo more").unwrap(), "test-key");
        assert_eq!(shell("printf ' test-key '").unwrap(), "test-key");
    }

    #[test]
    fn a_program_that_fails_or_prints_none_gives_no_key() {
        for script in [
            "echo test-key; exit 1",
            "true",
            "echo; echo test-key",
            "printf 'test-key\\377'",
        ] {
            let why = shell(script).unwrap_err();
            assert!(why.contains("sh") && !why.contains("test"), "{why}");
        }
        assert!(ask(&["no-such-program-here".to_owned()]).is_err());
        assert!(ask(&[]).is_err());
    }

    #[test]
    fn it_gets_no_input() {
        assert_eq!(shell("cat; echo test-key").unwrap(), "test-key");
    }
}
