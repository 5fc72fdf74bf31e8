use pulsewire_runtime::plugins::Search;
use pulsewire_runtime::project::LoadOptions;
use pulsewire_runtime::running::{ProjectRun, RunOptions, RunReport};
use pulsewire_runtime::session::{Session, SessionOptions};
use pulsewire_runtime::toolbox::NoServices;
use serde_json::{Value as Json, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

/// Far beyond what any of these projects takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// A project in a temporary folder.
pub(crate) struct Files {
    folder: TempDir,
    project: Json,
}

impl Files {
    pub(crate) fn new() -> Self {
        let project = json!({ "format": 1, "name": "Test", "functions": [], "logic": [] });
        Self { folder: tempfile::tempdir().unwrap(), project }
    }

    /// Adds the function `functions/NAME.json`: its head, and its graph as lines.
    pub(crate) fn function(mut self, name: &str, head: Json, lines: &str) -> Self {
        let path = format!("functions/{name}.json");
        let mut logic = logic(lines);
        logic["function"] = head;
        self.project["functions"].as_array_mut().unwrap().push(json!(path));
        self.write(&path, &logic);
        self
    }

    /// Adds the graph `NAME.json` as lines.
    pub(crate) fn logic(mut self, name: &str, lines: &str) -> Self {
        let path = format!("{name}.json");
        self.project["logic"].as_array_mut().unwrap().push(json!(path));
        self.write(&path, &logic(lines));
        self
    }

    /// Adds an entry to `logic`.
    pub(crate) fn entry(mut self, entry: Json) -> Self {
        self.project["logic"].as_array_mut().unwrap().push(entry);
        self
    }

    /// Writes a graph that no entry lists yet.
    pub(crate) fn unlisted(self, name: &str, lines: &str) -> Self {
        self.write(&format!("{name}.json"), &logic(lines));
        self
    }

    fn write(&self, path: &str, json: &Json) {
        let file = self.folder.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, serde_json::to_string_pretty(json).unwrap()).unwrap();
    }

    fn save(&self) {
        self.write("project.json", &self.project);
    }

    /// Each diagnostic as `code file:line: message`.
    pub(crate) fn check(&self) -> Vec<String> {
        self.check_with(&[])
    }

    pub(crate) fn check_with(&self, sets: &[&str]) -> Vec<String> {
        let report = match self.open(sets) {
            Ok(session) => session.report,
            Err(report) => report,
        };
        let shown = report.relative_to(self.folder.path()).to_json();
        let line = |one: &Json| {
            let folder = format!("{}/", self.folder.path().display());
            let text = |field: &str| one[field].as_str().unwrap_or_default().replace(&folder, "");
            format!("{} {}:{}: {}", text("code"), text("file"), one["line"], text("message"))
        };
        shown.as_array().unwrap().iter().map(line).collect()
    }

    pub(crate) fn open(
        &self,
        sets: &[&str],
    ) -> Result<Session, pulsewire_runtime::diagnostics::Report> {
        self.save();
        let sets = sets.iter().map(|set| set.parse().unwrap()).collect();
        Session::open(&SessionOptions {
            load: LoadOptions { sets, ..LoadOptions::default() },
            search: Search::default(),
            services: Arc::new(NoServices),
            strict: true,
            project: self.folder.path(),
        })
    }

    /// Runs it until Exit. What it printed, and the report.
    pub(crate) fn run(&self) -> (Vec<String>, RunReport) {
        self.run_with(&[])
    }

    pub(crate) fn run_with(&self, sets: &[&str]) -> (Vec<String>, RunReport) {
        self.save();
        let printed = Arc::<Mutex<Vec<String>>>::default();
        let lines = printed.clone();
        let print = move |line: &str| lines.lock().unwrap().push(line.to_owned());
        let mut options = RunOptions::new(self.folder.path(), print);
        options.load.sets = sets.iter().map(|set| set.parse().unwrap()).collect();
        let mut run = ProjectRun::open(options).unwrap();
        run.start().unwrap();
        let end = run.wait(Some(PATIENCE), crossbeam_channel::never());
        let report = run.stop(Some(end));
        let printed = std::mem::take(&mut *printed.lock().unwrap());
        (printed, report)
    }

    /// Runs it until Exit and compares what it prints.
    #[track_caller]
    pub(crate) fn prints(&self, expected: &str) {
        let (printed, _) = self.run();
        assert_eq!(printed, expected.trim().lines().map(str::trim).collect::<Vec<_>>());
    }
}

/// The logic that lines stand for: `name = type {attributes}`, `name : Type initial` and `a.b -> c.d`.
fn logic(lines: &str) -> Json {
    let (mut nodes, mut variables, mut wires) = (json!({}), json!({}), Vec::new());
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.contains(" -> ") {
            wires.push(line);
        } else if let Some((name, node)) = line.split_once(" = ") {
            let (kind, attributes) = node.split_once(' ').unwrap_or((node, "{}"));
            let attributes: Json = serde_json::from_str(attributes).unwrap();
            nodes[name] = json!({ "type": kind, "attributes": attributes });
        } else {
            let (name, variable) = line.split_once(" : ").unwrap();
            let (kind, initial) = variable.split_once(' ').unwrap();
            let initial: Json = serde_json::from_str(initial).unwrap();
            variables[name] = json!({ "type": kind, "initial": initial });
        }
    }
    json!({ "nodes": nodes, "variables": variables, "wires": wires })
}
