//! Receives webhooks. Nothing is trusted until the gateway confirms it.

mod body;
mod error;
mod receiver;
mod secret;

pub use error::WebhookError;
pub use receiver::{Received, Receiver};
pub use secret::WebhookSecret;
