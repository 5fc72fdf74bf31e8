//! The server's side of the negotiation (RFC 7692 section 5).

use super::negotiated::NegotiatedDeflate;
use super::parameters::{MAX_WINDOW_BITS, Parameters, WindowBits};
use crate::settings::Compression;

/// Chooses the first acceptable offer of a client, given the elements of its `Sec-WebSocket-Extensions`, and returns
/// the response. Invalid offers are declined, as the RFC requires.
pub(crate) fn accept_offer<'a>(
    elements: impl Iterator<Item = &'a str>,
    settings: &Compression,
) -> Option<(NegotiatedDeflate, String)> {
    let offers = elements.filter_map(Parameters::parse);
    let answer = answer(&offers.flatten().next()?, settings);
    Some((NegotiatedDeflate::new(&answer, settings), answer.to_string()))
}

/// Combines the client's offer with the settings. A client's window can be limited only if the client says that it
/// supports that.
fn answer(offer: &Parameters, settings: &Compression) -> Parameters {
    let of_server = offer.server_max_window_bits.unwrap_or(MAX_WINDOW_BITS);
    let of_server = of_server.min(settings.server_max_window_bits);
    let of_client = offer.client_max_window_bits.map(|bits| {
        let most = bits.most().min(settings.client_max_window_bits);
        (most < MAX_WINDOW_BITS).then_some(WindowBits::AtMost(most))
    });
    Parameters {
        server_no_context_takeover: offer.server_no_context_takeover
            || settings.server_no_context_takeover,
        client_no_context_takeover: offer.client_no_context_takeover
            || settings.client_no_context_takeover,
        server_max_window_bits: (of_server < MAX_WINDOW_BITS
            || offer.server_max_window_bits.is_some())
        .then_some(of_server),
        client_max_window_bits: of_client.flatten(),
    }
}
