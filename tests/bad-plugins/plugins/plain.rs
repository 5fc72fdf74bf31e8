//! Nothing is bad about this one.

use pulsewire_bad_plugins::{Made, Special};

pulsewire_plugin::export_plugin!(Made<Plain>);

pub struct Plain;

impl Special for Plain {
    const NAME: &'static str = "plain";
    const NODE_TYPES: &'static [&'static str] = &["plain.idle"];
}
