//! What a peer may send to a server behind the handshake, with and without compression.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| pulsewire_websocket::fuzzing::server_reads(input));
