//! Any `project.json`: every mistake can be reported, and a plugin can be disabled and enabled again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pulsewire_fuzz::Folder;
use pulsewire_runtime::plugins::Switch;
use pulsewire_runtime::project::PROJECT_FILE;
use serde_json::Value as Json;
use std::sync::LazyLock;

static FOLDER: LazyLock<Folder> = LazyLock::new(|| {
    let folder = Folder::new("");
    folder.write("logic.json", r#"{"nodes": {"begin": {"type": "event.initialize"}}}"#);
    folder
});

fuzz_target!(|text: &[u8]| {
    FOLDER.write(PROJECT_FILE, text);
    FOLDER.load();
    switch(text);
});

/// Disabling and enabling a plugin changes only its `enabled` field.
fn switch(text: &[u8]) {
    let Ok(mut switch) = Switch::read(FOLDER.path()) else { return };
    let (Ok(before), Ok(true)) = (switch.disabled(), switch.set("hello", false)) else { return };
    let off = Switch::read(FOLDER.path()).expect("it can be read again");
    let disabled = off.disabled().expect("it is in form");
    assert!(disabled.contains("hello") && disabled.is_superset(&before));
    assert!(switch.set("hello", true).expect("it can be switched on again"));
    let written = std::fs::read(FOLDER.path().join(PROJECT_FILE)).expect("it is there");
    let rest = |text: &[u8]| serde_json::from_slice::<Json>(text).ok().map(without_plugins);
    assert_eq!(rest(text), rest(&written), "something else has changed");
}

fn without_plugins(mut project: Json) -> Json {
    if let Some(project) = project.as_object_mut() {
        project.shift_remove("plugins");
    }
    project
}
