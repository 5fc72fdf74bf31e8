//! Its nodes do not return, or not soon; nor does its stop, when its settings say so.

use pulsewire_bad_plugins::{Made, Special};
use pulsewire_plugin::{Emitter, Flow};
use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{park, sleep};
use std::time::Duration;

pulsewire_plugin::export_plugin!(Made<Stalls>);

pub struct Stalls;

static IN_STOP: AtomicBool = AtomicBool::new(false);

impl Special for Stalls {
    const NAME: &'static str = "stalls";
    const NODE_TYPES: &'static [&'static str] =
        &["stalls.sleeps", "stalls.spins", "stalls.returns", "stalls.made"];

    fn create(node_type: &str, _emitter: Emitter) {
        if node_type == "stalls.made" {
            for_ever();
        }
    }

    fn run(node_type: &str) -> Flow {
        match node_type {
            "stalls.sleeps" => for_ever(),
            "stalls.spins" => loop {
                spin_loop();
            },
            _ => sleep(Duration::from_millis(1500)),
        }
        Flow::NEXT
    }

    fn configure(settings: &str) {
        IN_STOP.store(settings.contains("in_stop"), Ordering::Relaxed);
    }

    fn stop() {
        if IN_STOP.load(Ordering::Relaxed) {
            for_ever();
        }
    }
}

fn for_ever() {
    loop {
        park();
    }
}
