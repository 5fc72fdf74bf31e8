use super::check::check_section;
use super::convert::convert_to_schema;
use super::files::{ReadError, no_logic, no_project, outside, read_text, stays_inside};
use super::interpolate::{Environment, Interpolation, ValuePath};
use super::logic_file::read_logic;
use super::placeholder_source::holds_placeholder;
use super::recover::{recover_logic_list, recover_project};
use super::syntax::{read_json, whole_numbers};
use super::{LoadOptions, LoadedProject, LogicFile, PROJECT_FILE};
use crate::diagnostics::{Diagnostic, Location, Override, Report, join};
use pulsewire_project_settings::{FORMAT, Project};
use serde_json::{Map, Value as Json};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// Migrations of `project.json` from one format version to the next; the first is for version 1.
const MIGRATIONS: [fn(&mut Json); FORMAT as usize - 1] = [];

/// Loads the project in a folder, or the one whose `project.json` this is.
///
/// In every string of the settings sections, of `limits` and `plugins`, of node attributes and of initial values of
/// variables, `${env:NAME}`, `${env:NAME:-default}` and `${file:PATH}` are replaced; the path is relative to the
/// project folder and must not leave it, and a final newline is dropped. `$${` is an escaped `${`. A string that
/// consists of a single `${...}` becomes a number or a boolean where the schema accepts that and not a string; see
/// [`LoadedProject::check_section`] and [`LoadedProject::convert_attributes`].
///
/// Mistakes that do not prevent loading are in [`LoadedProject::report`].
///
/// # Errors
/// Every mistake in all of its files, if the project cannot be loaded.
pub fn load(path: &Path, options: &LoadOptions) -> Result<LoadedProject, Report> {
    load_with(path, options, &|name| std::env::var_os(name))
}

pub(super) fn load_with(
    path: &Path,
    options: &LoadOptions,
    env: Environment<'_>,
) -> Result<LoadedProject, Report> {
    let file = if path.is_dir() { path.join(PROJECT_FILE) } else { path.to_owned() };
    let root = file.parent().map(Path::to_owned).unwrap_or_default();
    let root = if root.as_os_str().is_empty() { PathBuf::from(".") } else { root };
    let secrets = options.secrets.clone();
    let values = Interpolation { root, env, secrets, mistakes: Vec::new() };
    let mut loader = Loader { file, values, report: Report::default(), overrides: Vec::new() };
    // A failed `${...}` would be reported a second time as a wrong value.
    let loaded = loader.load(path, options).filter(|_| loader.values.mistakes.is_empty());
    loader.report.extend(loader.values.mistakes);
    let report = loader.report.with_overrides(loader.overrides).with_secrets(loader.values.secrets);
    match loaded {
        Some(loaded) => Ok(LoadedProject { report, ..loaded }),
        None => Err(report),
    }
}

struct Loader<'a> {
    file: PathBuf,
    values: Interpolation<'a>,
    report: Report,
    overrides: Vec<Override>,
}

