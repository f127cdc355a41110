//! `cargo xtask demo`: fetches a job, waits for it and prints its verdict. It needs only the toolchain.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::workspace::Workspace;
use crate::{cargo, codegen, tools};

/// The job of the mock gateway that the demo uses.
const DEMO_JOB: &str = "55555555-5555-4555-8555-555555555555";

/// The default members of the workspace, as in the README's other commands, so that they share their builds: cargo
/// selects the features of dependencies by the packages that it builds.
const PACKAGES: [&str; 3] = ["clavata-cli", "clavata-api-ext", "clavata-mock-gateway"];

/// Waits for a job with `clavata`, and prints its table and verdict.
pub(crate) fn run(workspace: &Workspace, job: Option<&str>) -> Result<(), Failure> {
    println!("1. Is the client up to date with the contract?");
    codegen::run(workspace, true)?;
    match job {
        None => with_mock(workspace),
        Some(job) => with_real(workspace, job),
    }
}

fn with_mock(workspace: &Workspace) -> Result<(), Failure> {
    println!("2. Build the program `clavata` and the mock gateway");
    let built = cargo::build(workspace, &PACKAGES, &["clavata", "mock-gateway"])?;
    let [clavata, mock_gateway] = built.as_slice() else {
        return Err(Failure::new("cargo did not build both programs"));
    };
    let gateway = Gateway::start(mock_gateway)?;
    println!("3. A mock gateway listens on {}", gateway.url);
    let settings = [
        ("CLAVATA_BASE_URL", gateway.url.as_str()),
        ("CLAVATA_API_KEY", "test-key"),
        // A proxy cannot reach the loopback interface of this machine.
        ("NO_PROXY", "127.0.0.1"),
        ("no_proxy", "127.0.0.1"),
    ];
    show(workspace, clavata, DEMO_JOB, &settings)?;
    drop(gateway);
    println!("7. The mock gateway is stopped");
    Ok(())
}

fn with_real(workspace: &Workspace, job: &str) -> Result<(), Failure> {
    if std::env::var_os("CLAVATA_API_KEY").is_none_or(|key| key.is_empty()) {
        return Err(Failure::new("CLAVATA_API_KEY is not set")
            .with_hint("set it to see your own job, or omit the job to use the mock gateway"));
    }
    println!("2. Build the program `clavata`");
    let built = cargo::build(workspace, &PACKAGES, &["clavata"])?;
    println!("3. Use the gateway of CLAVATA_BASE_URL, or the public one");
    built
        .iter()
        .try_for_each(|clavata| show(workspace, clavata, job, &[]))
}

fn show(
    workspace: &Workspace,
    clavata: &Path,
    job: &str,
    settings: &[(&str, &str)],
) -> Result<(), Failure> {
    println!("4. clavata job {job} --wait");
    call(clavata, &["job", job, "--wait"], settings)?;
    println!("5. clavata job {job} --format verdict");
    call(clavata, &["job", job, "--format", "verdict"], settings)?;
    let report = workspace.target().join("demo.html");
    let report = report.display().to_string();
    println!("6. clavata job {job} --output {report}");
    call(clavata, &["job", job, "--output", &report], settings)?;
    println!("   Open it in a browser: it is one file and loads nothing");
    Ok(())
}

fn call(clavata: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> Result<(), Failure> {
    let mut command = Command::new(clavata);
    command
        .args(arguments)
        .envs(settings.iter().copied())
        .stdin(Stdio::null());
    tools::run(&format!("clavata {}", arguments.join(" ")), &mut command)
}

/// A running mock gateway. It stops when this value is dropped, or when this process ends in any way, because its
/// stdin is then closed.
struct Gateway {
    program: Child,
    url: String,
}

impl Gateway {
    fn start(program: &Path) -> Result<Self, Failure> {
        let failed = |error: std::io::Error| {
            Failure::new(format!("the mock gateway cannot be started: {error}"))
        };
        let program = Command::new(program)
            .arg("--demo")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let mut gateway = Self {
            program,
            url: String::new(),
        };
        let mut line = String::new();
        if let Some(stdout) = gateway.program.stdout.take() {
            BufReader::new(stdout)
                .read_line(&mut line)
                .map_err(failed)?;
        }
        match line.trim().strip_prefix("listening on ") {
            Some(url) => url.clone_into(&mut gateway.url),
            None => {
                return Err(Failure::new("the mock gateway did not print its address"));
            }
        }
        Ok(gateway)
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        // This stops the gateway, which then prints any requests that it did not expect.
        drop(self.program.stdin.take());
        let patience = Instant::now() + Duration::from_secs(2);
        while Instant::now() < patience {
            if let Ok(Some(_)) = self.program.try_wait() {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        // It may already have ended.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
