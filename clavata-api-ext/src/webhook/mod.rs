//! Receiving webhooks: believe nothing, confirm everything.

mod body;
mod error;
mod expiring_map;
mod receiver;
mod secret;

pub use error::WebhookError;
pub use receiver::{Received, Receiver};
pub use secret::WebhookSecret;
