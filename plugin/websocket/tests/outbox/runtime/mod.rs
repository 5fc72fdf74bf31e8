//! What the files under test need of `plugin/websocket/src/runtime`.

pub(crate) mod sync;
