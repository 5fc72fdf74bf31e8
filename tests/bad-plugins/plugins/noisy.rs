//! Writes to the standard output, and leaves its line unfinished.

use pulsewire_bad_plugins::{Made, Special};

pulsewire_plugin::export_plugin!(Made<Noisy>);

pub struct Noisy;

impl Special for Noisy {
    const NAME: &'static str = "noisy";

    fn load() -> Result<(), String> {
        print!("pulsewire-verdict: nonsense\nI am");
        Ok(())
    }
}
