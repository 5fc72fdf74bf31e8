//! The section `settings.websocket`: what the schema accepts can be read, and settings without mistakes can be used.
#![no_main]

use jsonschema::Validator;
use libfuzzer_sys::fuzz_target;
use pulsewire_fuzz::websocket;
use pulsewire_plugin::{Plugin, Project};
use pulsewire_websocket::WebSocket;
use serde_json::Value as Json;
use std::sync::LazyLock;

static PLUGIN: LazyLock<(WebSocket, Validator)> = LazyLock::new(|| {
    let plugin = websocket();
    // Relative paths do not resolve: this target does not test the contents of files.
    plugin.project(Project { folder: "/nowhere".into(), ..Project::default() });
    let schema = plugin.settings_schema();
    (plugin, jsonschema::validator_for(&schema).expect("this is a schema"))
});

fuzz_target!(|text: &[u8]| {
    let Ok(section) = serde_json::from_slice::<Json>(text) else { return };
    let (plugin, schema) = &*PLUGIN;
    let section_text = section.to_string();
    let mistakes = plugin.check(&section_text);
    for mistake in &mistakes {
        let known = mistake.pointer.is_empty() || section.pointer(&mistake.pointer).is_some();
        let parent = mistake.pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
        assert!(known || section.pointer(parent).is_some(), "{mistake:?} points nowhere");
    }
    if schema.is_valid(&section) {
        let unread = mistakes.iter().find(|one| one.code == "bad_settings");
        assert!(unread.is_none(), "the schema takes it: {unread:?}");
        if mistakes.is_empty() {
            plugin.configure(&section_text).expect("what has no mistake can be used");
        }
    }
});
