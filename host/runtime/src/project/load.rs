use super::check::check_section;
use super::convert::convert_to_schema;
use super::files::{no_project, outside, read_text, stays_inside};
use super::interpolate::{Environment, Interpolation, ValuePath};
use super::logic_file::interpolate_variable;
use super::placeholder_source::holds_placeholder;
use super::recover::{recover_lists, recover_project};
use super::syntax::{read_json, whole_numbers};
use super::{FunctionFile, LoadOptions, LoadedProject, PROJECT_FILE};
use crate::diagnostics::{Diagnostic, Location, Override, Report};
use pulsewire_project_settings::{FORMAT, Project};
use serde_json::{Map, Value as Json};
use std::collections::HashSet;
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
    let mut loader = Loader::new(path, options, env);
    // A failed `${...}` would be reported a second time as a wrong value.
    let loaded = loader.load(path, options).filter(|_| loader.values.mistakes.is_empty());
    loader.report.extend(loader.values.mistakes);
    let report = loader.report.with_overrides(loader.overrides).with_secrets(loader.values.secrets);
    match loaded {
        Some(loaded) => Ok(LoadedProject { report, ..loaded }),
        None => Err(report),
    }
}

/// The functions of a project that can be read. Mistakes do not matter here.
pub(super) fn functions(path: &Path, options: &LoadOptions) -> Vec<FunctionFile> {
    let mut loader = Loader::new(path, options, &|name| std::env::var_os(name));
    let json = loader.read(path).unwrap_or_default();
    loader.functions(&json["functions"])
}

/// The functions in a list that can be read.
pub(super) fn functions_in(listed: &Json, options: &LoadOptions) -> Vec<FunctionFile> {
    Loader::new(Path::new("."), options, &|name| std::env::var_os(name)).functions(listed)
}

/// Loads a project and collects its mistakes.
pub(super) struct Loader<'a> {
    pub(super) file: PathBuf,
    pub(super) values: Interpolation<'a>,
    pub(super) report: Report,
    pub(super) overrides: Vec<Override>,
}

impl<'a> Loader<'a> {
    fn new(path: &Path, options: &LoadOptions, env: Environment<'a>) -> Self {
        let file = if path.is_dir() { path.join(PROJECT_FILE) } else { path.to_owned() };
        let root = file.parent().map(Path::to_owned).unwrap_or_default();
        let root = if root.as_os_str().is_empty() { PathBuf::from(".") } else { root };
        let secrets = options.secrets.clone();
        let values = Interpolation { root, env, secrets, mistakes: Vec::new() };
        Self { file, values, report: Report::default(), overrides: Vec::new() }
    }

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
        let functions = self.functions(&json["functions"]);
        let example = self.example(options.example.as_ref(), &functions, &mut json);
        let (mut sole, mut raw_settings) = (HashSet::new(), Map::new());
        if let Some(settings) = json.get_mut("settings") {
            if let Some(sections) = settings.as_object().filter(|_| holds_placeholder(settings)) {
                raw_settings.clone_from(sections);
            }
            let path = ValuePath::Root("/settings");
            self.values.value(settings, &file, path, &mut |one| sole.extend([one]));
        }
        let logic = match example {
            Some(example) => vec![example],
            None => self.graphs(json.get_mut("logic")),
        };
        let mut settings = recovered.then(|| self.project(json)).flatten()?;
        self.check_variables_and_state(&mut settings);
        let (root, secrets) = (self.values.root.clone(), self.values.secrets.clone());
        let report = Report::default();
        Some(LoadedProject {
            root,
            file,
            settings,
            logic,
            functions,
            secrets,
            report,
            sole,
            raw_settings,
        })
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
        recover_lists(&mut json);
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

    fn check_variables_and_state(&mut self, settings: &mut Project) {
        for (name, variable) in &mut settings.variables.0 {
            let root = ValuePath::Root("/variables");
            interpolate_variable(
                variable,
                ValuePath::Name(&root, name),
                &self.file,
                &mut self.values,
            );
        }
        if !stays_inside(&settings.state) {
            self.report.add(outside(&settings.state, Location::value(&self.file, "/state")));
        }
    }
}
