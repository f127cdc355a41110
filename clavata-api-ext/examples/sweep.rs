//! Helps to choose a threshold for a policy: judges samples with known verdicts at several thresholds.
//!
//! The samples are a file with one line `flag<TAB>text` or `clear<TAB>text` each. Every sample is judged, and
//! billed, once per threshold. The program is synchronous.
//!
//! Needs `CLAVATA_API_KEY`:
//! `cargo run -p clavata-api-ext --features blocking --example sweep -- POLICY samples.tsv 0.3 0.5 0.7`

use std::error::Error as StdError;

use clavata_api_ext::{Answer, Blocking, Clavata, Content, Verdict};
use uuid::Uuid;

/// The results of the samples at one threshold.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Correct verdicts.
    pub(crate) right: usize,
    /// Clear, but they should be flagged.
    pub(crate) missed: usize,
    /// Flagged, but they should be clear.
    pub(crate) wrongly_flagged: usize,
    /// Undetermined.
    pub(crate) unsure: usize,
}

/// Judges all samples at one threshold. Each sample says whether it should be flagged, and its text.
pub(crate) fn counts(
    blocking: &Blocking,
    clavata: &Clavata,
    policy: Uuid,
    samples: &[(bool, &str)],
    threshold: f64,
) -> Result<Counts, Box<dyn StdError>> {
    let contents: Vec<_> = samples
        .iter()
        .map(|(_, text)| Content::text(*text))
        .collect();
    let inputs = futures_util::stream::iter(contents);
    let answers = clavata.evaluate_all(policy, inputs).threshold(threshold);
    let mut counts = Counts::default();
    for (sample, answer) in blocking.each(answers.into_stream())? {
        let verdict = match answer {
            Answer::Evaluated(answer) => answer.verdict(),
            Answer::Refused(_) => Verdict::Flagged,
            Answer::Failed(error) => return Err(error.into()),
        };
        let count = match (verdict, samples[sample].0) {
            (Verdict::Flagged, true) | (Verdict::Clear, false) => &mut counts.right,
            (Verdict::Clear, true) => &mut counts.missed,
            (Verdict::Flagged, false) => &mut counts.wrongly_flagged,
            (Verdict::Undetermined(_), _) => &mut counts.unsure,
        };
        *count += 1;
    }
    Ok(counts)
}

/// Parses the samples: whether each should be flagged, and its text.
fn samples(text: &str) -> Result<Vec<(bool, &str)>, String> {
    let samples = text.lines().map(|line| match line.split_once('\t') {
        Some(("flag", text)) => Ok((true, text)),
        Some(("clear", text)) => Ok((false, text)),
        _ => Err("a line does not begin with flag or clear and a tab".to_owned()),
    });
    samples.collect()
}

fn main() -> Result<(), Box<dyn StdError>> {
    let mut arguments = std::env::args().skip(1);
    let policy = arguments.next().ok_or("which policy?")?.parse()?;
    let file = arguments.next().ok_or("which file of samples?")?;
    let text = std::fs::read_to_string(file)?;
    let samples = samples(&text)?;
    let (blocking, clavata) = (Blocking::new()?, Clavata::from_env()?);
    println!("threshold  right  missed  wrongly flagged  unsure");
    for threshold in arguments {
        let found = counts(&blocking, &clavata, policy, &samples, threshold.parse()?)?;
        println!(
            "{threshold:>9}  {:>5}  {:>6}  {:>15}  {:>6}",
            found.right, found.missed, found.wrongly_flagged, found.unsure
        );
    }
    Ok(())
}

#[cfg(all(test, feature = "test-util"))]
mod tests {
    use clavata_api_ext::test_util::{self, MockGateway, sample};

    use super::*;

    #[test]
    fn samples_are_counted_by_what_they_should_be() {
        let server = tokio::runtime::Runtime::new().unwrap();
        let gateway = server.block_on(MockGateway::start());
        let samples =
            samples("flag\tflag\nflag\tfine\nclear\tflag\nclear\tfine\nclear\tfail\n").unwrap();
        let found = counts(
            &Blocking::new().unwrap(),
            &test_util::client(&gateway),
            sample::POLICY.parse().unwrap(),
            &samples,
            0.5,
        );
        let expected = Counts {
            right: 2,
            missed: 1,
            wrongly_flagged: 1,
            unsure: 1,
        };
        assert_eq!(found.unwrap(), expected);
        assert!(super::samples("perhaps\tfine").is_err());
    }
}
