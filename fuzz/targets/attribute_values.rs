//! The attributes of a node of every type: accepted values can be used, and values are written as they are read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pulsewire_fuzz::{toolbox, websocket};
use pulsewire_plugin::{Plugin, Value, ValueType, parse_json};
use pulsewire_project_settings::Logic;
use pulsewire_runtime::engine::{
    Configurations, Environment, Failures, Graph, InboxLimits, Lasting, Source, Workers, compile,
};
use pulsewire_runtime::toolbox::Toolbox;
use serde_json::{Value as Json, json};
use std::path::Path;
use std::sync::{Arc, LazyLock};

static WORLD: LazyLock<(Toolbox, Configurations)> = LazyLock::new(|| {
    let section = json!({
        "connections": [{ "name": "Echo", "url": "ws://127.0.0.1/" }],
        "servers": [{ "name": "Echo", "port": 0 }],
    });
    let plugin = websocket();
    plugin.configure(&section.to_string()).expect("these settings are right");
    (toolbox(&plugin), Configurations::new([("websocket", &section)]))
});

fuzz_target!(|input: &[u8]| {
    let Some((which, text)) = input.split_first() else { return };
    let Ok(written) = serde_json::from_slice::<Json>(text) else { return };
    values(&written);
    if written.is_object() {
        node(usize::from(*which), &written);
    }
});

fn values(written: &Json) {
    for kind in ValueType::ALL {
        let Ok(value) = Value::from_attribute(written, kind) else { continue };
        assert!(kind.accepts(&value), "{value:?} is no {kind}");
        let _ = (value.to_string(), value.to_json_lossy());
        // JSON has neither binary values nor infinite numbers.
        if let Ok(json) = value.to_json(true) {
            assert_eq!(parse_json(&json).expect("what was written can be read"), value);
        }
    }
}

fn node(which: usize, attributes: &Json) {
    let (toolbox, configurations) = &*WORLD;
    let tools = toolbox.list();
    let node_type = &tools[which % tools.len()].node_type.info.id;
    let logic = json!({
        "variables": { "v": { "type": "Int" } },
        "nodes": { "n": { "type": node_type, "attributes": attributes } },
    });
    let logic: Logic = serde_json::from_value(logic).expect("this is a logic");
    let source = Source {
        file: Path::new("logic.json"),
        name: "logic.json",
        logic: &logic,
        placeholders: &[],
    };
    let (plan, found) = compile(source, Environment { toolbox, configurations });
    let Some(plan) = plan else {
        assert!(!found.is_empty(), "it does not compile, and nobody says why");
        return;
    };
    let made = Graph::new(
        plan,
        1000,
        InboxLimits { events: 16, bytes: 64 << 20 },
        Arc::new(Failures::default()),
        Workers::new(),
        &Lasting::default(),
    );
    match made {
        Ok(graph) => drop(graph.stop()),
        Err(errors) => assert!(errors.iter().all(|one| one.error.code != "panic"), "{errors:?}"),
    }
}
