//! `cargo xtask readme`: runs the commands of the README exactly as printed there.
//!
//! Each line of a `console` block that begins with `$ ` is a shell command. If lines follow it, they must be its
//! output. The section about queries is left to the step `tables`, which has the engine.

use std::process::{Command, Stdio};

use crate::cargo;
use crate::failure::Failure;
use crate::workspace::{self, Workspace};

/// A command of the README.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    command: String,
    /// The expected output. Empty if the README does not show it.
    prints: String,
}

/// Runs the commands of README.md, without a key.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let text = workspace::read(&workspace.root().join("README.md"))?;
    let commands = commands(&text);
    if commands.is_empty() {
        return Err(Failure::new("README.md shows no command"));
    }
    for shown in &commands {
        println!("    {}", shown.command);
        let mut shell = Command::new("sh");
        cargo::forget_cargo(&mut shell);
        let output = shell
            .args(["-ec", &shown.command])
            .current_dir(workspace.root())
            .env_remove("CLAVATA_API_KEY")
            .env_remove("CLAVATA_BASE_URL")
            .env("NO_PROXY", "127.0.0.1")
            .stdin(Stdio::null())
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| Failure::new(format!("sh cannot be started: {error}")))?;
        let printed = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() {
            let said = format!(
                "`{}` of README.md failed ({})",
                shown.command, output.status
            );
            return Err(Failure::new(said));
        }
        if !shown.prints.is_empty() && shown.prints != printed {
            return Err(Failure::new(format!(
                "`{}` does not print what README.md shows, but:\n{printed}",
                shown.command
            )));
        }
    }
    println!("{} commands run as printed", commands.len());
    Ok(())
}

fn commands(text: &str) -> Vec<Shown> {
    let mut commands: Vec<Shown> = Vec::new();
    let (mut inside, mut in_queries) = (false, false);
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            in_queries = title == "Query it";
        } else if line.starts_with("```") {
            inside = line == "```console" && !in_queries;
        } else if inside && let Some(command) = line.strip_prefix("$ ") {
            commands.push(Shown {
                command: command.to_owned(),
                prints: String::new(),
            });
        } else if inside && let Some(last) = commands.last_mut() {
            last.prints.push_str(line);
            last.prints.push('\n');
        }
    }
    commands
}

#[cfg(test)]
mod tests {
    use super::{Shown, commands};

    #[test]
    fn commands_are_taken_with_what_they_print() {
        let text = "```console\n$ a b\nc\nd\n$ e\n```\n\n```sh\n$ f\n```\n## Query it\n```console\n$ g\n```\n";
        let shown = |command: &str, prints: &str| Shown {
            command: command.to_owned(),
            prints: prints.to_owned(),
        };
        assert_eq!(commands(text), [shown("a b", "c\nd\n"), shown("e", "")]);
    }
}
