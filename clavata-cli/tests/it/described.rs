//! The program describes itself: help with examples, completions, the manual page.

use crate::support::{Ran, clavata};

fn ran(arguments: &[&str]) -> Ran {
    clavata(arguments).output().unwrap().into()
}

/// The names under "Commands:" in a help.
fn commands(of: &[&str]) -> Vec<String> {
    let help = ran(&[of, &["--help"]].concat()).out;
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
fn the_help_of_each_command_has_an_example_that_begins_with_it() {
    let mut seen = 0;
    for command in commands(&[]) {
        let parts = commands(&[&command]);
        let paths = match parts.as_slice() {
            [] => vec![vec![command.as_str()]],
            parts => parts
                .iter()
                .map(|part| vec![command.as_str(), part.as_str()])
                .collect(),
        };
        for path in paths {
            if path == ["man"] {
                continue;
            }
            let help = ran(&[&path[..], &["--help"]].concat()).out;
            let call = format!("clavata {}", path.join(" "));
            let (_, examples) = help
                .split_once("Example")
                .unwrap_or_else(|| panic!("{call}"));
            assert!(examples.contains(&call), "{call}: {examples}");
            seen += 1;
        }
    }
    assert!(seen >= 12, "{seen}");
}

#[test]
fn five_shells_can_complete_every_command() {
    let all = commands(&[]);
    assert!(all.contains(&"evaluate".to_owned()), "{all:?}");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = ran(&["completions", shell]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
        for command in &all {
            assert!(ran.out.contains(command.as_str()), "{shell}: {command}");
        }
    }
    assert_eq!(ran(&["completions", "tcsh"]).code, Some(2));
}

#[test]
fn the_manual_page_has_every_command_with_its_options_and_the_exit_codes() {
    let page = ran(&["man"]).out;
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
fn colours_are_used_as_asked() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(
        file.path(),
        r#"{"job":{"results":[{"report":{"result":"OUTCOME_TRUE"}}]}}"#,
    )
    .unwrap();
    let flatten = ["flatten", file.path().to_str().unwrap()];
    let always = ran(&[&flatten[..], &["--color", "always"]].concat());
    assert!(always.out.contains('\x1b'), "{}", always.out);
    for when in [&["--color", "never"][..], &["--color", "auto"], &[]] {
        assert!(
            !ran(&[&flatten[..], when].concat()).out.contains('\x1b'),
            "{when:?}"
        );
    }
}
