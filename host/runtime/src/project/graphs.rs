//! The graphs that `project.json` lists: logic files, each as often as it is listed.

use super::files::{ReadError, no_logic, outside, read_text, stays_inside};
use super::interpolate::ValuePath;
use super::load::Loader;
use super::logic_file::read_logic;
use super::placeholder_source::holds_placeholder;
use super::{LogicFile, LogicText};
use crate::diagnostics::{Diagnostic, Location, join, suggest};
use crate::function::{AttributeValue, AttributeValues};
use serde_json::Value as Json;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// An entry of `logic`.
struct Entry<'a> {
    path: &'a str,
    name: &'a str,
    has_name: bool,
    attributes: AttributeValues,
    /// Where it is, and where its file is named.
    location: Location,
    file_location: Location,
}

/// The files that were read, by their real paths, and the names that graphs have.
#[derive(Default)]
struct Known {
    texts: HashMap<PathBuf, Option<LogicText>>,
    names: HashMap<String, Location>,
    unnamed: HashSet<PathBuf>,
}

impl Loader<'_> {
    /// The graphs in the list of `project.json`.
    pub(super) fn graphs(&mut self, listed: Option<&mut Json>) -> Vec<LogicFile> {
        let (mut known, mut graphs) = (Known::default(), Vec::new());
        for (index, entry) in listed.and_then(Json::as_array_mut).into_iter().flatten().enumerate()
        {
            let pointer = join("/logic", index);
            let attributes = self.attributes(entry.get_mut("attributes"), &pointer);
            let Some(entry) = Entry::new(entry, attributes, &self.file, &pointer) else { continue };
            match self.graph(&entry, &mut known) {
                Ok(graph) => graphs.extend(graph),
                Err(mistake) => self.report.add(mistake),
            }
        }
        graphs
    }

    /// The attributes of an entry, with `${env:…}` and `${file:…}` replaced.
    fn attributes(&mut self, written: Option<&mut Json>, entry: &str) -> AttributeValues {
        let attributes = written.and_then(Json::as_object_mut).into_iter().flatten();
        let (root, file) = (format!("{entry}/attributes"), self.file.clone());
        let values = attributes.map(|(name, value)| {
            let written = holds_placeholder(value).then(|| value.clone());
            let root = ValuePath::Root(&root);
            self.values.value(value, &file, ValuePath::Name(&root, name), &mut drop);
            (name.clone(), AttributeValue { value: value.clone(), written })
        });
        values.collect()
    }

    fn graph(
        &mut self,
        entry: &Entry<'_>,
        known: &mut Known,
    ) -> Result<Option<LogicFile>, Diagnostic> {
        let (file, real) = self.find_logic(entry)?;
        known.check_name(entry, &real)?;
        let (path, location) = (entry.path, &entry.file_location);
        let text =
            known.texts.entry(real).or_insert_with(|| self.logic_text(path, &file, location));
        let Some(text) = text else { return Ok(None) };
        if text.body.logic.function.is_some() {
            return Err(is_function(entry));
        }
        let unset = unset_attributes(entry, text);
        let is_complete = unset.is_empty();
        self.report.extend(unset);
        self.report.extend(unknown_attributes(entry, text));
        Ok(is_complete.then(|| graph_of(entry, file, text)))
    }

    /// A logic file and its real path.
    fn find_logic(&self, entry: &Entry<'_>) -> Result<(PathBuf, PathBuf), Diagnostic> {
        self.find_file(entry.path, &entry.file_location)
    }

    /// A file of the project and its real path.
    pub(super) fn find_file(
        &self,
        path: &str,
        location: &Location,
    ) -> Result<(PathBuf, PathBuf), Diagnostic> {
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
        Ok((file, real))
    }

    /// The contents of a logic file. Its mistakes are added to the report.
    pub(super) fn logic_text(
        &mut self,
        path: &str,
        file: &Path,
        location: &Location,
    ) -> Option<LogicText> {
        match read_text(file) {
            Ok(text) => self.parsed(text, file),
            Err(error) => {
                self.report.add(no_logic(path, file, error, location.clone()));
                None
            }
        }
    }

    /// The logic in a text. Its mistakes are added to the report.
    pub(super) fn parsed(&mut self, text: String, file: &Path) -> Option<LogicText> {
        let (mut found, before) = (Vec::new(), self.values.mistakes.len());
        let read = read_logic(&text, file, &mut self.values, &mut found);
        if !found.is_empty() || self.values.mistakes.len() > before {
            self.report.set_text(file, text);
        }
        self.report.extend(found);
        read
    }
}

