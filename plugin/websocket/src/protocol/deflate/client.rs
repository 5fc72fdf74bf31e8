//! The client's side of the negotiation (RFC 7692 section 5).

use super::negotiated::NegotiatedDeflate;
use super::parameters::{MAX_WINDOW_BITS, Parameters, WindowBits};
use crate::settings::Compression;

/// Returns the offer for `Sec-WebSocket-Extensions`.
pub(crate) fn offer(settings: &Compression) -> String {
    offer_parameters(settings).to_string()
}

/// Evaluates a server's response to the offer, given the elements of its `Sec-WebSocket-Extensions`; `None` if the
/// server declines compression.
///
/// # Errors
/// What is wrong with the response.
pub(crate) fn accept_answer<'a>(
    elements: impl Iterator<Item = &'a str>,
    settings: Option<&Compression>,
) -> Result<Option<(NegotiatedDeflate, String)>, String> {
    let mut agreed = None;
    for element in elements {
        let unasked = || format!("it selects `{element}`, an extension that was not offered");
        let settings = settings.ok_or_else(unasked)?;
        let answer = Parameters::parse(element).ok_or_else(unasked)??;
        check(&answer, &offer_parameters(settings))?;
        let words = answer.to_string();
        if agreed
            .replace((NegotiatedDeflate::new(&limited(answer, settings), settings), words))
            .is_some()
        {
            return Err("it accepts permessage-deflate twice".to_owned());
        }
    }
    Ok(agreed)
}

/// Always includes `client_max_window_bits`, which permits a server to ask for a smaller window.
fn offer_parameters(settings: &Compression) -> Parameters {
    let less = |bits: u8| (bits < MAX_WINDOW_BITS).then_some(bits);
    Parameters {
        server_no_context_takeover: settings.server_no_context_takeover,
        client_no_context_takeover: settings.client_no_context_takeover,
        server_max_window_bits: less(settings.server_max_window_bits),
        client_max_window_bits: Some(
            less(settings.client_max_window_bits).map_or(WindowBits::Any, WindowBits::AtMost),
        ),
    }
}

/// This side keeps its own limits even if the server does not mention them.
fn limited(mut answer: Parameters, settings: &Compression) -> Parameters {
    let agreed = answer.client_max_window_bits.map_or(MAX_WINDOW_BITS, WindowBits::most);
    let most = agreed.min(settings.client_max_window_bits);
    answer.client_max_window_bits = Some(WindowBits::AtMost(most));
    answer.client_no_context_takeover |= settings.client_no_context_takeover;
    answer
}

fn check(answer: &Parameters, offer: &Parameters) -> Result<(), String> {
    let bits = |bits: Option<u8>| bits.unwrap_or(MAX_WINDOW_BITS);
    let wrong = if offer.server_no_context_takeover && !answer.server_no_context_takeover {
        "ignores `server_no_context_takeover`"
    } else if bits(answer.server_max_window_bits) > bits(offer.server_max_window_bits) {
        "exceeds `server_max_window_bits`"
    } else if answer.client_max_window_bits == Some(WindowBits::Any) {
        "has `client_max_window_bits` without a value"
    } else {
        return Ok(());
    };
    Err(format!("its response to the offered permessage-deflate {wrong}"))
}
