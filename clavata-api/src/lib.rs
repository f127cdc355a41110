//! The generated client for Clavata's public API, and its types.
//!
//! The types and the client are generated from the contract in `openapi/clavata.yaml` by
//! `cargo xtask codegen`. The rest is written by hand: how the dialects of the wire become plain
//! types, how responses are read, and what a call adds to its request.
//!
//! Most users want `clavata-api-ext`, which adds deadlines, retries, rows and verdicts. With the
//! feature `client` off, this crate is only the types and their decoding, without an HTTP stack:
//!
//! ```
//! use clavata_api::types::{GetJobResponse, JobStatus};
//!
//! // Empty, null and missing fields all decode to the same plain value.
//! let answer: GetJobResponse = clavata_api::decode(
//!     br#"{"job": {"jobUuid": "", "status": 42, "results": null, "threshold": "NaN"}}"#,
//! )?;
//! let job = answer.job.unwrap_or_default();
//! assert_eq!(job.job_uuid, None);
//! assert_eq!(job.status, JobStatus::Unknown("42".to_owned()));
//! assert!(job.results.is_empty());
//! # Ok::<(), clavata_api::DecodeError>(())
//! ```
//!
//! With the feature on, each operation is a method, and each parameter a setter. Messages are
//! `#[non_exhaustive]`; those in requests have setters as well.
//!
//! ```no_run
//! # #[cfg(feature = "client")]
//! # async fn example(policy: uuid::Uuid) -> Result<(), Box<dyn std::error::Error>> {
//! use clavata_api::types::{ContentData, CreateJobRequest};
//! use clavata_api::{Call, Client};
//!
//! let mut call = Call::default();
//! let mut key = http::HeaderValue::from_static("Bearer test-key");
//! key.set_sensitive(true);
//! std::sync::Arc::make_mut(&mut call.headers).insert("authorization", key);
//! let client = Client::new("https://gateway.app.clavata.ai:8443", reqwest::Client::new(), call);
//! let content = ContentData::default().text("You are a fool.".to_owned());
//! let request = CreateJobRequest::default()
//!     .policy_id(policy)
//!     .content_data([content])
//!     .threshold(0.7);
//! let created = client.create_job().body(request).send().await?.into_inner();
//! println!("{:?}", created.job.and_then(|job| job.job_uuid));
//! # Ok(())
//! # }
//! ```

// docs.rs shows which feature an item needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod budget;
mod decode;
#[doc(hidden)]
pub mod json;
mod kind;
mod news;
mod read;
mod refusal_names;
mod salvage;
mod wire;

#[cfg(feature = "client")]
mod answer;
#[cfg(feature = "client")]
mod base;
#[cfg(feature = "client")]
mod body;
#[cfg(feature = "client")]
mod call;
#[cfg(feature = "client")]
mod connections;
#[cfg(feature = "client")]
mod error;
#[cfg(feature = "client")]
mod extra_fields;
#[cfg(feature = "client")]
mod inflate;
#[cfg(feature = "client")]
mod listener;
#[cfg(feature = "client")]
mod parameters;
#[cfg(feature = "client")]
mod raw;
#[cfg(feature = "client")]
mod request;
#[cfg(feature = "client")]
mod response;
#[cfg(feature = "client")]
mod snippet;

// Generated code follows its generator, not the lints for hand-written code. It also uses deprecated fields.
#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, deprecated, missing_docs, unreachable_pub, unused_imports, rustdoc::all)]
mod generated;

pub use decode::{DecodeError, decode};
#[doc(hidden)]
pub use decode::{has_error_within, join, refused_labels, said_beside};
#[doc(hidden)]
pub use generated::contract;
pub use generated::types;
pub use news::News;
pub use read::{Arrived, JobsPage, Value, read};
#[doc(hidden)]
pub use refusal_names::names_abuse;
pub use salvage::{Evidence, evidence_in, refusals_in, salvage};
pub use wire::Id;
#[doc(hidden)]
pub use wire::says_something;

#[cfg(feature = "client")]
pub use call::{Call, DEFAULT_ANSWER_LIMIT};
#[cfg(feature = "client")]
pub use connections::Connections;
#[cfg(feature = "client")]
pub use error::Error;
#[cfg(feature = "client")]
pub use extra_fields::ExtraFields;
#[cfg(feature = "client")]
pub use generated::{Client, builder};
#[cfg(feature = "client")]
pub use inflate::{Inflate, InflateError};
#[cfg(feature = "client")]
pub use listener::Listener;
#[cfg(feature = "client")]
pub use response::{ByteStream, ResponseValue};
#[cfg(feature = "client")]
pub use snippet::Snippet;