impl<'a> Entry<'a> {
    /// None when it has no file: that was reported with the shape of `project.json`.
    fn new(
        written: &'a Json,
        attributes: AttributeValues,
        project: &Path,
        pointer: &str,
    ) -> Option<Self> {
        let location = Location::value(project, pointer);
        if let Some(path) = written.as_str() {
            let file_location = location.clone();
            let (name, has_name) = (path, false);
            return Some(Self { path, name, has_name, attributes, location, file_location });
        }
        let path = written.get("file")?.as_str()?;
        let name = written.get("name").and_then(Json::as_str);
        let file_location = Location::value(project, format!("{pointer}/file"));
        let (name, has_name) = (name.unwrap_or(path), name.is_some());
        Some(Self { path, name, has_name, attributes, location, file_location })
    }

    fn names(&self) -> Location {
        match (self.has_name, self.location.at.pointer()) {
            (true, Some(pointer)) => {
                Location::value(&self.location.file, format!("{pointer}/name"))
            }
            _ => self.file_location.clone(),
        }
    }
}

impl Known {
    /// Every graph has a name of its own.
    fn check_name(&mut self, entry: &Entry<'_>, real: &Path) -> Result<(), Diagnostic> {
        let path = entry.path;
        if !entry.has_name && !self.unnamed.insert(real.to_owned()) {
            let message = format!("the logic file `{path}` is listed twice");
            let help = format!(
                "remove one of them, or give each graph a name: {{ \"file\": \"{path}\", \"name\": \"…\" }}"
            );
            return Err(Diagnostic::error("duplicate_logic", message, entry.file_location.clone())
                .with_help(help));
        }
        let location = entry.names();
        if self.names.insert(entry.name.to_owned(), location.clone()).is_some() {
            let message = format!("two graphs have the name `{}`", entry.name);
            let help = "give each graph a name of its own".to_owned();
            return Err(Diagnostic::error("duplicate_logic", message, location).with_help(help));
        }
        Ok(())
    }
}

fn graph_of(entry: &Entry<'_>, file: PathBuf, text: &LogicText) -> LogicFile {
    let (logic, placeholders) = text.body.with(&entry.attributes);
    let (name, path) = (entry.name.to_owned(), entry.path.to_owned());
    LogicFile { name, path, file, logic, placeholders, sole: text.sole.clone() }
}

fn is_function(entry: &Entry<'_>) -> Diagnostic {
    let message = format!("`{}` is a function, which does not run by itself", entry.path);
    let help = "list it under \"functions\", and use it in a logic file".to_owned();
    Diagnostic::error("function_as_logic", message, entry.file_location.clone()).with_help(help)
}

/// Attributes that the file needs and the entry does not set.
fn unset_attributes(entry: &Entry<'_>, text: &LogicText) -> Vec<Diagnostic> {
    let needed = text.body.attributes().into_iter();
    let unset =
        needed.filter(|(name, has_default)| !has_default && !entry.attributes.contains_key(*name));
    let report = |(name, _)| {
        let message = format!("`{}` needs the attribute `{name}`", entry.path);
        let help = format!(
            "write {{ \"file\": \"{}\", \"name\": \"…\", \"attributes\": {{ \"{name}\": … }} }}, or \
             `${{attribute:{name}:-DEFAULT}}` in the file",
            entry.path
        );
        Diagnostic::error("missing_attribute", message, entry.location.clone()).with_help(help)
    };
    unset.map(report).collect()
}

/// Attributes that the entry sets and the file does not have.
fn unknown_attributes(entry: &Entry<'_>, text: &LogicText) -> Vec<Diagnostic> {
    let known = text.body.attributes();
    let is_unknown = |name: &&String| !known.iter().any(|(known, _)| known == *name);
    let pointer = entry.location.at.pointer().unwrap_or_default();
    let report = |name: &String| {
        let message = format!("`{}` has no attribute `{name}`", entry.path);
        let help = suggest(name, known.iter().map(|(name, _)| *name))
            .unwrap_or_else(|| format!("`${{attribute:{name}}}` stands for it in the file"));
        let location =
            Location::name(&entry.location.file, join(&format!("{pointer}/attributes"), name));
        Diagnostic::error("unknown_attribute", message, location).with_help(help)
    };
    let mut unknown: Vec<&String> = entry.attributes.keys().filter(is_unknown).collect();
    unknown.sort();
    unknown.into_iter().map(report).collect()
}
