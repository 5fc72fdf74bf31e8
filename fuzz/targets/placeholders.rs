//! `${env:…}` and `${file:…}` in settings: resolved values are not shown, other text is unchanged.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pulsewire_fuzz::Folder;
use pulsewire_runtime::project::PROJECT_FILE;
use serde_json::{Value as Json, json};
use std::sync::LazyLock;

static FOLDER: LazyLock<Folder> = LazyLock::new(|| Folder::new(""));
static SCHEMA: LazyLock<Json> = LazyLock::new(|| {
    json!({
        "properties": {
            "number": { "type": "integer" },
            "word": { "enum": ["one", "two"] },
            "text": { "type": "string", "maxLength": 3 },
            "either": { "anyOf": [{ "type": "boolean" }, { "type": "array", "items": { "type": "number" } }] },
        },
        "additionalProperties": false,
    })
});

fuzz_target!(|text: &str| {
    // The value is invalid everywhere, so that diagnostics quote all of it.
    let section = json!({
        "number": text, "word": text, "text": text, "either": [text, 1], "others": { text: text },
    });
    let project = json!({ "format": 1, "name": "x", "settings": { "section": section } });
    FOLDER.write(PROJECT_FILE, project.to_string());
    let Some(mut project) = FOLDER.load() else { return };
    let found = project.check_section("section", &SCHEMA);
    let mut report = project.report();
    report.extend(found);
    FOLDER.render(&report);
    if !text.contains("${") {
        let read = project.settings.settings.get("section").expect("it is there");
        assert_eq!(read, &section, "text without a placeholder has changed");
    }
});
