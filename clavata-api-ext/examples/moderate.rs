//! Judges one comment and prints what to do with it.

use clavata_api_ext::{Clavata, Content, Verdict};

#[tokio::main]
async fn main() {
    if let Err(error) = moderate().await {
        eprintln!("error: {error}"); // not judged, so it has not passed
        std::process::exit(1);
    }
}

async fn moderate() -> Result<(), Box<dyn std::error::Error>> {
    let clavata = Clavata::from_env()?; // reads CLAVATA_API_KEY
    let policy = std::env::args().nth(1).ok_or("which policy?")?;
    let policy = policy
        .parse()
        .map_err(|_| format!("the policy {policy:?} is not a UUID"))?;
    let comment = std::env::args().nth(2).ok_or("which comment?")?;
    let answer = clavata.evaluate_one(policy, Content::text(comment)).await?;
    match answer.verdict() {
        Verdict::Clear => println!("publish it"),
        Verdict::Flagged => println!("keep it out: {}", answer.actions().join("; ")),
        Verdict::Undetermined(reason) => println!("let a person look at it: {reason}"),
    }
    Ok(())
}
