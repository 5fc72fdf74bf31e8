//! Takes more memory than any machine should give it, without using it.

use pulsewire_bad_plugins::{Made, Special};

pulsewire_plugin::export_plugin!(Made<Hungry>);

pub struct Hungry;

impl Special for Hungry {
    const NAME: &'static str = "hungry";

    fn load() -> Result<(), String> {
        let much = |_| Vec::<u8>::with_capacity(1 << 30);
        let all: Vec<_> = (0..8).map(much).collect();
        Err(format!("got {} GiB", std::hint::black_box(all).len()))
    }
}
