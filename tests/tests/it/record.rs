//! A recording holds no secret, and replays to the same result.

use std::path::Path;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clavata_api_ext::{Clavata, Content, Decision, RetryPolicy, Timeouts, Verdict};
use futures_util::stream;
use mock_gateway::{Answer, Fault, MockGateway, Operation, Recorder, Replay, sample};
use tempfile::TempDir;
use uuid::Uuid;

const KEY: &str = "canarykeymango";
const TEXT: &str = "canarytextguava flag lychee";
const OTHER: &str = "canaryotherpapaya";
const NAME: &str = "canarynamequince";
const VALUE: &str = "canaryvaluefeijoa";
const HEADER: &str = "canaryheadermedlar";
const OPTION: &str = "canaryoptiondamson";
const FIELD: &str = "canaryfieldloquat";
const PICTURE: &str = "canarypicturetamarind";

fn client(url: &str) -> Clavata {
    Clavata::builder()
        .with_key(KEY)
        .with_base_url(url)
        .with_header("x-canary", HEADER)
        .with_retry(RetryPolicy::none())
        .with_timeouts(Timeouts::default().with_total(Duration::from_secs(20)))
        .build()
        .unwrap()
}

/// What a run finds.
async fn run(url: &str, before_errors: impl FnOnce()) -> Vec<String> {
    let clavata = client(url);
    let policy: Uuid = sample::POLICY.parse().unwrap();
    let content = |text: &str| Content::text(text).with_metadata(NAME, VALUE);
    let mut found = Vec::new();
    for text in [TEXT, OTHER, "csam", "fail"] {
        let ask = clavata.evaluate_one(policy, content(text));
        found.push(match ask.option("depth", OPTION).await {
            Ok(answer) => format!("{} {:?}", answer.verdict(), answer.actions()),
            Err(error) => format!(
                "{:?}",
                error.refusals().map(clavata_api_ext::Refusals::has_csam)
            ),
        });
    }
    let texts = [OTHER, TEXT, OTHER].map(content);
    let mut all = clavata
        .evaluate_all(policy, stream::iter(texts))
        .request_size(3);
    while let Some((input, answer)) = all.next().await {
        found.push(format!("{input}: {}", answer.decide_or(Decision::Review)));
    }
    let picture = [b"\x89PNG\r\n\x1a\n", PICTURE.as_bytes()].concat();
    let picture = Content::image(picture).without_image_check();
    let created = clavata
        .create(policy, [content(TEXT), picture])
        .send()
        .await
        .unwrap();
    let id = created
        .job_uuid
        .as_ref()
        .and_then(clavata_api_ext::Id::as_uuid)
        .unwrap();
    let job = clavata.poller(id).until_done().await.unwrap();
    found.push(format!("{} {}", job.verdict(), job.rows().count()));
    let labels = clavata
        .evaluate_labels(content(OTHER), [policy])
        .send()
        .await
        .unwrap();
    found.push(labels.verdict().to_string());
    let field = clavata.with_field("preview", FIELD);
    let error = field
        .create(policy, [content(TEXT)])
        .send()
        .await
        .unwrap_err();
    found.push(format!("{:?}", error.status()));
    before_errors();
    for _ in 0..8 {
        let error = clavata.job(Uuid::from_u128(9)).await.unwrap_err();
        found.push(format!(
            "{:?} {} {:?}",
            error.status(),
            error.is_quota(),
            error.retry_after()
        ));
    }
    found
}

/// The ways in which a helpful gateway repeats what it was sent.
fn dressed(words: &str) -> Vec<String> {
    let each = |write: fn(u8) -> String| words.bytes().map(write).collect::<String>();
    let mut all = vec![
        words.to_owned(),
        words.to_uppercase(),
        each(|byte| format!("%{byte:02x}")),
        each(|byte| format!("\\u00{byte:02x}")),
        each(|byte| format!("&#{byte};")),
        each(|byte| format!("{byte:02x}")),
        each(|byte| format!("{} ", char::from(byte))),
    ];
    all.extend((0..3).map(|offset| STANDARD.encode(format!("{}{words}", &"---"[..offset]))));
    all
}

const SECRETS: [&str; 8] = [KEY, TEXT, OTHER, NAME, VALUE, HEADER, OPTION, FIELD];

fn script(gateway: &MockGateway) {
    for dress in 0..7 {
        let said: Vec<String> = SECRETS
            .iter()
            .map(|secret| dressed(secret)[dress].clone())
            .collect();
        let said = serde_json::json!({"code": 8, "message": format!("quota exceeded: you sent {}", said.join(" and ")),
            "details": [{"@type": said[0], "reason": said[1], KEY: said[2], "hint": {"deep": said}}]});
        let answer = Answer::json(429, said.to_string()).with_header("retry-after", "7");
        gateway
            .on(Operation::GetJob)
            .next(answer.with_header("x-request-id", KEY));
    }
    // HTML from something in between.
    let page = format!("<p>{KEY} {TEXT}</p>");
    let answer = Answer::raw(502, &[("content-type", "text/html")], page);
    gateway.on(Operation::GetJob).next(answer);
}

