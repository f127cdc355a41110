#![doc = include_str!("lib.md")]
// So that docs.rs shows which feature an item needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod answered;
mod awaited;
mod base_url;
mod batch;
#[cfg(feature = "blocking")]
mod blocking;
mod builder;
mod cache;
mod call;
mod client;
mod completeness;
mod connection;
mod content;
mod create;
mod deadline;
mod error;
mod evaluate;
mod expiring_map;
mod fields;
#[cfg(feature = "files")]
pub mod files;
mod get_job;
#[cfg(all(any(doc, doctest), feature = "test-util"))]
pub mod guide;
mod headers;
mod ids;
mod image;
mod jobs;
mod key;
mod keys;
mod labels;
mod limit;
mod marker;
mod mask;
mod metrics;
mod operation;
mod polled;
mod poller;
mod probe;
mod proxy;
mod raw;
mod readers;
mod refusal;
mod retry;
mod retry_after;
mod running;
mod shown;
mod storage;
#[cfg(feature = "test-util")]
pub mod test_util;
mod threshold;
mod timeouts;
mod trace;
#[cfg(feature = "webhook")]
mod webhook;

/// The HTTP client underneath, for [`ClavataBuilder::with_http_client`].
pub use ::reqwest;
pub use answered::Answered;
pub use batch::{Batch, CreateBatch, ListBatches};
#[cfg(feature = "blocking")]
pub use blocking::Blocking;
pub use builder::ClavataBuilder;
pub use cache::VerdictCache;
#[doc(hidden)]
pub use clavata_api::json;
#[cfg(feature = "arrow")]
#[doc(inline)]
pub use clavata_outcomes::tables;
// What answers contain,
#[doc(inline)]
pub use clavata_outcomes::{
    Basis, Cell, ContentResult, ContentResults, Decision, Doubt, Field, FieldKind, Job, JobRow,
    LabelResult, Level, Match, Matches, Metadata, Place, Reason, Record, Row, RowKind, Rows, Usage,
    UsageRow, Verdict, are_of_different_content, flatten, tuning,
};
// and how to read answers that you already have.
pub use clavata_outcomes::{
    Arrived, DecodeError, Id, JobsPage, News, Value, api, decode, read, salvage,
};
pub use client::Clavata;
pub use completeness::Completeness;
pub use content::Content;
pub use create::{CreateJob, Reconciled, Unsure, WebhookEndpoint};
pub use error::Error;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub use evaluate::streamed;
pub use evaluate::{Answer, Evaluate, EvaluateAll, EvaluateOne, Evaluated, Evaluation};
pub use get_job::GetJob;
pub use jobs::Jobs;
pub use key::ApiKey;
pub use labels::{EvaluateLabels, LabelAnswers};
pub use limit::RateLimit;
pub use marker::Marker;
pub use mask::Mask;
pub use polled::Polled;
pub use poller::{Poller, WaitMany};
pub use proxy::Proxy;
pub use raw::RawCall;
pub use refusal::{Refusal, Refusals};
pub use retry::RetryPolicy;
pub use storage::{Download, Downloading, Upload};
pub use timeouts::Timeouts;
#[cfg(feature = "webhook")]
pub use webhook::{Received, Receiver, WebhookError, WebhookSecret};

// The samples in the README must compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
