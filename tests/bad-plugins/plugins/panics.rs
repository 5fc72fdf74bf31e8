//! Panics while it is loaded.

use pulsewire_bad_plugins::{Made, Special};

pulsewire_plugin::export_plugin!(Made<Panics>);

pub struct Panics;

impl Special for Panics {
    const NAME: &'static str = "panics";

    fn load() -> Result<(), String> {
        panic!("out of\nluck")
    }
}
