//! The program describes itself: help with examples, completions, the manual page.

use std::collections::BTreeMap;

use crate::support::offline;

/// The names under "Commands:" in a help.
fn commands(of: &[&str]) -> Vec<String> {
    let help = offline(&[of, &["--help"]].concat()).out;
    let Some((_, list)) = help.split_once("Commands:\n") else {
        return Vec::new();
    };
    let lines = list.lines().take_while(|line| !line.is_empty());
    let names = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next());
    names
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_help_begins_with_what_the_program_is_for() {
    let help = offline(&["--help"]).out;
    let said = "Run Clavata moderation jobs from the command line\n";
    assert!(help.starts_with(said), "{help}");
}

#[test]
fn the_help_of_each_command_has_an_example_that_begins_with_it() {
    let mut seen = 0;
    for (command, help) in helps() {
        if command == "man" {
            continue;
        }
        let call = format!("clavata {command}");
        let (_, examples) = help
            .split_once("Example")
            .unwrap_or_else(|| panic!("{call}"));
        assert!(examples.contains(&call), "{call}: {examples}");
        seen += 1;
    }
    assert!(seen >= 12, "{seen}");
}

/// All commands with their help, including subcommands.
fn helps() -> Vec<(String, String)> {
    let mut helps = Vec::new();
    for command in commands(&[]) {
        let parts = commands(&[&command]);
        let parts: Vec<String> = if parts.is_empty() {
            vec![String::new()]
        } else {
            parts
        };
        for part in parts {
            let path: Vec<&str> = [command.as_str(), part.as_str()]
                .into_iter()
                .filter(|word| !word.is_empty())
                .collect();
            let help = offline(&[&path[..], &["--help"]].concat()).out;
            helps.push((path.join(" "), help));
        }
    }
    helps
}

#[test]
fn a_short_option_means_the_same_everywhere_and_the_readme_lists_it() {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let mut shorts = BTreeMap::new();
    for (command, help) in helps() {
        // Other lines are text.
        for line in help.lines().filter(|line| line.starts_with(' ')) {
            let mut words = line.split_whitespace();
            let (Some(short), Some(long)) = (words.next(), words.next()) else {
                continue;
            };
            let Some(short) = short
                .strip_suffix(',')
                .filter(|short| short.starts_with('-'))
            else {
                continue;
            };
            let known = shorts
                .entry(short.to_owned())
                .or_insert_with(|| long.to_owned());
            // A batch job has a state, a job a status.
            assert!(
                known == long || (short == "-s" && known.starts_with("--sta")),
                "{command}: {line}"
            );
        }
    }
    for (short, long) in &shorts {
        if !matches!(short.as_str(), "-h" | "-V") {
            let row = format!("| `{short}` | `{long}`");
            assert!(readme.contains(&row), "README.md lacks {row}");
        }
    }
    assert!(shorts.len() > 10, "{shorts:?}");
}

#[test]
fn five_shells_can_complete_every_command() {
    let all = commands(&[]);
    assert!(all.contains(&"evaluate".to_owned()), "{all:?}");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = offline(&["completions", shell]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
        for command in &all {
            assert!(ran.out.contains(command.as_str()), "{shell}: {command}");
        }
    }
    assert_eq!(offline(&["completions", "tcsh"]).code, Some(2));
}

#[test]
fn the_manual_page_has_every_command_with_its_options_and_the_exit_codes() {
    let page = offline(&["man"]).out;
    assert!(page.contains(".TH"), "{page}");
    for command in commands(&[]) {
        let title = format!(".SH \"CLAVATA {}\"", command.to_uppercase());
        assert!(page.contains(&title), "{title}");
    }
    for word in [
        "include\\-report",
        "exit\\-verdict",
        "rate limit or quota",
        "CLAVATA_API_KEY",
    ] {
        assert!(page.contains(word), "{word}");
    }
}

#[test]
fn colors_are_used_as_asked() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(
        file.path(),
        r#"{"job":{"results":[{"report":{"result":"OUTCOME_TRUE"}}]}}"#,
    )
    .unwrap();
    let flatten = ["flatten", file.path().to_str().unwrap()];
    let always = offline(&[&flatten[..], &["--color", "always"]].concat());
    assert!(always.out.contains('\x1b'), "{}", always.out);
    for when in [&["--color", "never"][..], &["--color", "auto"], &[]] {
        assert!(
            !offline(&[&flatten[..], when].concat()).out.contains('\x1b'),
            "{when:?}"
        );
    }
}
