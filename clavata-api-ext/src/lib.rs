//! Clavata's content-moderation API with deadlines, retries by evidence, rows and verdicts.
//!
//! A thin crate over the generated [`clavata-api`](clavata_api): [`Clavata`] is the client,
//! [`Job`] what it brings, [`Verdict`] what may be done with the content. It fails closed: a check
//! that failed, is missing, or says something new never makes content pass.
//!
//! With default features off, this crate is rows and verdicts of answers that you already hold,
//! without an HTTP stack.

/// The generated types, as the contract names them.
pub use clavata_api::types as api;
/// Decoding of answers that you already hold, in any of the gateway's dialects.
pub use clavata_api::{
    Answer as Read, DecodeError, Id, JobsPage, Value, decode, json, read, salvage,
};

#[cfg(feature = "files")]
pub mod files;
pub mod flatten;
mod job;
mod outcomes;
#[cfg(feature = "arrow")]
pub mod tables;

#[cfg(feature = "client")]
mod base_url;
#[cfg(feature = "client")]
mod batch;
#[cfg(feature = "client")]
mod builder;
#[cfg(feature = "client")]
mod call;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
mod connection;
#[cfg(feature = "client")]
mod content;
#[cfg(feature = "client")]
mod create;
#[cfg(feature = "client")]
mod error;
#[cfg(feature = "client")]
mod evaluate;
#[cfg(feature = "client")]
mod image;
#[cfg(feature = "client")]
mod jobs;
#[cfg(feature = "client")]
mod key;
#[cfg(feature = "client")]
mod label_answers;
#[cfg(feature = "client")]
mod labels;
#[cfg(feature = "client")]
mod mask;
#[cfg(feature = "client")]
mod opened;
#[cfg(feature = "client")]
mod operation;
#[cfg(feature = "client")]
mod pages;
#[cfg(feature = "client")]
mod probe;
#[cfg(all(feature = "client", any(test, fuzzing)))]
#[doc(hidden)]
pub mod properties;
#[cfg(feature = "client")]
mod proxy;
#[cfg(feature = "client")]
mod refusal;
#[cfg(feature = "client")]
mod retry;
#[cfg(feature = "client")]
mod threshold;
#[cfg(feature = "client")]
mod timeouts;
#[cfg(feature = "client")]
mod trace;
#[cfg(feature = "client")]
mod wait;
#[cfg(feature = "webhook")]
mod webhook;

pub use job::Job;
pub use outcomes::{
    Basis, ContentResult, Decision, Doubt, Flagged, LabelResult, Level, Match, Matches, Metadata,
    OnUndetermined, Place, Reason, Results, Row, RowKind, Rows, Verdict,
};

#[cfg(feature = "batch")]
pub use batch::{AnswerFault, AnswerProblem, BatchProgress, BatchReport, BatchRun, CheckedInput};
#[cfg(feature = "client")]
pub use batch::{Batch, BatchPoller, BatchProblem, BatchWarning, RowFault, RowProblem};
#[cfg(feature = "client")]
pub use builder::ClavataBuilder;
#[cfg(feature = "client")]
pub use client::Clavata;
#[cfg(feature = "client")]
pub use content::Content;
#[cfg(feature = "client")]
pub use create::{CreateJob, Marker, Reconciled, Unsure, Webhook};
#[cfg(feature = "client")]
pub use error::Error;
#[cfg(feature = "client")]
pub use evaluate::{Answer, Completeness, Evaluate, EvaluateAll, Evaluated, Evaluation};
#[cfg(feature = "client")]
pub use jobs::JobsQuery;
#[cfg(feature = "client")]
pub use key::ApiKey;
#[cfg(feature = "client")]
pub use label_answers::LabelAnswers;
#[cfg(feature = "client")]
pub use labels::EvaluateLabels;
#[cfg(feature = "client")]
pub use mask::Mask;
#[cfg(feature = "client")]
pub use pages::Jobs;
#[cfg(feature = "client")]
pub use proxy::Proxy;
#[cfg(feature = "client")]
pub use refusal::{Refusal, Refusals};
#[cfg(feature = "client")]
pub use retry::RetryPolicy;
#[cfg(feature = "client")]
pub use timeouts::Timeouts;
#[cfg(feature = "client")]
pub use wait::Poller;
#[cfg(feature = "webhook")]
pub use webhook::{Received, Receiver, WebhookError, WebhookSecret};

// The README's samples must compile.
#[cfg(all(doctest, feature = "client"))]
#[doc = include_str!("../../README.md")]
struct Readme;
