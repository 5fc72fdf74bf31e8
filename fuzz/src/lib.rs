//! Helpers of the fuzz targets: a project in a folder, and a toolbox with the WebSocket plugin's nodes.
//!
//! `fuzz/run` runs every target in `targets/`.

use pulsewire_plugin::{Host, HostServices, Level, Plugin};
use pulsewire_runtime::diagnostics::Report;
use pulsewire_runtime::project::{LoadOptions, LoadedProject, PROJECT_FILE, load};
use pulsewire_runtime::toolbox::Toolbox;
use pulsewire_websocket::WebSocket;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

/// The content of a file of every project, and its start, which must never be shown. It is long because long values
/// are shortened when they are shown.
const SECRET: &str =
    "pl4nt3d-s3cr3t-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789";
const BEGINS: &str = "pl4nt3d";

/// A project folder whose files are rewritten for each input.
pub struct Folder(TempDir);

impl Folder {
    /// Creates a folder with this `project.json`.
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

    /// Loads the project and renders its diagnostics.
    pub fn load(&self) -> Option<LoadedProject> {
        match load(self.path(), &LoadOptions::default()) {
            Ok(project) => {
                self.render(&project.report());
                Some(project)
            }
            Err(report) => {
                assert!(report.has_errors(), "it does not load, and nobody says why");
                self.render(&report);
                None
            }
        }
    }

    /// Renders a report as text and JSON, and checks that neither contains a secret.
    pub fn render(&self, report: &Report) {
        self.assert_no_secret(&report.to_text());
        self.assert_no_secret(&report.to_json().to_string());
    }

    /// Fails when a text contains a secret that is not in a file of the project.
    pub fn assert_no_secret(&self, text: &str) {
        let written = |name: &str| {
            let text = std::fs::read(self.path().join(name)).unwrap_or_default();
            String::from_utf8_lossy(&text).contains(BEGINS)
        };
        if text.contains(BEGINS) && !written(PROJECT_FILE) && !written("logic.json") {
            panic!("a secret is shown:\n{text}");
        }
    }
}

/// The plugin, as the host creates it.
pub fn websocket() -> WebSocket {
    WebSocket::new(Host::new(Arc::new(NoHost))).expect("the plugin can be made")
}

/// The built-in node types and those of the plugin.
pub fn toolbox(plugin: &WebSocket) -> Toolbox {
    let mut toolbox = Toolbox::built_in();
    toolbox.add(Some("websocket"), plugin.node_types()).expect("each has an id of its own");
    toolbox
}

struct NoHost;

impl HostServices for NoHost {
    fn log(&self, _: Level, _: &str, _: &str) {}

    fn enabled(&self, _: Level, _: &str) -> bool {
        false
    }
}
