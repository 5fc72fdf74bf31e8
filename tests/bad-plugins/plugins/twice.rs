//! Registers a node type twice.

use pulsewire_bad_plugins::{Made, Special};

pulsewire_plugin::export_plugin!(Made<Twice>);

pub struct Twice;

impl Special for Twice {
    const NAME: &'static str = "twice";
    const NODE_TYPES: &'static [&'static str] = &["twice.idle", "twice.idle"];
}
