//! Registers a node type that belongs to another plugin.

use pulsewire_bad_plugins::{Made, Special};

pulsewire_plugin::export_plugin!(Made<Trespasser>);

pub struct Trespasser;

impl Special for Trespasser {
    const NAME: &'static str = "trespasser";
    const NODE_TYPES: &'static [&'static str] = &["trespasser.idle", "plain.idle"];
}
