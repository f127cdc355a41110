//! Calls from programs that are not async.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use clavata_api_ext::test_util::{self, Fault, MockGateway, Operation, sample};
use clavata_api_ext::{Answer, Blocking, Clavata, Content, Error, Id, Verdict};
use tokio::runtime::Runtime;
use uuid::Uuid;

/// A gateway, which needs a runtime although the test has none, and its client.
struct World {
    server: Runtime,
    gateway: MockGateway,
    clavata: Clavata,
    policy: Uuid,
}

fn world() -> World {
    let server = Runtime::new().unwrap();
    let gateway = server.block_on(MockGateway::start());
    World {
        clavata: test_util::client(&gateway),
        policy: sample::POLICY.parse().unwrap(),
        gateway,
        server,
    }
}

#[test]
fn a_plain_program_makes_every_call() {
    let world = world();
    let (blocking, clavata) = (Blocking::new().unwrap(), &world.clavata);
    let one = clavata.evaluate_one(world.policy, Content::text("flag this"));
    let one = blocking.wait(one.threshold(0.5)).unwrap();
    assert_eq!(one.verdict(), Verdict::Flagged);

    let create = clavata.create(world.policy, [Content::text("hello")]);
    let created = blocking.wait(create.send()).unwrap();
    let id = created.job_uuid.as_ref().unwrap().as_uuid().unwrap();
    let job = blocking.wait(clavata.wait(id)).unwrap();
    assert_eq!(job.verdict(), Verdict::Clear);
    let labels = clavata.evaluate_labels(Content::text("hello"), [Uuid::from_u128(7)]);
    blocking.wait(labels.send()).unwrap();
    world.server.block_on(world.gateway.finish());
}

#[test]
fn streams_are_iterators() {
    let world = world();
    let (blocking, clavata) = (Blocking::new().unwrap(), &world.clavata);
    let inputs = ["fine", "flag", "fine"].map(Content::text);
    let answers = clavata.evaluate_all(world.policy, futures_util::stream::iter(inputs));
    let answers = blocking.each(answers.in_order().into_stream()).unwrap();
    let flagged = answers.map(|(input, answer)| match answer {
        Answer::Evaluated(answer) => (input, answer.verdict() == Verdict::Flagged),
        other => panic!("{other:?}"),
    });
    assert_eq!(
        flagged.collect::<Vec<_>>(),
        [(0, false), (1, true), (2, false)]
    );

    let id = world.gateway.job(sample::job().flagged("Toxicity", 0.9));
    let mut jobs = blocking.each(clavata.jobs().into_stream()).unwrap();
    let id = Some(Id::from(id.as_str()));
    assert!(jobs.any(|job| job.unwrap().job_uuid == id));
    world.server.block_on(world.gateway.finish());
}

#[test]
fn an_error_of_the_call_is_returned() {
    let world = world();
    let blocking = Blocking::new().unwrap();
    world
        .gateway
        .on(Operation::GetJob)
        .always(Fault::QuotaExceeded);
    let error = blocking
        .wait(world.clavata.job(Uuid::from_u128(7)))
        .unwrap_err();
    assert!(error.is_quota(), "{error}");
}

#[test]
fn within_a_runtime_it_refuses_in_one_line_and_sends_nothing() {
    fn refused<T>(result: Result<T, Error>) {
        let error = result.err().unwrap();
        assert!(error.is_not_built());
        assert_eq!(
            error.to_string(),
            "a blocking call within a Tokio runtime: await the call instead"
        );
    }
    let world = world();
    let blocking = Blocking::new().unwrap();
    world.server.block_on(async {
        refused(Blocking::new());
        refused(blocking.wait(world.clavata.job(Uuid::from_u128(7))));
        refused(blocking.each(world.clavata.jobs().into_stream()));
        // Tokio's own runtime would panic here.
        drop(blocking);
    });
    assert_eq!(world.gateway.requests().len(), 0);
}

/// A server that answers one request on each connection and closes it a moment later. Returns its address,
/// and sends a message for each connection that it has closed.
fn closing() -> (String, Receiver<()>) {
    const JOB: &str = r#"{"job":{"jobUuid":"55555555-5555-4555-8555-555555555555"}}"#;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (closed, ends) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, mut request, mut part) = (stream.unwrap(), Vec::new(), [0; 4096]);
            while !request.ends_with(b"}") {
                match stream.read(&mut part) {
                    Ok(read) if read > 0 => request.extend(&part[..read]),
                    _ => break,
                }
            }
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length:";
            let _ = write!(stream, "{head} {}\r\n\r\n{JOB}", JOB.len());
            thread::sleep(Duration::from_millis(30));
            drop(stream);
            let _ = closed.send(());
        }
    });
    (url, ends)
}

/// A create is not sent again if it may have been carried out, so on a dead connection it would fail.
#[test]
fn a_connection_that_the_gateway_closed_between_two_calls_is_not_used_again() {
    let builder = Clavata::builder().with_key("test-key");
    let (url, ends) = closing();
    let clavata = builder.with_base_url(url).build().unwrap();
    let blocking = Blocking::new().unwrap();
    for _ in 0..5 {
        let create = clavata.create(Uuid::from_u128(7), [Content::text("hello")]);
        let created = blocking.wait(create.send());
        assert!(created.is_ok(), "{created:?}");
        // The program is busy with something else.
        ends.recv().unwrap();
        thread::sleep(Duration::from_millis(100));
    }
}
