//! Any logic file: every mistake can be reported, it can be drawn, and one without mistakes can be compiled.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pulsewire_draw::{Drawing, Format};
use pulsewire_fuzz::{Folder, toolbox, websocket};
use pulsewire_plugin::Plugin;
use pulsewire_project_settings::Logic;
use pulsewire_runtime::engine::{
    Configurations, Environment, Failures, Graph, InboxLimits, Lasting, Source, Workers, compile,
};
use pulsewire_runtime::toolbox::Toolbox;
use serde_json::json;
use std::sync::{Arc, LazyLock};

static WORLD: LazyLock<(Folder, Toolbox, Configurations)> = LazyLock::new(|| {
    let project = r#"{"format": 1, "name": "x", "logic": ["logic.json"]}"#;
    let section = json!({
        "connections": [{ "name": "Echo", "url": "ws://127.0.0.1/" }],
        "servers": [{ "name": "Echo", "port": 0 }],
    });
    let plugin = websocket();
    plugin.configure(&section.to_string()).expect("these settings are right");
    let configurations = Configurations::new([("websocket", &section)]);
    (Folder::new(project), toolbox(&plugin), configurations)
});

fuzz_target!(|text: &[u8]| {
    let (folder, toolbox, configurations) = &*WORLD;
    folder.write("logic.json", text);
    let Some(mut project) = folder.load() else { return };
    project.convert_attributes(toolbox);
    let mut report = project.report();
    for file in &project.logic {
        draw(&file.logic, toolbox);
        let source = Source {
            file: &file.file,
            name: &file.path,
            logic: &file.logic,
            placeholders: &file.placeholders,
        };
        let (plan, found) = compile(source, Environment { toolbox, configurations });
        assert!(plan.is_some() || !found.is_empty(), "it does not compile, and nobody says why");
        report.extend(found);
        if let Some(plan) = plan.filter(|_| !report.has_errors()) {
            let failures = Arc::new(Failures::default());
            if let Ok(graph) = Graph::new(
                plan,
                1000,
                InboxLimits { events: 16, bytes: 64 << 20 },
                failures,
                Workers::new(),
                &Lasting::default(),
            ) {
                graph.stop();
            }
        }
        check_saved_file(&file.logic);
    }
    folder.render(&report);
});

fn draw(logic: &Logic, toolbox: &Toolbox) {
    // The layout of many nodes takes long and is not what this target tests.
    if logic.nodes.len() < 50 {
        for format in [Format::Text, Format::Mermaid, Format::Dot, Format::Svg] {
            drop(Drawing::new("logic.json", logic, toolbox).write(format));
        }
    }
}

fn check_saved_file(logic: &Logic) {
    let saved = serde_json::to_string(logic).expect("a logic can be written");
    let loaded: Logic = serde_json::from_str(&saved).expect("what was written can be read");
    assert_eq!(&loaded, logic);
    assert_eq!(serde_json::to_string(&loaded).expect("a logic can be written"), saved);
}