/// Everything in the files of a recording, including their names.
fn held(folder: &Path) -> String {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    let read = |path: &std::path::PathBuf| {
        format!(
            "{}\n{}\n",
            path.display(),
            std::fs::read_to_string(path).unwrap()
        )
    };
    files.iter().map(read).collect()
}

async fn recorded() -> (TempDir, Vec<String>) {
    let gateway = MockGateway::builder().key(KEY).start().await;
    // An unknown field, and whatever follows from it, is intended here.
    gateway.allow_unexpected();
    let folder = tempfile::tempdir().unwrap();
    let recorder = Recorder::start(&gateway.url(), folder.path())
        .await
        .unwrap();
    let found = run(&recorder.url(), || script(&gateway)).await;
    assert_eq!(recorder.problems(), [] as [&str; 0]);
    assert!(recorder.recorded() > 15, "{recorder:?}");
    gateway.finish().await;
    (folder, found)
}

#[tokio::test]
async fn a_recording_holds_no_secret_and_plays_back_to_the_same_end() {
    let (folder, found) = recorded().await;
    let held = held(folder.path());
    let picture = STANDARD.encode(PICTURE);
    for secret in SECRETS
        .into_iter()
        .chain([PICTURE, "lychee", &picture[4..20]])
    {
        for shape in dressed(secret) {
            // Its first and last digits also depend on the neighboring bytes.
            let shape = shape.trim();
            let core = if shape.len() > 12 {
                &shape[4..shape.len() - 4]
            } else {
                shape
            };
            let line = held
                .lines()
                .find(|line| line.to_lowercase().contains(&core.to_lowercase()));
            assert_eq!(line, None, "{secret} as {shape}");
        }
    }
    assert!(held.contains("quota exceeded: you sent …"), "{held}");
    let replay = Replay::start(folder.path()).await.unwrap();
    assert_eq!(run(&replay.url(), || ()).await, found);
    replay.finish();
    assert!(found[0].starts_with("flagged"), "{found:?}");
    assert_eq!(
        (found[1].as_str(), found[2].as_str()),
        ("clear []", "Some(true)")
    );
    assert!(found.iter().any(|line| line == "1: block"), "{found:?}");
    assert!(
        found.iter().any(|line| line == "Some(429) true Some(7s)"),
        "{found:?}"
    );
}

#[tokio::test]
async fn what_was_not_recorded_is_unexpected_and_nothing_is_played_twice() {
    let gateway = MockGateway::start().await;
    let folder = tempfile::tempdir().unwrap();
    let policy = sample::POLICY.parse().unwrap();
    {
        let recorder = Recorder::start(&gateway.url(), folder.path())
            .await
            .unwrap();
        let clavata = Clavata::builder()
            .with_key("test-key")
            .with_base_url(recorder.url());
        let clavata = clavata.with_retry(RetryPolicy::none()).build().unwrap();
        clavata
            .evaluate_one(policy, Content::text("fine"))
            .await
            .unwrap();
        // An answer that breaks off is cut, and not recorded.
        gateway.on(Operation::Evaluate).next(Fault::CloseInBody);
        let error = clavata
            .evaluate_one(policy, Content::text("fine"))
            .await
            .unwrap_err();
        assert!(error.may_have_been_billed(), "{error}");
        assert_eq!((recorder.recorded(), recorder.problems().len()), (1, 1));
    }
    let replay = Replay::start(folder.path()).await.unwrap();
    let clavata = client(&replay.url());
    assert_eq!(replay.unplayed(), 1);
    let ask = || clavata.evaluate_one(policy, Content::text("fine"));
    assert_eq!(ask().await.unwrap().verdict(), Verdict::Clear);
    assert_eq!(ask().await.unwrap_err().status(), Some(501));
    assert_eq!(clavata.job(policy).await.unwrap_err().status(), Some(501));
    assert_eq!(replay.unexpected(), ["POST evaluate", "GET get_job"]);
    assert_eq!(replay.unplayed(), 0);
    gateway.finish().await;
}

#[tokio::test]
async fn nothing_is_recorded_over_something_or_from_where_the_key_is_not_safe() {
    let folder = tempfile::tempdir().unwrap();
    for to in [
        "http://example.com",
        "ftp://127.0.0.1",
        "gateway",
        "http://127.0.0.1.example.com",
    ] {
        let error = Recorder::start(to, folder.path()).await.unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput, "{to}");
    }
    std::fs::write(folder.path().join("0001-evaluate.json"), "mine").unwrap();
    let error = Recorder::start("http://127.0.0.1:1", folder.path())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("not empty"), "{error}");
    let error = Replay::start(folder.path()).await.unwrap_err();
    assert!(error.to_string().contains("0001-evaluate.json"), "{error}");
}
