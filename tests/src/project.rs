use crate::{Graph, Running, pulsewire};
use serde_json::{Value as Json, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// A project in a temporary folder, which is deleted with the project and its last run.
#[derive(Debug)]
pub struct Project {
    folder: PathBuf,
    file: Json,
    temporary: Option<Arc<TempDir>>,
}

impl Project {
    /// An empty project in a new folder.
    #[must_use]
    pub fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().to_owned();
        let file = json!({ "format": 1, "name": "Test", "logic": [] });
        let project = Self { folder, file, temporary: Some(Arc::new(temporary)) };
        project.write();
        project
    }

    /// An existing project, such as an example.
    #[must_use]
    pub fn at(folder: impl AsRef<Path>) -> Self {
        let folder = crate::root().join(folder);
        Self { folder, file: Json::Null, temporary: None }
    }

    /// Sets the section of a plugin.
    #[must_use]
    pub fn settings(self, plugin: &str, section: Json) -> Self {
        self.with(&["settings", plugin], section)
    }

    /// Sets the section of the WebSocket plugin.
    #[must_use]
    pub fn websocket(self, section: Json) -> Self {
        self.settings("websocket", section)
    }

    /// Sets a value of `project.json`, under the names of `path`.
    #[must_use]
    pub fn with(mut self, path: &[&str], value: Json) -> Self {
        let mut place = &mut self.file;
        for name in path {
            place = &mut place[*name];
        }
        *place = value;
        self.write();
        self
    }

    /// Adds the logic file `logic/NAME.json`.
    #[must_use]
    pub fn logic(mut self, name: &str, logic: &Graph) -> Self {
        let path = format!("logic/{name}.json");
        self.file["logic"].as_array_mut().unwrap().push(json!(path));
        self.write();
        self.text(&path, &pretty(&logic.json()))
    }

    /// Writes a file with exactly this text.
    #[must_use]
    pub fn text(self, path: &str, text: &str) -> Self {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Starts `pulsewire run` on it.
    #[must_use]
    pub fn run(&self, options: &[&str]) -> Running {
        self.command("run", options)
    }

    /// Starts `pulsewire check` on it.
    #[must_use]
    pub fn check(&self, options: &[&str]) -> Running {
        self.command("check", options)
    }

    /// Starts `pulsewire COMMAND PROJECT OPTIONS`.
    #[must_use]
    pub fn command(&self, command: &str, options: &[&str]) -> Running {
        let folder = self.folder.to_str().unwrap();
        let command = pulsewire(&[&[command, folder], options].concat());
        Running::start(command).with_folder(self.temporary.clone())
    }

    fn write(&self) {
        fs::write(self.folder.join("project.json"), pretty(&self.file)).unwrap();
    }
}

impl Default for Project {
    fn default() -> Self {
        Self::new()
    }
}

fn pretty(json: &Json) -> String {
    serde_json::to_string_pretty(json).unwrap() + "\n"
}
