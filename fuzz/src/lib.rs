//! What the fuzz targets share: a project in a folder, and a toolbox that has the WebSocket plugin's nodes, too.
//!
//! `fuzz/run` runs every target in `targets/`.

use pulsewire_runtime::diagnostics::Report;
use pulsewire_runtime::project::{LoadOptions, LoadedProject, PROJECT_FILE, load};
use pulsewire_runtime::toolbox::Toolbox;
use pulsewire_plugin::{Host, Level, Log, Plugin};
use pulsewire_websocket::WebSocket;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

/// What a file of every project holds, and how it begins, which must never be shown. It is long, because what is
/// long is shown shortened.
const SECRET: &str =
    "pl4nt3d-s3cr3t-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789";
const BEGINS: &str = "pl4nt3d";

/// A project's folder, whose files are written anew for each input.
pub struct Folder(TempDir);

impl Folder {
    /// With this `project.json`.
    pub fn new(project: &str) -> Self {
        let folder = Self(tempfile::tempdir().expect("there is a temporary folder"));
        folder.write(PROJECT_FILE, project);
        folder.write("planted", SECRET);
        folder
    }

    /// Writes a file of the project.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path().join(name), bytes).expect("the folder can be written to");
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Loads the project, and tells what is wrong with it.
    pub fn load(&self) -> Option<LoadedProject> {
        match load(self.path(), &LoadOptions::default()) {
            Ok(project) => {
                self.tell(&project.report());
                Some(project)
            }
            Err(report) => {
                assert!(report.has_errors(), "it does not load, and nobody says why");
                self.tell(&report);
                None
            }
        }
    }

    /// Tells what is wrong in both forms, which show no secret.
    pub fn tell(&self, report: &Report) {
        self.shows_no_secret(&report.to_text());
        self.shows_no_secret(&report.to_json().to_string());
    }

    /// Fails when a secret is in this text which is not in a file of the project.
    pub fn shows_no_secret(&self, text: &str) {
        let written = |name: &str| {
            let text = std::fs::read(self.path().join(name)).unwrap_or_default();
            String::from_utf8_lossy(&text).contains(BEGINS)
        };
        if text.contains(BEGINS) && !written(PROJECT_FILE) && !written("logic.json") {
            panic!("a secret is shown:\n{text}");
        }
    }
}

/// The plugin, as the host has it.
pub fn websocket() -> WebSocket {
    WebSocket::new(Host::new(Arc::new(NoLog))).expect("the plugin can be made")
}

/// The built-in node types and those of the plugin.
pub fn toolbox(plugin: &WebSocket) -> Toolbox {
    let mut toolbox = Toolbox::built_in();
    toolbox.add(Some("websocket"), plugin.node_types()).expect("each has an id of its own");
    toolbox
}

struct NoLog;

impl Log for NoLog {
    fn log(&self, _: Level, _: &str) {}

    fn enabled(&self, _: Level) -> bool {
        false
    }
}
