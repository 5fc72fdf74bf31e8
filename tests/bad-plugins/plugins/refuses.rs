//! Would rather not.

use pulsewire_bad_plugins::{Made, Special};

pulsewire_plugin::export_plugin!(Made<Refuses>);

pub struct Refuses;

impl Special for Refuses {
    const NAME: &'static str = "refuses";

    fn load() -> Result<(), String> {
        Err("needs a device that is not there".to_owned())
    }
}
