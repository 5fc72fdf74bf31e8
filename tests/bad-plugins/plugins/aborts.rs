//! Ends the process with a signal while it is loaded.

use pulsewire_bad_plugins::{Made, Special};

pulsewire_plugin::export_plugin!(Made<Aborts>);

pub struct Aborts;

impl Special for Aborts {
    const NAME: &'static str = "aborts";

    fn load() -> Result<(), String> {
        std::process::abort()
    }
}
