//! The generated type of each message of the contract, by name.

use clavata_api::DecodeError;
use clavata_api::types::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fmt::Debug;

/// The result of reading a body as a generated type.
pub(crate) struct Read {
    /// The value, written out again.
    pub(crate) written: Value,
    /// Whether the written text reads back as the same value.
    pub(crate) stable: bool,
    pub(crate) debug: String,
}

pub(crate) type Codec = fn(&[u8]) -> Result<Read, DecodeError>;

fn read<T: DeserializeOwned + Serialize + PartialEq + Debug>(
    body: &[u8],
) -> Result<Read, DecodeError> {
    let value: T = clavata_api::decode(body)?;
    let written = serde_json::to_vec(&value).expect("every value can be written");
    let again: T = clavata_api::decode(&written)
        .unwrap_or_else(|error| panic!("what we wrote we cannot read: {error}"));
    let twice = serde_json::to_vec(&again).unwrap();
    // NaN does not equal itself, so the texts decide.
    let has_nan = String::from_utf8_lossy(&written).contains("\"NaN\"");
    Ok(Read {
        stable: written == twice && (has_nan || value == again),
        written: serde_json::from_slice(&written).unwrap(),
        debug: format!("{value:?} {value:#?}"),
    })
}

macro_rules! codecs {
    ($($message:ident)*) => {
        /// Every message that has a generated type.
        pub(crate) const CODECS: &[(&str, Codec)] = &[$((stringify!($message), read::<$message>)),*];
    };
}

codecs! {
    GetJobResponse ListJobsResponse Job JobResult PolicyEvaluationReport SectionEvaluationReport
    AssertionEvaluationReport ExceptionEvaluationReport ReviewResult TokenUsage ContentData
    CreateJobRequest CreateJobResponse Webhook JobOptions EvaluateRequest EvaluateResponse
    EvaluateFrame EvaluateLabelsRequest LabelEvalOptions EvaluateLabelsResponse
    EvaluateLabelsResult LabelEvaluation BatchJob CreateBatchJobRequest CreateBatchJobResponse
    ListBatchJobsResponse CancelBatchJobRequest CancelBatchJobResponse BatchJobError Status
}

/// Reads a body as the generated type of that name.
pub(crate) fn decode_as(schema: &str, body: &[u8]) -> Result<Read, DecodeError> {
    let found = CODECS.iter().find(|(name, _)| *name == schema);
    let (_, codec) = found.unwrap_or_else(|| panic!("{schema} has no generated type here"));
    codec(body)
}

/// How an enum reads raw JSON, and what it writes.
pub(crate) type EnumCodec = fn(&str) -> Result<EnumRead, serde_json::Error>;

pub(crate) struct EnumRead {
    pub(crate) text: String,
    pub(crate) debug: String,
    pub(crate) written: String,
    pub(crate) is_default: bool,
}

fn read_enum<T>(json: &str) -> Result<EnumRead, serde_json::Error>
where
    T: DeserializeOwned + Serialize + PartialEq + Debug + Default + ToString,
{
    let value: T = serde_json::from_str(json)?;
    let written = serde_json::to_string(&value)?;
    assert_eq!(value, serde_json::from_str(&written)?, "{json} → {written}");
    Ok(EnumRead {
        text: value.to_string(),
        debug: format!("{value:?}"),
        is_default: value == T::default(),
        written,
    })
}

macro_rules! enums {
    ($($name:ident)*) => {
        /// Every enum that has a generated type.
        pub(crate) const ENUMS: &[(&str, EnumCodec, fn() -> Vec<String>)] = &[$((
            stringify!($name),
            read_enum::<$name>,
            || $name::NAMED.iter().map(|value| value.as_str().to_owned()).collect(),
        )),*];
    };
}

enums! {
    Outcome JobStatus JobType BatchJobState BatchJobErrorCode PrecheckFailureType
    PrecheckMatchConfidence
}
