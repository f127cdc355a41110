//! `mock-gateway`: the mock gateway as a program.

mod gateway;

use clap::Parser;
use gateway::Gateway;
use mock_gateway::Dialect;
use std::ffi::{OsStr, OsString};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use tokio::process::Command;
use tokio::signal::unix::{SignalKind, signal};

/// Serves a mock of the Clavata gateway on the loopback interface, until SIGINT or SIGTERM.
///
/// Unless it runs a command, its first line on stdout is `listening on http://127.0.0.1:PORT`.
///
/// Words in the content decide the outcome: `flag` makes the first label true, `fail` makes the
/// evaluation fail, `csam` is refused as known abuse material, `badimage` and `unsupported` as
/// invalid images, and anything else is clear.
#[derive(Parser)]
#[command(name = "mock-gateway", version)]
struct Arguments {
    /// The port; 0 chooses a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// How answers are written: `go` (unset fields as null, "", []) or `sparse` (left out)
    #[arg(long, default_value = "go", value_parser = dialect)]
    dialect: Dialect,
    /// How long to wait before each answer, such as 5ms or 1.5s
    #[arg(long, default_value = "0ms", value_parser = duration)]
    latency: Duration,
    /// The share of requests, 0 to 1, that get a random fault
    #[arg(long, default_value_t = 0.0, value_parser = share)]
    fail_rate: f64,
    /// The seed of everything random
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// The API key that requests must have
    #[arg(long, default_value = "test-key")]
    key: String,
    /// Serve a job that goes from pending to running to completed, one step for each poll, and stop
    /// as soon as stdin ends, so that no gateway outlives the demo that started it
    #[arg(long)]
    demo: bool,
    /// Judge nothing: forward requests to the gateway of `--to`, and save the answers in this folder,
    /// which must be empty, without key, content or metadata. A command keeps its own key
    #[arg(long, value_name = "DIR", requires = "to", conflicts_with_all = ["replay", "demo"])]
    record: Option<PathBuf>,
    /// The base URL of the gateway to record: https, or http on this machine
    #[arg(long, value_name = "URL", requires = "record")]
    to: Option<String>,
    /// Judge nothing: answer from the recording in this folder, each answer once. With a command, fail if it
    /// requested anything else, or not all of it
    #[arg(long, value_name = "DIR", conflicts_with = "demo")]
    replay: Option<PathBuf>,
    /// Run this command with `CLAVATA_BASE_URL` and `CLAVATA_API_KEY` set for this gateway, stop when it
    /// ends, and exit with its code; but fail if it sent a request that no correct client sends
    #[arg(last = true, value_name = "COMMAND", num_args = 0..)]
    command: Vec<OsString>,
}

fn dialect(text: &str) -> Result<Dialect, String> {
    match text {
        "go" => Ok(Dialect::Go),
        "sparse" => Ok(Dialect::Sparse),
        _ => Err("use `go` or `sparse`".to_owned()),
    }
}

fn duration(text: &str) -> Result<Duration, String> {
    let (number, unit) = match text.strip_suffix("ms") {
        Some(number) => (number, 0.001),
        None => (text.strip_suffix('s').unwrap_or_default(), 1.0),
    };
    let seconds = number.parse::<f64>().ok();
    seconds
        .and_then(|seconds| Duration::try_from_secs_f64(seconds * unit).ok())
        .ok_or_else(|| "use a number with `ms` or `s`".to_owned())
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse::<f64>().ok();
    share
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| "use a number from 0 to 1".to_owned())
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) if !error.use_stderr() => {
            print!("{error}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            let text = error.to_string();
            let line = text.lines().next().unwrap_or_default();
            eprintln!("{line}");
            eprintln!("hint: mock-gateway --help");
            return ExitCode::from(2);
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(serve(arguments)),
        Err(error) => Err(format!("cannot start the runtime: {error}")),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(arguments: Arguments) -> Result<ExitCode, String> {
    let broken = |error: std::io::Error| format!("cannot watch for signals: {error}");
    let mut interrupt = signal(SignalKind::interrupt()).map_err(broken)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(broken)?;
    let gateway = Gateway::start(&arguments).await?;
    if let Some((program, rest)) = arguments.command.split_first() {
        let mut command = command(program, rest);
        command.env("CLAVATA_BASE_URL", gateway.url());
        if arguments.record.is_none() {
            command.env("CLAVATA_API_KEY", &arguments.key);
        }
        let spawned = command.spawn();
        let mut child =
            spawned.map_err(|error| format!("cannot start {}: {error}", program.display()))?;
        // If a signal ends this program, it kills the command.
        let code = tokio::select! {
            status = child.wait() => code(status.map_err(|error| error.to_string())?),
            _ = interrupt.recv() => FAILURE,
            _ = terminate.recv() => FAILURE,
        };
        let correct = gateway.stop().await;
        let code = if code == 0 && !correct { FAILURE } else { code };
        return Ok(ExitCode::from(code));
    }
    let mut stdout = std::io::stdout();
    // The parent may have closed stdout. Serve anyway.
    let _ = writeln!(stdout, "listening on {}", gateway.url()).and_then(|()| stdout.flush());
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
        () = stdin_ends(), if arguments.demo => {}
    }
    gateway.stop().await;
    Ok(ExitCode::SUCCESS)
}

/// The command, without the variables that cargo set for this program: a cargo run by the command would
/// rebuild everything that depends on them.
fn command(program: &OsStr, arguments: &[OsString]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).kill_on_drop(true);
    let of_cargo = ["CARGO_PKG_", "CARGO_MANIFEST_"];
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if of_cargo.iter().any(|begin| name.starts_with(begin)) {
            command.env_remove(&*name);
        }
    }
    command
}

/// The exit code of a failure of this program.
const FAILURE: u8 = 1;

/// The exit code of the command, or of a failure if a signal ended it.
fn code(status: std::process::ExitStatus) -> u8 {
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    code.unwrap_or(FAILURE)
}

/// Waits until the parent closes stdin or dies.
async fn stdin_ends() {
    // On its own thread, because a waiting read of stdin would block the shutdown of the runtime.
    let (ended, end) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        let _ = ended.send(());
    });
    let _ = end.await;
}
