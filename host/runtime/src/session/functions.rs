use super::Session;
use super::function_uses::Uses;
use crate::diagnostics::{Diagnostic, Location, Severity, join, suggest};
use crate::engine::compile::{PLUGIN_NOT_AVAILABLE, check_function};
use crate::engine::{Configurations, Environment};
use crate::function::{Configured, Defect, Function};
use crate::toolbox::Toolbox;
use pulsewire_plugin::AttributeKind;
use pulsewire_project_settings::AttributeType;
use std::collections::{HashMap, HashSet};

/// Makes functions known as node types.
pub fn add_functions(functions: impl IntoIterator<Item = Function>, toolbox: &mut Toolbox) {
    let mut functions: Vec<Function> = functions.into_iter().collect();
    functions.iter().for_each(|function| toolbox.add_function(function.clone()));
    // What an attribute refers to may depend on what those of other functions refer to.
    while functions.iter_mut().any(|function| {
        let found = configured(function, toolbox);
        let is_new = found != function.configured;
        if is_new {
            function.configured = found;
            toolbox.add_function(function.clone());
        }
        is_new
    }) {}
}

/// What the attributes of type Configuration refer to, by the nodes that have them.
fn configured(function: &Function, toolbox: &Toolbox) -> Configured {
    let mut found = Configured::default();
    for (node, id, template) in &function.body.templates {
        let Some(name) = template.sole() else { continue };
        let declared = function.head.attributes.get(name);
        let is_one = declared.is_some_and(|one| one.kind == AttributeType::Configuration);
        let written = function.body.logic.nodes.0.get(*node).filter(|_| is_one);
        let Some(tool) = written.and_then(|(_, node)| toolbox.get(&node.node_type)) else {
            continue;
        };
        let declared = tool.node_type.info.attributes.iter().find(|one| one.id == *id);
        if let Some(AttributeKind::Configuration(list)) = declared.map(|one| &one.kind) {
            let plugin = tool.plugin_of(id).unwrap_or_default().to_owned();
            found.entry(name.to_owned()).or_insert((plugin, list.clone()));
        }
    }
    found
}

impl Session {
    /// Adds the functions of the project to the toolbox.
    pub(super) fn add_functions(&mut self) {
        let functions = |session: &Self| {
            let files = session.project.functions.iter();
            files.map(|file| file.function.clone()).collect::<Vec<_>>()
        };
        add_functions(functions(self), &mut self.toolbox);
        self.project.convert_attributes(&self.toolbox);
        add_functions(functions(self), &mut self.toolbox);
    }

    /// Checks each function by itself. Those that cannot be used are marked, so that their uses are not reported as well.
    pub(super) fn check_functions(&mut self, configurations: &Configurations, strict: bool) {
        let functions: Vec<Function> =
            self.toolbox.functions().into_iter().map(|function| (**function).clone()).collect();
        let (mut found, mut defects) = (Vec::new(), HashMap::new());
        for function in &functions {
            let environment = Environment { toolbox: &self.toolbox, configurations };
            let mut mistakes = check_function(function, environment);
            let error = |one: &&Diagnostic| one.severity == Severity::Error;
            if mistakes.iter().any(|one| one.severity == Severity::Error) {
                let absent = |one: &Diagnostic| one.code == PLUGIN_NOT_AVAILABLE;
                let defect = match mistakes.iter().filter(error).find(|one| !absent(one)) {
                    Some(_) => Defect::Mistakes,
                    None => Defect::Plugin(mistakes[0].message.clone()),
                };
                if !strict {
                    let absent = mistakes.iter_mut().filter(|one| absent(one));
                    absent.for_each(|one| one.severity = Severity::Warning);
                }
                defects.insert(function.id(), defect);
            }
            found.extend(mistakes);
        }
        let uses = Uses::new(&functions);
        found.extend(uses.circles(&mut defects, &self.report));
        found.extend(uses.too_deep(&mut defects));
        uses.spread(&mut defects);
        found.extend(self.unused(&functions));
        for mut function in functions {
            if let Some(defect) = defects.remove(&function.id()) {
                function.defect = Some(defect);
                self.toolbox.add_function(function);
            }
        }
        self.add_diagnostics(found);
    }

    /// Warns of functions that neither a graph nor another function uses.
    fn unused(&self, functions: &[Function]) -> Vec<Diagnostic> {
        let of_graphs = self.project.logic.iter().map(|file| &file.logic);
        let of_functions = functions.iter().map(|function| &function.body.logic);
        let types: HashSet<&str> = (of_graphs.chain(of_functions))
            .flat_map(|logic| logic.nodes.0.iter().map(|(_, node)| node.node_type.as_str()))
            .collect();
        let listed = self.project.settings.functions.iter().zip(0..);
        let unused = listed.filter_map(|(path, at)| {
            let function = functions.iter().find(|function| function.path == *path)?;
            if types.contains(function.id().as_str()) {
                return None;
            }
            let message = format!("no node uses the function `{}`", function.name);
            let location = Location::value(&self.project.file, join("/functions", at));
            let mistyped = types.iter().copied().filter(|id| self.toolbox.get(id).is_none());
            let help = suggest(&function.id(), mistyped.collect::<Vec<_>>())
                .filter(|help| help.starts_with("did you mean"))
                .map(|_| "a node has a similar type, which does not exist".to_owned())
                .unwrap_or_else(|| format!("add a node of type `{}`, or remove it", function.id()));
            Some(Diagnostic::warning("unused_function", message, location).with_help(help))
        });
        unused.collect()
    }
}
