//! Profiles of the config file: which values take precedence, what is refused, and that no key is shown.

use std::fs;
use std::process::Command;

use crate::support::{EXAMPLE_JOB, POLICY, Ran, clavata, run};
use mock_gateway::MockGateway;
use tempfile::TempDir;

/// A folder with a config file that only the owner can read.
fn config(text: &str) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    fs::write(&file, text).unwrap();
    allow(&file, 0o600);
    let file = file.to_str().unwrap().to_owned();
    (folder, file)
}

fn allow(file: impl AsRef<std::path::Path>, mode: u32) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(file, fs::Permissions::from_mode(mode)).unwrap();
    }
    #[cfg(not(unix))]
    let _ = (file, mode);
}

fn with(file: &str, arguments: &[&str]) -> Command {
    let mut command = clavata(arguments);
    command.env("CLAVATA_CONFIG", file);
    // key_command needs to find its program.
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command
}

fn ran(mut command: Command) -> Ran {
    command.output().unwrap().into()
}

fn line<'a>(ran: &'a Ran, name: &str) -> &'a str {
    let mut lines = ran.out.lines();
    let found = lines.find(|line| line.split_whitespace().next() == Some(name));
    found.unwrap_or_else(|| panic!("no {name}: {}{}", ran.out, ran.err))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_gives_all_that_a_call_needs() {
    let gateway = MockGateway::start().await;
    let url = gateway.url();
    let (_folder, file) = config(&format!(
        "default_profile = 'work'\n[profiles.work]\nbase_url = '{url}'\nthreshold = 0.25\nformat = 'jsonl'\n\
         key_command = ['printf', 'test-key\\nmore']\npolicies = {{ words = '{POLICY}' }}\n"
    ));
    let ran = run(with(
        &file,
        &["evaluate", "--policy", "words", "--text", "a"],
    ))
    .await;
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.starts_with('{'), "{}", ran.out);
    let sent = gateway.requests()[0].json();
    assert_eq!(sent["policyId"], POLICY);
    assert_eq!(sent["threshold"], 0.25);
    let arguments = [
        "evaluate",
        "--policy",
        "words",
        "--text",
        "a",
        "--threshold",
        "0.5",
        "--format",
        "verdict",
    ];
    let ran = run(with(&file, &arguments)).await;
    assert!(ran.out.contains("\"verdict\""), "{}", ran.out);
    assert_eq!(gateway.requests()[1].json()["threshold"], 0.5);
    let ran = run(with(&file, &["doctor"])).await;
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    for said in [
        "profile work, from default_profile",
        "from key_command of the profile",
        "from base_url of the profile",
    ] {
        assert!(ran.out.contains(said), "{}", ran.out);
    }
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_environment_comes_before_the_profile() {
    let gateway = MockGateway::start().await;
    let (_folder, file) = config(
        "[profiles.default]\nbase_url = 'http://127.0.0.1:9'\nkey_command = ['no-such-program']\n",
    );
    let mut command = with(&file, &["job", EXAMPLE_JOB]);
    command
        .env("CLAVATA_API_KEY", "test-key")
        .env("CLAVATA_BASE_URL", gateway.url());
    let ran = run(command).await;
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let mut command = with(&file, &["job", EXAMPLE_JOB]);
    command
        .env("CLAVATA_API_KEY", "")
        .env("CLAVATA_BASE_URL", gateway.url());
    let ran = run(command).await;
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(
        ran.err.contains("cannot run \"no-such-program\""),
        "{}",
        ran.err
    );
    gateway.finish().await;
}

#[test]
fn a_profile_is_chosen_by_the_option_then_the_environment_then_the_file() {
    let (_folder, file) = config(
        "default_profile = 'c'\n[profiles.a]\nformat='csv'\n[profiles.b]\nformat='json'\n[profiles.c]\nformat='jsonl'\n",
    );
    let chosen = |arguments: &[&str], variable: &str| {
        let mut command = with(&file, &[&["config"], arguments].concat());
        command.env("CLAVATA_PROFILE", variable);
        let ran = ran(command);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        format!("{} | {}", line(&ran, "profile"), line(&ran, "format"))
    };
    assert_eq!(
        chosen(&["--profile", "a"], "b"),
        "profile    a  (from --profile) | format     csv  (from the profile)"
    );
    assert!(chosen(&[], "b").starts_with("profile    b  (from CLAVATA_PROFILE)"));
    assert!(chosen(&[], "").starts_with("profile    c  (from default_profile of the file)"));
}

#[test]
fn what_is_not_there_is_an_error_and_never_the_default() {
    let (_folder, file) = config("[profiles.a]\n[profiles.b]\n");
    let wrong = ran(with(&file, &["config", "--profile", "x"]));
    assert_eq!((wrong.code, wrong.out.as_str()), (Some(2), ""));
    assert!(
        wrong.err.contains("names the profile `x`") && wrong.err.contains("a, b"),
        "{}",
        wrong.err
    );
    let gone = ran(with("/nowhere/config.toml", &["jobs"]));
    assert_eq!(gone.code, Some(2), "{}", gone.err);
    let arguments = [
        "create",
        "--policy",
        "words",
        "--text",
        "a",
        "--profile",
        "a",
    ];
    let mut command = with(&file, &arguments);
    command.env("CLAVATA_API_KEY", "test-key");
    let policy = ran(command);
    assert_eq!(policy.code, Some(2), "{}", policy.err);
    assert!(
        policy.err.contains("\"words\" is neither a UUID"),
        "{}",
        policy.err
    );
    let mut command = clavata(&["jobs", "--profile", "a"]);
    command.env("CLAVATA_API_KEY", "test-key");
    assert_eq!(ran(command).code, Some(2));
}

