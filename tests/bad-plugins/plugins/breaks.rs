//! Loads well, and panics when its node is pulsed.

use pulsewire_bad_plugins::{Made, Special};
use pulsewire_plugin::Flow;

pulsewire_plugin::export_plugin!(Made<Breaks>);

pub struct Breaks;

impl Special for Breaks {
    const NAME: &'static str = "breaks";
    const NODE_TYPES: &'static [&'static str] = &["breaks.down"];

    fn run() -> Flow {
        panic!("out of luck")
    }
}
