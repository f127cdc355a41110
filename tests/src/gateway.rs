//! What the program serves: the mock gateway, a recorder, or a recording.

use crate::Arguments;
use mock_gateway::{MockGateway, Recorder, Replay, Stage, sample};

/// What answers.
pub(crate) enum Gateway {
    Mock(MockGateway),
    Recorder(Recorder),
    Replay(Replay),
}

impl Gateway {
    pub(crate) async fn start(arguments: &Arguments) -> Result<Self, String> {
        let port = arguments.port;
        if let (Some(folder), Some(to)) = (&arguments.record, &arguments.to) {
            let recorder = Recorder::start_at(to, folder, port).await;
            let recorder = recorder.map_err(|error| format!("cannot record: {error}"))?;
            return Ok(Self::Recorder(recorder));
        }
        if let Some(folder) = &arguments.replay {
            let replay = Replay::start_at(folder, port).await;
            let replay = replay.map_err(|error| format!("cannot replay: {error}"))?;
            return Ok(Self::Replay(replay));
        }
        let gateway = MockGateway::builder()
            .port(port)
            .dialect(arguments.dialect)
            .latency(arguments.latency)
            .fail_rate(arguments.fail_rate)
            .seed(arguments.seed)
            .key(&arguments.key)
            .remember(0)
            .list_fixtures(true)
            .try_start()
            .await
            .map_err(|error| format!("cannot listen on 127.0.0.1:{port}: {error}"))?;
        // Replaces the recorded job with this id, whose outcomes are random.
        let stages = if arguments.demo {
            vec![Stage::Pending, Stage::Running, Stage::Done]
        } else {
            vec![Stage::Done]
        };
        gateway.put_job(demo(), stages);
        Ok(Self::Mock(gateway))
    }

    pub(crate) fn url(&self) -> String {
        match self {
            Self::Mock(gateway) => gateway.url(),
            Self::Recorder(recorder) => recorder.url(),
            Self::Replay(replay) => replay.url(),
        }
    }

    /// Stops it and reports what went wrong. Returns whether nothing did.
    pub(crate) async fn stop(self) -> bool {
        match self {
            Self::Mock(gateway) => stop(gateway).await,
            Self::Recorder(recorder) => {
                let problems = recorder.problems();
                for problem in &problems {
                    eprintln!("not recorded: {problem}");
                }
                eprintln!("recorded: {} answers", recorder.recorded());
                problems.is_empty()
            }
            Self::Replay(replay) => {
                let unexpected = replay.unexpected();
                for request in &unexpected {
                    eprintln!("unexpected request: {request}");
                }
                if replay.unplayed() > 0 {
                    eprintln!("not requested: {} answers", replay.unplayed());
                }
                unexpected.is_empty() && replay.unplayed() == 0
            }
        }
    }
}

fn demo() -> sample::Job {
    sample::job()
        .metadata("id", "comment-1")
        .flagged("Harassment", 0.91)
        .actions("block, review")
        .clear("Spam", 0.07)
        .actions("hide")
        .content()
        .metadata("id", "comment-2")
        .clear("Harassment", 0.04)
        .actions("block, review")
        .clear("Spam", 0.02)
        .actions("hide")
}

/// Stops the gateway and reports requests that no correct client sends. Returns whether there were none.
async fn stop(gateway: MockGateway) -> bool {
    gateway.shutdown().await;
    let unexpected = gateway.unexpected();
    for request in &unexpected {
        eprintln!("unexpected request: {request}");
    }
    gateway.allow_unexpected();
    unexpected.is_empty()
}