#[test]
fn what_is_wrong_in_the_file_stops_every_command_that_reads_it_and_doctor_tells() {
    let (_folder, file) = config("[profiles.default]\nbase_ur = 'http://127.0.0.1:9'\n");
    for arguments in [&["jobs"][..], &["flatten", "-"], &["config"]] {
        let ran = ran(with(&file, arguments));
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}");
        let said = format!("error: {file}:2: unknown key `base_ur` in profile `default`\n");
        assert!(ran.err.starts_with(&said), "{}", ran.err);
    }
    let doctor = ran(with(&file, &["doctor"]));
    assert_eq!(doctor.code, Some(2), "{}", doctor.err);
    assert!(doctor.out.starts_with("FAIL  config "), "{}", doctor.out);
    assert_eq!(ran(with(&file, &["completions", "bash"])).code, Some(0));
}

#[cfg(unix)]
#[test]
fn a_key_in_the_file_is_taken_only_if_the_owner_alone_can_read_it() {
    let (_folder, file) = config("[profiles.default]\nkey = 'test-key'\n");
    let mine = ran(with(&file, &["config"]));
    assert_eq!(mine.code, Some(0), "{}", mine.err);
    assert_eq!(
        line(&mine, "key"),
        "key        given  (from key of the profile)"
    );
    for mode in [0o644, 0o640, 0o602, 0o666] {
        allow(&file, mode);
        for arguments in [&["config"][..], &["jobs"]] {
            let open = ran(with(&file, arguments));
            assert_eq!((open.code, open.out.as_str()), (Some(3), ""), "{mode:o}");
            assert_eq!(open.err.lines().count(), 2, "{}", open.err);
            assert!(
                open.err.contains("chmod 600") && !open.err.contains("test-key"),
                "{}",
                open.err
            );
        }
    }
    // Without a key, anyone may read it, but may not choose where the key of the environment is sent.
    let (_folder, file) = config("[profiles.default]\nformat = 'csv'\n");
    for (mode, code) in [(0o644, 0), (0o664, 0), (0o646, 2), (0o602, 2)] {
        allow(&file, mode);
        let ran = ran(with(&file, &["config"]));
        assert_eq!(ran.code, Some(code), "{mode:o}: {}", ran.err);
        assert_eq!(ran.err.contains("chmod o-w"), code == 2, "{}", ran.err);
    }
}

#[test]
fn an_address_that_may_hold_a_secret_is_not_shown() {
    for url in [
        "https://canary:x@h",
        "https://canary@h/",
        "https://h/?canary",
        "https://h/a#canary",
        "canary-key-1",
        "mailto:canary@h",
    ] {
        let (_folder, file) = config(&format!("[profiles.default]\nbase_url = '{url}'\n"));
        let mut variable = clavata(&["config"]);
        variable.env("CLAVATA_BASE_URL", url);
        for command in [with(&file, &["config"]), variable] {
            let ran = ran(command);
            assert!(line(&ran, "base_url").contains("not shown"), "{}", ran.out);
            assert!(
                !format!("{}{}", ran.out, ran.err).contains("canary"),
                "{url}"
            );
        }
    }
}

#[cfg(unix)]
#[test]
fn no_key_of_a_profile_appears_in_any_output() {
    let (_folder, file) = config(
        "[profiles.file]\nbase_url='http://127.0.0.1:9'\nkey = 'canary-key-1'\n\
         [profiles.command]\nbase_url='http://127.0.0.1:9/canary-key-1'\nkey_command = ['printf', 'canary-key-1']\n",
    );
    for profile in ["file", "command"] {
        for arguments in [
            &["config"][..],
            &["doctor"],
            &["batch", "cancel", "canary-key-1"],
            &["jobs", "--limit", "1"],
        ] {
            let ran = ran(with(&file, &[arguments, &["--profile", profile]].concat()));
            // The URL is not where the key belongs, and `config` does not run the key command.
            if profile == "file" || arguments != ["config"] {
                let all = format!("{}{}", ran.out, ran.err);
                assert!(!all.contains("canary"), "{arguments:?}: {all}");
            }
        }
    }
}

#[test]
fn the_name_of_the_output_says_the_format_before_the_profile_does() {
    let (folder, file) = config("[profiles.default]\nformat = 'verdict'\n");
    let job = folder.path().join("job.json");
    fs::write(
        &job,
        r#"{"job":{"results":[{"report":{"result":"OUTCOME_TRUE"}}]}}"#,
    )
    .unwrap();
    let job = job.to_str().unwrap();
    assert!(
        ran(with(&file, &["flatten", job]))
            .out
            .contains("\"flagged\"")
    );
    let rows = folder.path().join("rows.csv");
    let csv = ran(with(
        &file,
        &["flatten", job, "--output", rows.to_str().unwrap()],
    ));
    assert_eq!(csv.code, Some(0), "{}", csv.err);
    assert!(fs::read_to_string(rows).unwrap().starts_with("job_uuid,"));
    let table = ran(with(&file, &["flatten", job, "--format", "table"]));
    assert!(table.out.contains("verdict: flagged"), "{}", table.out);
}
