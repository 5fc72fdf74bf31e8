//! A server's part in the negotiation (RFC 7692 section 5).

use super::negotiated::NegotiatedDeflate;
use super::parameters::{MOST_BITS, Parameters, WindowBits};
use crate::settings::Compression;

/// The first of a client's offers that can be taken, given the elements of its `Sec-WebSocket-Extensions`, and the
/// answer to it. Offers that make no sense are declined, as the RFC wants it.
pub(crate) fn choose<'a>(
    elements: impl Iterator<Item = &'a str>,
    settings: &Compression,
) -> Option<(NegotiatedDeflate, String)> {
    let offers = elements.filter_map(Parameters::parse);
    let answer = answer(&offers.flatten().next()?, settings);
    Some((NegotiatedDeflate::new(&answer, settings), answer.to_string()))
}

/// What the client asks for, and what the settings want besides. A client's window can only be limited when it
/// says that it knows how.
fn answer(offer: &Parameters, settings: &Compression) -> Parameters {
    let of_server = offer.server_max_window_bits.unwrap_or(MOST_BITS);
    let of_server = of_server.min(settings.server_max_window_bits);
    let of_client = offer.client_max_window_bits.map(|bits| {
        let most = bits.most().min(settings.client_max_window_bits);
        (most < MOST_BITS).then_some(WindowBits::AtMost(most))
    });
    Parameters {
        server_no_context_takeover: offer.server_no_context_takeover
            || settings.server_no_context_takeover,
        client_no_context_takeover: offer.client_no_context_takeover
            || settings.client_no_context_takeover,
        server_max_window_bits: (of_server < MOST_BITS || offer.server_max_window_bits.is_some())
            .then_some(of_server),
        client_max_window_bits: of_client.flatten(),
    }
}
