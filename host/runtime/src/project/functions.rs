//! The functions that `project.json` lists.

use super::load::Loader;
use super::standard::{PREFIX, standard, standard_functions};
use super::{ExampleOf, FunctionFile, LogicFile, LogicText};
use crate::diagnostics::{Diagnostic, Location, join, suggest};
use crate::function::{Function, INPUT, OUTPUT, socket_kind};
use pulsewire_plugin::Value;
use pulsewire_project_settings::{
    AttributeType, Function as Head, FunctionAttribute, FunctionSocket, Named, SocketType,
    is_node_name,
};
use serde_json::Value as Json;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// Names that no attribute and no data input may have, since every node has attributes of these names.
const RESERVED: [&str; 2] = ["enabled", "pulse_pass_through"];

impl Loader<'_> {
    /// The functions in the list of `project.json`.
    pub(super) fn functions(&mut self, listed: &Json) -> Vec<FunctionFile> {
        let (mut names, mut functions) = (HashMap::new(), Vec::new());
        for (index, path) in listed.as_array().into_iter().flatten().enumerate() {
            let Some(path) = path.as_str() else { continue };
            let location = Location::value(&self.file, join("/functions", index));
            match self.function(path, &location, &mut names) {
                Ok(function) => functions.extend(function),
                Err(mistake) => self.report.add(mistake),
            }
        }
        functions
    }

    fn function(
        &mut self,
        path: &str,
        location: &Location,
        names: &mut HashMap<String, String>,
    ) -> Result<Option<FunctionFile>, Diagnostic> {
        let name = name_of(path, location)?;
        if let Some(other) = names.insert(name.clone(), path.to_owned()) {
            let message = format!("`{path}` and `{other}` are both the function `{name}`");
            let help = "list one of them, or rename its file".to_owned();
            return Err(
                Diagnostic::error("duplicate_function", message, location.clone()).with_help(help)
            );
        }
        let (file, text) = match path.strip_prefix(PREFIX) {
            Some(of_program) => {
                let known = standard(of_program).ok_or_else(|| unknown_standard(path, location))?;
                let file = PathBuf::from(path);
                self.report.set_text(file.clone(), known.text);
                let text = self.parsed(known.text.to_owned(), &file);
                (file, text)
            }
            None => {
                let (file, _) = self.find_file(path, location)?;
                let text = self.logic_text(path, &file, location);
                (file, text)
            }
        };
        let Some(LogicText { body, sole }) = text else { return Ok(None) };
        let Some(head) = body.logic.function.clone() else {
            return Err(no_head(path, &file));
        };
        let path = path.to_owned();
        let function = Function { name, path, file, head, body, ..Function::default() };
        let mistakes = mistakes(&function);
        let is_usable = mistakes.is_empty();
        self.report.extend(mistakes);
        Ok(is_usable.then_some(FunctionFile { function, sole }))
    }
}

impl Loader<'_> {
    /// The graph of an example, which replaces the project's logic, and the settings if it has some.
    pub(super) fn example(
        &mut self,
        asked: Option<&ExampleOf>,
        functions: &[FunctionFile],
        project: &mut Json,
    ) -> Option<LogicFile> {
        let asked = asked?;
        let named = |file: &&FunctionFile| file.function.name == asked.function;
        let function = &functions.iter().find(named)?.function;
        let example = function.head.examples.get(asked.at)?;
        let name = format!("example {} of {}", asked.at + 1, function.path);
        let text = serde_json::to_string_pretty(&example.logic).unwrap_or_default();
        let file = PathBuf::from(&name);
        self.report.set_text(file.clone(), text.clone());
        let LogicText { body, sole } = self.parsed(text, &file)?;
        if !example.settings.is_empty() {
            project["settings"] = Json::Object(example.settings.clone());
        }
        let (logic, placeholders) = (body.logic, body.placeholders);
        Some(LogicFile { path: name.clone(), name, file, logic, placeholders, sole })
    }
}

/// The functions of a project that can be read, for listings. Mistakes do not matter here.
#[must_use]
pub fn functions_of(project: &Path) -> Vec<Function> {
    let options = super::LoadOptions::default();
    super::load::functions(project, &options).into_iter().map(|file| file.function).collect()
}

