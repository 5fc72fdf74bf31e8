//! The RFC's examples, hostile data, and the negotiation.

mod bombs;
mod contexts;
mod examples;
mod miniature;
mod negotiation;

use super::{Inflater, NegotiatedDeflate};
use crate::error::Error;
use crate::protocol::Limits;
use tungstenite::protocol::Role;

fn limits(inflated: usize) -> Limits {
    Limits { message: usize::MAX, frame: None, fragments: None, inflated }
}

fn agreed(keeps_context: bool) -> NegotiatedDeflate {
    NegotiatedDeflate::of((15, keeps_context), (15, keeps_context), 6)
}

/// The receiving side of a client.
fn inflater(keeps_context: bool) -> Inflater {
    Inflater::new(agreed(keeps_context).received(Role::Client))
}

/// Inflates a message that arrives in one piece.
fn inflate(inflater: &mut Inflater, bytes: &[u8], most: usize) -> Result<Vec<u8>, Error> {
    let mut message = Vec::new();
    inflater.push(bytes, &mut message, &limits(most))?;
    inflater.finish(&mut message, &limits(most))?;
    Ok(message)
}
