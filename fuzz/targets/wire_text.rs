//! The text of a wire: its parts are at the reported positions, and it is written as it is read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pulsewire_project_settings::{Wire, WireError};

fuzz_target!(|text: &str| {
    match Wire::parse(text) {
        Ok(wire) => {
            for end in [wire.from, wire.to] {
                assert_eq!(&text[end.node_range()], end.node);
                assert_eq!(&text[end.socket_range()], end.socket);
            }
            let written = wire.to_string();
            let read = Wire::parse(&written).expect("what was written can be read");
            let parts = |wire: Wire<'_>| {
                [wire.from, wire.to].map(|end| (end.node.to_owned(), end.socket.to_owned()))
            };
            assert_eq!(parts(read), parts(wire));
        }
        Err(WireError::Endpoint(range)) => assert!(text.get(range).is_some(), "it points nowhere"),
        Err(WireError::Arrow) => {}
    }
});