/// The functions of the program, by name.
#[must_use]
pub fn functions_of_program() -> Vec<Function> {
    let listed: Vec<String> =
        standard_functions().iter().map(|one| format!("{PREFIX}{}", one.name)).collect();
    let options = super::LoadOptions::default();
    let files = super::load::functions_in(&listed.into(), &options);
    files.into_iter().map(|file| file.function).collect()
}

/// The name of a function: that of its file.
fn name_of(path: &str, location: &Location) -> Result<String, Diagnostic> {
    let name = match path.strip_prefix(PREFIX) {
        Some(name) => name,
        None => Path::new(path).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default(),
    };
    if is_node_name(name) {
        return Ok(name.to_owned());
    }
    let message = format!("`{path}` gives a function no name: `{name}` is not a valid one");
    let help = "name the file NAME.json; a name consists of letters, digits, `_` and `-`";
    Err(Diagnostic::error("bad_name", message, location.clone()).with_help(help.to_owned()))
}

fn unknown_standard(path: &str, location: &Location) -> Diagnostic {
    let message = format!("the program has no function `{path}`");
    let known: Vec<String> =
        standard_functions().iter().map(|one| format!("{PREFIX}{}", one.name)).collect();
    let help = suggest(path, known.iter().map(String::as_str));
    Diagnostic::error("unknown_function", message, location.clone()).with_help(help)
}

fn no_head(path: &str, file: &Path) -> Diagnostic {
    let message = format!("`{path}` is listed as a function, but has no head");
    let help = "add \"function\": { \"inputs\": {}, \"outputs\": {} }, or list it under \"logic\"";
    Diagnostic::error("not_a_function", message, Location::value(file, ""))
        .with_help(help.to_owned())
}

/// What is wrong with the head of a function, and what of its nodes does not fit the head.
fn mistakes(function: &Function) -> Vec<Diagnostic> {
    let (head, file) = (&function.head, &function.file);
    let mut found = Vec::new();
    for (name, attribute) in head.attributes.iter() {
        let at = join("/function/attributes", name);
        found.extend(attribute_mistake(name, attribute, &at, file));
    }
    names(head, file, &mut found);
    for (side, sockets) in [("inputs", &head.inputs), ("outputs", &head.outputs)] {
        for (name, socket) in sockets.iter() {
            let at = join(&format!("/function/{side}"), name);
            found.extend(socket_mistake(name, socket, side == "inputs", &at, file));
        }
    }
    for (name, _) in function.body.logic.nodes.iter() {
        if [INPUT, OUTPUT].contains(&name.as_str()) {
            let message =
                format!("a function has an `{name}` of its own: no node may have this name");
            let location = Location::name(file, join("/nodes", name));
            let help = "rename the node".to_owned();
            found.push(Diagnostic::error("bad_name", message, location).with_help(help));
        }
    }
    unknown_attributes(function, &mut found);
    found
}

fn attribute_mistake(
    name: &str,
    attribute: &FunctionAttribute,
    at: &str,
    file: &Path,
) -> Option<Diagnostic> {
    let error = |code, message: String, at: String| {
        Some(Diagnostic::error(code, message, Location::value(file, at)))
    };
    if !attribute.choices.is_empty() && attribute.kind != AttributeType::String {
        let message = format!("only an attribute of type String has choices, not `{name}`");
        return error("bad_value", message, format!("{at}/choices"));
    }
    let default = attribute.default.as_ref().filter(|default| !default.is_null())?;
    let kind = match attribute.kind {
        AttributeType::Bool => SocketType::Bool,
        AttributeType::Int => SocketType::Int,
        AttributeType::Float => SocketType::Float,
        AttributeType::String | AttributeType::Configuration => SocketType::String,
        AttributeType::Binary => SocketType::Binary,
        AttributeType::Array => SocketType::Array,
        AttributeType::Dictionary => SocketType::Dictionary,
        AttributeType::Any => SocketType::Any,
    };
    let bad = Value::from_attribute(default, socket_kind(kind)?).err().map(|bad| bad.to_string());
    let is_choice =
        default.as_str().is_some_and(|word| attribute.choices.iter().any(|one| one == word));
    let bad = bad.or_else(|| {
        let choices = attribute.choices.join(", ");
        (!attribute.choices.is_empty() && !is_choice).then(|| format!("wants one of {choices}"))
    })?;
    error("bad_value", format!("the default of `{name}` {bad}"), format!("{at}/default"))
}

