//! A hundred thousand inputs: each gets exactly one result, in constant memory.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::support::client::hasty;
use clavata_api_ext::{Answer, Content};
use futures_util::stream;
use serde_json::{Value, json};
use uuid::Uuid;

const POLICY: Uuid = Uuid::from_u128(1);

#[test]
fn a_hundred_thousand_inputs_at_five_percent_faults_are_each_accounted_for_once_in_flat_memory() {
    let gateway = Program::gateway();
    let few = gateway.judge(1000);
    let many = gateway.judge(100_000);
    for (report, count) in [(&few, 1000_u64), (&many, 100_000)] {
        assert_eq!(report["inputs"], count, "{report}");
        assert_eq!(report["wrong"], 0, "{report}");
        assert_eq!(report["failed"], 0, "{report}");
        assert_eq!(report["refused"], count / 1000, "{report}");
        assert_eq!(report["flagged"], count / 10, "{report}");
    }
    let peak = |report: &Value| report["peak_kib"].as_u64();
    if let (Some(few), Some(many)) = (peak(&few), peak(&many)) {
        println!("peak memory: {few} KiB for 1,000 inputs, {many} KiB for 100,000");
        assert!(many <= few + 32 * 1024, "{few} KiB became {many} KiB");
    }
}

/// The gateway in its own process, so that only the client's memory counts.
struct Program {
    child: Child,
    url: String,
}

impl Program {
    fn gateway() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_mock-gateway"))
            .args(["--fail-rate", "0.05", "--seed", "7"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line.trim().trim_start_matches("listening on ").to_owned();
        Self { child, url }
    }

    /// Runs this program again, as the client.
    fn judge(&self, count: usize) -> Value {
        let output = Command::new(std::env::current_exe().unwrap())
            .args([
                "evaluate_many::the_client_of_its_own",
                "--exact",
                "--nocapture",
            ])
            .env("CLAVATA_TEST_GATEWAY", &self.url)
            .env("CLAVATA_TEST_INPUTS", count.to_string())
            .output()
            .unwrap();
        let output = String::from_utf8(output.stdout).unwrap();
        let line = output.lines().find(|line| line.starts_with('{'));
        serde_json::from_str(line.unwrap_or_else(|| panic!("no report in {output}"))).unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The client of the test above. Without a gateway it does nothing.
#[tokio::test]
async fn the_client_of_its_own() {
    let (Ok(url), Ok(count)) = (
        std::env::var("CLAVATA_TEST_GATEWAY"),
        std::env::var("CLAVATA_TEST_INPUTS"),
    ) else {
        return;
    };
    let count: usize = count.parse().unwrap();
    let inputs = stream::iter((0..count).map(|n| {
        let text = match n {
            _ if n % 1000 == 999 => format!("csam {n}"),
            _ if n % 10 == 0 => format!("flag {n}"),
            _ => format!("text {n}"),
        };
        Content::text(text).with_metadata("n", n.to_string())
    }));
    let clavata = hasty(&url);
    let mut answers = clavata.evaluate_all(POLICY, inputs);
    let mut seen = vec![false; count];
    let (mut flagged, mut refused, mut failed, mut wrong) = (0, 0, 0, 0);
    while let Some((input, answer)) = answers.next().await {
        let again = std::mem::replace(&mut seen[input], true);
        assert!(!again, "a second answer for {input}");
        match answer {
            Answer::Evaluated(answer) => {
                let own = answer.result().metadata().get("n") == Some(&input.to_string());
                match answer.verdict().as_str() {
                    "clear" if own && input % 10 != 0 => {}
                    "flagged" if own && input % 10 == 0 => flagged += 1,
                    _ => wrong += 1,
                }
            }
            Answer::Refused(_) if input % 1000 == 999 => refused += 1,
            Answer::Refused(_) => wrong += 1,
            Answer::Failed(_) => failed += 1,
        }
    }
    let peak = std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| {
            let line = status
                .lines()
                .find(|line| line.starts_with("VmHWM:"))?
                .to_owned();
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        });
    println!(
        "\n{}",
        json!({
            "inputs": seen.iter().filter(|seen| **seen).count(), "flagged": flagged, "refused": refused,
            "failed": failed, "wrong": wrong, "peak_kib": peak,
        })
    );
}
