//! Loads well, and panics in its nodes, in a thread of its own, or where its settings say.

use pulsewire_bad_plugins::{Made, Special};
use pulsewire_plugin::{Emitter, Flow, Status};
use std::sync::Mutex;

pulsewire_plugin::export_plugin!(Made<Breaks>);

pub struct Breaks;

/// Where else it panics (`check`, `configure`, `start`, `stop` or `status`), and what it is out of.
static SETTINGS: Mutex<(String, String)> = Mutex::new((String::new(), String::new()));

impl Special for Breaks {
    const NAME: &'static str = "breaks";
    const NODE_TYPES: &'static [&'static str] =
        &["breaks.down", "breaks.made", "breaks.begun", "breaks.on_thread"];

    fn create(node_type: &str, emitter: Emitter) {
        match node_type {
            "breaks.made" => break_down(),
            "breaks.on_thread" => {
                std::thread::spawn(move || {
                    emitter.emit(1).expect("the graph takes it");
                    break_down()
                });
            }
            _ => {}
        }
    }

    fn begin(node_type: &str) {
        if node_type == "breaks.begun" {
            break_down();
        }
    }

    fn run(node_type: &str) -> Flow {
        if node_type == "breaks.down" {
            break_down();
        }
        Flow::NEXT
    }

    fn check(settings: &str) {
        take(settings);
        break_at("check");
    }

    fn configure(settings: &str) {
        take(settings);
        break_at("configure");
    }

    fn start() {
        break_at("start");
    }

    fn stop() {
        break_at("stop");
    }

    fn status() -> Status {
        break_at("status");
        Status::default()
    }
}

fn take(settings: &str) {
    let settings: serde_json::Value = serde_json::from_str(settings).unwrap();
    let text = |name: &str| settings[name].as_str().unwrap_or_default().to_owned();
    *SETTINGS.lock().unwrap() = (text("at"), text("out_of"));
}

fn break_at(place: &str) {
    let at = SETTINGS.lock().unwrap().0.clone();
    if at == place {
        break_down();
    }
}

/// Says what it is out of as people do, and as a failed `unwrap` does.
fn break_down() -> ! {
    let settings = SETTINGS.lock().unwrap().1.clone();
    let what = if settings.is_empty() { "luck" } else { &settings };
    panic!("out of {what}: {what:?}")
}