fn socket_mistake(
    name: &str,
    socket: &FunctionSocket,
    is_input: bool,
    at: &str,
    file: &Path,
) -> Option<Diagnostic> {
    let default = socket.full()?.default.as_ref()?;
    let why = match socket_kind(socket.kind()) {
        Some(kind) if is_input => {
            let bad = Value::from_attribute(default, kind).err()?;
            format!("the default of `{name}` {bad}")
        }
        Some(_) => format!("`{name}` is an output, which has no default"),
        None => format!("`{name}` is for pulses, which have no default"),
    };
    Some(Diagnostic::error("bad_value", why, Location::value(file, format!("{at}/default"))))
}

/// Names that two things have, or that are not valid.
fn names(head: &Head, file: &Path, found: &mut Vec<Diagnostic>) {
    let mut ids = HashSet::new();
    let attributes = head.attributes.iter().map(|(name, _)| ("attributes", name, true));
    let inputs = head
        .inputs
        .iter()
        .map(|(name, socket)| ("inputs", name, socket.kind() != SocketType::Pulse));
    for (part, name, is_attribute) in attributes.chain(inputs) {
        let location = || Location::name(file, join(&format!("/function/{part}"), name));
        if is_attribute && RESERVED.contains(&name.as_str()) {
            let message = format!("every node has an attribute `{name}`");
            found.push(Diagnostic::error("bad_name", message, location()));
        }
        if is_attribute && !ids.insert(name) {
            let message = format!("`{name}` is both an attribute and an input");
            found.push(Diagnostic::error("duplicate_name", message, location()));
        }
    }
    valid(&head.attributes, "attributes", file, found);
    valid(&head.inputs, "inputs", file, found);
    valid(&head.outputs, "outputs", file, found);
}

fn valid<T>(named: &Named<T>, part: &str, file: &Path, found: &mut Vec<Diagnostic>) {
    let mut seen = HashMap::new();
    for (name, _) in named.iter() {
        let pointer = join(&format!("/function/{part}"), name);
        let count = seen.entry(name.as_str()).or_insert(0_usize);
        if *count > 0 {
            let at = crate::diagnostics::At::Name { pointer: pointer.clone(), occurrence: *count };
            let location = Location { file: file.to_owned(), at };
            let message = format!("duplicate name `{name}`");
            found.push(Diagnostic::error("duplicate_name", message, location));
        }
        *count += 1;
        if !is_node_name(name) {
            let message = format!("`{name}` is not a valid name");
            let help = "a name consists of letters, digits, `_` and `-`".to_owned();
            let location = Location::name(file, pointer);
            found.push(Diagnostic::error("bad_name", message, location).with_help(help));
        }
    }
}

/// Attributes that stand in the nodes and variables, but not in the head.
fn unknown_attributes(function: &Function, found: &mut Vec<Diagnostic>) {
    let (body, head) = (&function.body, &function.head);
    let nodes = body.templates.iter().filter_map(|(node, id, template)| {
        let (name, _) = body.logic.nodes.0.get(*node)?;
        Some((join(&format!("{}/attributes", join("/nodes", name)), id), template))
    });
    let variables = body.initial.iter().filter_map(|(variable, template)| {
        let (name, _) = body.logic.variables.0.get(*variable)?;
        Some((format!("{}/initial", join("/variables", name)), template))
    });
    for (pointer, template) in nodes.chain(variables) {
        template.each_name(&mut |name, _| {
            if head.attributes.get(name).is_some() {
                return;
            }
            let message = format!("the function has no attribute `{name}`");
            let help = suggest(name, head.attributes.0.iter().map(|(name, _)| name.as_str()))
                .unwrap_or_else(|| "declare it under `attributes` in the head".to_owned());
            let location = Location::value(&function.file, &pointer);
            found.push(Diagnostic::error("unknown_attribute", message, location).with_help(help));
        });
    }
}
