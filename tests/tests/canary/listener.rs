//! Listens to everything that `tracing` and `log` emit at level TRACE.

use std::fmt::{self, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, Once};

use tokio::sync::MutexGuard;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

static HEARD: Mutex<String> = Mutex::new(String::new());
static LOGGER: Listener = Listener(AtomicU64::new(1));

/// Starts to listen once no other test does, because a process has only one subscriber.
pub(crate) async fn listen() -> MutexGuard<'static, ()> {
    static LISTENING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    static BEGUN: Once = Once::new();

    let listening = LISTENING.lock().await;
    BEGUN.call_once(|| {
        tracing::subscriber::set_global_default(Listener(AtomicU64::new(1))).unwrap();
        log::set_logger(&LOGGER).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
    heard();
    listening
}

/// What was logged since the last call.
pub(crate) fn heard() -> String {
    std::mem::take(&mut *HEARD.lock().unwrap())
}

struct Listener(AtomicU64);

/// Writes all fields of a span or event on one line.
struct Line(String);

impl Line {
    fn of(metadata: &Metadata<'_>, record: impl FnOnce(&mut Self)) {
        let mut line = Self(format!("{} {}", metadata.target(), metadata.name()));
        record(&mut line);
        line.end();
    }

    fn end(mut self) {
        self.0.push('\n');
        HEARD.lock().unwrap().push_str(&self.0);
    }
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

impl Subscriber for Listener {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        Line::of(span.metadata(), |line| span.record(line));
        Id::from_u64(self.0.fetch_add(1, Ordering::Relaxed))
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut line = Line("recorded".to_owned());
        values.record(&mut line);
        line.end();
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        Line::of(event.metadata(), |line| event.record(line));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl log::Log for Listener {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        Line(format!("{} {}", record.target(), record.args())).end();
    }

    fn flush(&self) {}
}
