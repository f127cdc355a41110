//! Makes a call to a gateway that gives a certain answer.

use clavata_api::types::{GetJobResponse, Status};
use clavata_api::{Call, Error, ResponseValue};
use mock_gateway::{MockGateway, Operation, Reply};

pub(crate) type Outcome = Result<ResponseValue<GetJobResponse>, Error<Status>>;

pub(crate) async fn meet_with_limit(reply: impl Into<Reply>, limit: u64) -> Outcome {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::GetJob).next(reply);
    let call = Call {
        answer_limit: limit,
        ..Call::default()
    };
    let client = super::client::client(&gateway.url(), call);
    let id: uuid::Uuid = "55555555-5555-4555-8555-555555555555".parse().unwrap();
    let outcome = client.get_job().job_uuid(id).send().await;
    gateway.finish().await;
    outcome
}

pub(crate) async fn meet(reply: impl Into<Reply>) -> Outcome {
    meet_with_limit(reply, clavata_api::DEFAULT_ANSWER_LIMIT).await
}
