//! Loads whole projects and checks the diagnostics.

mod loading;
mod mistakes;
mod placeholders;
mod saving;
mod schemas;

use super::load::load_with;
use super::{LoadOptions, LoadedProject, Set};
use crate::diagnostics::Report;
use std::ffi::OsString;
use std::path::Path;
use tempfile::TempDir;

const ECHO: &str = r#"{
  "format": 1,
  "name": "Echo",
  "plugins": { "websocket": { "enabled": true } },
  "settings": {
    "websocket": {
      "connections": [ { "name": "Echo", "url": "ws://127.0.0.1/", "port": 9001 } ]
    }
  },
  "logic": ["logic/main.json"]
}
"#;

const MAIN: &str = r#"{
  "nodes": {
    "begin": { "type": "event.initialize" },
    "start": { "type": "websocket.client_start", "attributes": { "configuration": "Echo" } }
  },
  "wires": ["begin.pulse -> start.pulse"],
  "layout": { "begin": [0, 0] }
}
"#;

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let file = folder.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }
    folder
}

fn environment(name: &str) -> Option<OsString> {
    match name {
        "PORT" => Some("9002".into()),
        "TOKEN" => Some("s3cr3t-token".into()),
        "ON" => Some("true".into()),
        "WORD" => Some("some word".into()),
        "EMPTY" => Some("".into()),
        _ => None,
    }
}

fn load_folder(folder: &Path, sets: &[&str]) -> Result<LoadedProject, Report> {
    let sets: Vec<Set> = sets.iter().map(|set| set.parse().unwrap()).collect();
    let loaded = load_with(folder, &LoadOptions { sets, ..LoadOptions::default() }, &environment);
    let loaded = loaded.and_then(|project| match project.report() {
        report if report.has_errors() => Err(report),
        _ => Ok(project),
    });
    loaded.map_err(|report| report.relative_to(folder))
}

fn load(files: &[(&str, &str)], sets: &[&str]) -> Result<LoadedProject, Report> {
    load_folder(folder(files).path(), sets)
}

/// `file:line:column message (help)` of every mistake.
fn lines(report: &Report) -> Vec<String> {
    let text = |one: &serde_json::Value| one.as_str().unwrap_or_default().to_owned();
    let line = |one: &serde_json::Value| {
        let at = format!("{}:{}:{}", text(&one["file"]), one["line"], one["column"]);
        format!("{at} [{}] {} ({})", text(&one["code"]), text(&one["message"]), text(&one["help"]))
    };
    report.to_json().as_array().unwrap().iter().map(line).collect()
}