impl Loader<'_> {
    /// Returns none if the mistakes leave nothing to check further. The caller adds the report.
    fn load(&mut self, asked: &Path, options: &LoadOptions) -> Option<LoadedProject> {
        let mut json = self.read(asked)?;
        self.replace(&mut json, options);
        self.migrate(&mut json)?;
        whole_numbers(&mut json);
        let file = self.file.clone();
        let schema = schemars::schema_for!(Project).to_value();
        self.replace_scalars(&mut json, &schema);
        let mut mistakes = check_section(&schema, &json, &file, "");
        self.drop_consequences(&mut mistakes);
        let recovered = recover_project(&mut json, &mistakes);
        self.report.extend(mistakes);
        let (mut sole, mut raw_settings) = (HashSet::new(), Map::new());
        if let Some(settings) = json.get_mut("settings") {
            if let Some(sections) = settings.as_object().filter(|_| holds_placeholder(settings)) {
                raw_settings.clone_from(sections);
            }
            let path = ValuePath::Root("/settings");
            self.values.value(settings, &file, path, &mut |one| sole.extend([one]));
        }
        let logic = self.logic(&json["logic"]);
        let settings = recovered.then(|| self.project(json)).flatten()?;
        let (root, secrets) = (self.values.root.clone(), self.values.secrets.clone());
        let report = Report::default();
        Some(LoadedProject { root, file, settings, logic, secrets, report, sole, raw_settings })
    }

    fn read(&mut self, asked: &Path) -> Option<Json> {
        let text = read_text(&self.file).map_err(|error| no_project(asked, &self.file, error));
        let text = text.map_err(|mistake| self.report.add(mistake)).ok()?;
        let mut mistakes = Vec::new();
        let json = read_json(&text, &self.file, &mut mistakes);
        self.report.set_text(self.file.clone(), text);
        self.report.extend(mistakes);
        json.map_err(|mistake| self.report.add(mistake)).ok()
    }

    fn replace(&mut self, json: &mut Json, options: &LoadOptions) {
        for set in &options.sets {
            match set.apply(json, &self.file) {
                Ok(applied) => self.overrides.push(applied),
                Err(mistake) => {
                    self.report.set_text(set.file(), set.text());
                    self.report.add(mistake);
                }
            }
        }
    }

    /// Replaces `${...}` in what is neither a plugin's section nor a list of files: numbers and booleans.
    fn replace_scalars(&mut self, json: &mut Json, schema: &Json) {
        let (file, mut sole) = (self.file.clone(), HashSet::new());
        for part in ["limits", "plugins"] {
            let Some(value) = json.get_mut(part).filter(|value| holds_placeholder(value)) else {
                continue;
            };
            let (root, mut note) = (ValuePath::Root(""), |one| sole.extend([one]));
            self.values.value(value, &file, ValuePath::Name(&root, part), &mut note);
        }
        if !sole.is_empty() {
            convert_to_schema(schema, json, "", &sole, &mut self.values.secrets);
        }
    }

    /// Drops mistakes in values whose `${...}` has failed: that is reported.
    fn drop_consequences(&self, mistakes: &mut Vec<Diagnostic>) {
        let failed = |one: &Diagnostic| {
            let pointer = one.location.at.pointer();
            self.values.mistakes.iter().any(|failed| failed.location.at.pointer() == pointer)
        };
        mistakes.retain(|one| !failed(one));
    }

    /// Migrates an older file to the current format. None for a newer format, which cannot be checked.
    fn migrate(&mut self, json: &mut Json) -> Option<()> {
        let format = json["format"].as_u64().unwrap_or(u64::from(FORMAT));
        if format > u64::from(FORMAT) {
            let message = format!(
                "this project has format {format}, but this program reads formats up to {FORMAT}"
            );
            let location = Location::value(&self.file, "/format");
            let help = "use a newer version of pulsewire".to_owned();
            self.report.add(Diagnostic::error("newer_format", message, location).with_help(help));
            return None;
        }
        let done = usize::try_from(format).unwrap_or_default().saturating_sub(1);
        MIGRATIONS.iter().skip(done).for_each(|migrate| migrate(json));
        Some(())
    }

    fn project(&mut self, mut json: Json) -> Option<Project> {
        recover_logic_list(&mut json);
        let misfit = |error: serde_json::Error| {
            Diagnostic::error("bad_value", error.to_string(), Location::file(&self.file))
        };
        let read = serde_json::from_value(json).map_err(misfit);
        // Earlier errors explain the failure.
        read.map_err(|one| {
            if !self.report.has_errors() {
                self.report.add(one)
            }
        })
        .ok()
    }

    fn logic(&mut self, listed: &Json) -> Vec<LogicFile> {
        let (mut seen, mut logic) = (HashMap::new(), Vec::new());
        for (index, path) in listed.as_array().into_iter().flatten().enumerate() {
            let Some(path) = path.as_str() else { continue };
            let location = Location::value(&self.file, join("/logic", index));
            match self.find_logic(path, &location, &mut seen) {
                Ok(file) => logic.extend(self.logic_file(path, file, location)),
                Err(mistake) => self.report.add(mistake),
            }
        }
        logic
    }

    fn find_logic(
        &self,
        path: &str,
        location: &Location,
        seen: &mut HashMap<PathBuf, String>,
    ) -> Result<PathBuf, Diagnostic> {
        if !stays_inside(path) {
            return Err(outside(path, location.clone()));
        }
        let file = self.values.root.join(path);
        let unread = |error| no_logic(path, &file, ReadError::Io(error), location.clone());
        let real = file.canonicalize().map_err(unread)?;
        // A symbolic link may leave the folder even if the path does not.
        if !self.values.root.canonicalize().is_ok_and(|root| real.starts_with(root)) {
            return Err(outside(path, location.clone()));
        }
        match seen.insert(real, path.to_owned()) {
            None => Ok(file),
            Some(_) => {
                let message = format!("the logic file `{path}` is listed twice");
                let help = "remove one of them: each file is one graph".to_owned();
                Err(Diagnostic::error("duplicate_logic", message, location.clone()).with_help(help))
            }
        }
    }

    fn logic_file(&mut self, path: &str, file: PathBuf, location: Location) -> Option<LogicFile> {
        let text = match read_text(&file) {
            Ok(text) => text,
            Err(error) => {
                self.report.add(no_logic(path, &file, error, location));
                return None;
            }
        };
        let mut found = Vec::new();
        let read = read_logic(&text, &file, &mut self.values, &mut found);
        if !found.is_empty() || !self.values.mistakes.is_empty() {
            self.report.set_text(file.clone(), text);
        }
        self.report.extend(found);
        let (logic, sole, raw) = read?;
        Some(LogicFile { path: path.to_owned(), file, logic, sole, raw })
    }
}
