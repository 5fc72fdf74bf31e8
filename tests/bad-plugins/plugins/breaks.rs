//! Loads well, and panics in its nodes, in a thread of its own, or where its settings say.

use pulsewire_bad_plugins::{Made, Special};
use pulsewire_plugin::{Emitter, Flow, Status};
use std::sync::Mutex;

pulsewire_plugin::export_plugin!(Made<Breaks>);

pub struct Breaks;

/// Where else it panics: `start`, `stop` or `status`.
static AT: Mutex<String> = Mutex::new(String::new());

impl Special for Breaks {
    const NAME: &'static str = "breaks";
    const NODE_TYPES: &'static [&'static str] =
        &["breaks.down", "breaks.made", "breaks.begun", "breaks.on_thread"];

    fn create(node_type: &str, emitter: Emitter) {
        match node_type {
            "breaks.made" => panic!("out of luck"),
            "breaks.on_thread" => {
                std::thread::spawn(move || {
                    emitter.emit(1).expect("the graph takes it");
                    panic!("out of luck")
                });
            }
            _ => {}
        }
    }

    fn begin(node_type: &str) {
        assert!(node_type != "breaks.begun", "out of luck");
    }

    fn run(node_type: &str) -> Flow {
        assert!(node_type != "breaks.down", "out of luck");
        Flow::NEXT
    }

    fn configure(settings: &str) {
        let settings: serde_json::Value = serde_json::from_str(settings).unwrap();
        *AT.lock().unwrap() = settings["at"].as_str().unwrap_or_default().to_owned();
    }

    fn start() {
        panic_at("start");
    }

    fn stop() {
        panic_at("stop");
    }

    fn status() -> Status {
        panic_at("status");
        Status::default()
    }
}

fn panic_at(place: &str) {
    let at = AT.lock().unwrap().clone();
    assert!(at != place, "out of luck");
}
