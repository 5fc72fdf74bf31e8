//! A client's part in the negotiation (RFC 7692 section 5).

use super::negotiated::NegotiatedDeflate;
use super::parameters::{MOST_BITS, Parameters, WindowBits};
use crate::settings::Compression;

/// The offer for `Sec-WebSocket-Extensions`.
pub(crate) fn offer(settings: &Compression) -> String {
    offered(settings).to_string()
}

/// What a server made of the offer, given the elements of its `Sec-WebSocket-Extensions`; nothing when it does not
/// want to compress.
///
/// # Errors
/// What is wrong with its answer.
pub(crate) fn accept<'a>(
    elements: impl Iterator<Item = &'a str>,
    settings: Option<&Compression>,
) -> Result<Option<(NegotiatedDeflate, String)>, String> {
    let mut agreed = None;
    for element in elements {
        let unasked = || format!("it wants `{element}`, an extension that was not asked for");
        let settings = settings.ok_or_else(unasked)?;
        let answer = Parameters::parse(element).ok_or_else(unasked)??;
        check(&answer, &offered(settings))?;
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

/// `client_max_window_bits` is always there, since it is what allows a server to ask for less.
fn offered(settings: &Compression) -> Parameters {
    let less = |bits: u8| (bits < MOST_BITS).then_some(bits);
    Parameters {
        server_no_context_takeover: settings.server_no_context_takeover,
        client_no_context_takeover: settings.client_no_context_takeover,
        server_max_window_bits: less(settings.server_max_window_bits),
        client_max_window_bits: Some(
            less(settings.client_max_window_bits).map_or(WindowBits::Any, WindowBits::AtMost),
        ),
    }
}

/// What we ask of ourselves holds whatever the server says about it.
fn limited(mut answer: Parameters, settings: &Compression) -> Parameters {
    let agreed = answer.client_max_window_bits.map_or(MOST_BITS, WindowBits::most);
    let most = agreed.min(settings.client_max_window_bits);
    answer.client_max_window_bits = Some(WindowBits::AtMost(most));
    answer.client_no_context_takeover |= settings.client_no_context_takeover;
    answer
}

fn check(answer: &Parameters, offer: &Parameters) -> Result<(), String> {
    let bits = |bits: Option<u8>| bits.unwrap_or(MOST_BITS);
    let wrong = if offer.server_no_context_takeover && !answer.server_no_context_takeover {
        "does not keep to `server_no_context_takeover`"
    } else if bits(answer.server_max_window_bits) > bits(offer.server_max_window_bits) {
        "does not keep to `server_max_window_bits`"
    } else if answer.client_max_window_bits == Some(WindowBits::Any) {
        "has `client_max_window_bits` without a value"
    } else {
        return Ok(());
    };
    Err(format!("its answer to the offered permessage-deflate {wrong}"))
}
