//! Never comes back.

use pulsewire_bad_plugins::{Made, Special};

pulsewire_plugin::export_plugin!(Made<Hangs>);

pub struct Hangs;

impl Special for Hangs {
    const NAME: &'static str = "hangs";

    fn load() -> Result<(), String> {
        loop {
            std::thread::park();
        }
    }
}
