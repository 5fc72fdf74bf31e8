use super::Session;
use crate::Exit;
use crate::diagnostics::{Diagnostic, Location, Severity, join};
use crate::engine::compile::PLUGIN_NOT_AVAILABLE;
use crate::engine::{
    Configurations, Environment, Failures, Graph, GraphError, InboxLimits, Plan, Source, Workers,
    compile,
};
use std::path::PathBuf;
use std::sync::Arc;

impl Session {
    /// Compiles every logic file. Unless `strict`, a graph whose only errors are missing plugins is left out with a
    /// warning, so that the others can run.
    pub(super) fn compile(&mut self, strict: bool) {
        let sections = self.plugins.iter().map(|one| (one.name.as_str(), &one.section));
        let configurations = Configurations::new(sections);
        let environment = Environment { toolbox: &self.toolbox, configurations: &configurations };
        let mut diagnostics = Vec::new();
        for file in &self.project.logic {
            let source = Source {
                file: &file.file,
                name: &file.path,
                logic: &file.logic,
                placeholders: file.placeholders(),
            };
            let (mut plan, mut found) = compile(source, environment);
            for (node, placeholders) in self.project.placeholders_of_attributes(file) {
                let node = plan.as_mut().and_then(|plan| plan.nodes.get_mut(node));
                node.into_iter().for_each(|node| node.placeholders = placeholders.clone());
            }
            let error = |one: &Diagnostic| one.severity == Severity::Error;
            let absent = |one: &Diagnostic| one.code == PLUGIN_NOT_AVAILABLE;
            if plan.is_none() && found.iter().filter(|one| error(one)).all(absent) {
                self.missing.graphs += 1;
                if !strict {
                    found.iter_mut().filter(|one| absent(one)).for_each(leave_out);
                }
            }
            self.plans.extend(plan);
            diagnostics.extend(found);
        }
        self.add_diagnostics(diagnostics);
    }

    /// Configures every plugin, and creates and starts the nodes of every graph; events wait until the graphs are
    /// opened. `check` and `run` both end here, so what one refuses the other refuses too, with the same report.
    ///
    /// # Errors
    /// The exit status of a project that cannot run; the report says why.
    pub fn prepare(&mut self, failures: &Arc<Failures>) -> Result<Vec<Arc<Graph>>, Exit> {
        let exit = self.exit();
        if exit != Exit::Ok {
            return Err(exit);
        }
        let graphs = self.create_graphs(failures);
        if !self.report.has_errors() {
            self.start_nodes(&graphs);
        }
        if graphs.is_empty() && !self.report.has_errors() {
            let location = Location::value(&self.project.file, "/logic");
            let mistake = Diagnostic::error("no_logic", "there is no logic to run", location);
            let help = "list a logic file, such as \"logic/main.json\"".to_owned();
            self.report.add(mistake.with_help(help));
        }
        if self.report.has_errors() {
            graphs.iter().for_each(|graph| {
                graph.stop();
            });
            return Err(Exit::Invalid);
        }
        Ok(graphs)
    }

    fn start_nodes(&mut self, graphs: &[Arc<Graph>]) {
        for graph in graphs {
            let (file, names) = (self.file_of(graph.plan()), names(graph.plan()));
            let errors = graph.start().err().unwrap_or_default();
            self.add_diagnostics(errors.iter().map(|one| start_failed(one, &file, &names)));
        }
    }

    fn create_graphs(&mut self, failures: &Arc<Failures>) -> Vec<Arc<Graph>> {
        for one in &mut self.plugins {
            let section = std::mem::take(&mut one.section);
            if let Err(why) = one.plugin.configure(&section.to_string()) {
                let message = format!("the plugin `{}` cannot be configured: {why}", one.name);
                let location = Location::name(&self.project.file, join("/settings", &one.name));
                self.report.add(Diagnostic::error("plugin_failed", message, location));
            }
        }
        let (workers, mut graphs) = (Workers::new(), Vec::new());
        for plan in std::mem::take(&mut self.plans) {
            let (file, names) = (self.file_of(&plan), names(&plan));
            match self.create_graph(plan, failures, &workers) {
                Ok(graph) => graphs.push(graph),
                Err(errors) => self
                    .add_diagnostics(errors.iter().map(|one| creation_failed(one, &file, &names))),
            }
        }
        graphs
    }

    fn create_graph(
        &self,
        plan: Plan,
        failures: &Arc<Failures>,
        workers: &Arc<Workers>,
    ) -> Result<Arc<Graph>, Vec<GraphError>> {
        let limits = self.project.settings.limits;
        let events = usize::try_from(limits.inbox).unwrap_or(usize::MAX);
        let inbox = InboxLimits { events, bytes: limits.inbox_bytes };
        Graph::new(plan, limits.steps, inbox, failures.clone(), workers.clone())
    }

    fn file_of(&self, plan: &Plan) -> PathBuf {
        let file = self.project.logic.iter().find(|file| file.path == plan.file);
        file.map(|file| file.file.clone()).unwrap_or_default()
    }
}

fn leave_out(diagnostic: &mut Diagnostic) {
    diagnostic.severity = Severity::Warning;
    diagnostic.message.push_str("; this graph is left out");
}

fn names(plan: &Plan) -> Vec<Box<str>> {
    plan.nodes.iter().map(|node| node.name.clone()).collect()
}

fn creation_failed(error: &GraphError, file: &PathBuf, names: &[Box<str>]) -> Diagnostic {
    let name = names.get(error.node as usize).map_or("", |name| name);
    let message = format!("cannot create node `{name}`: {}", error.error);
    Diagnostic::error("node_not_made", message, Location::name(file, join("/nodes", name)))
}

fn start_failed(error: &GraphError, file: &PathBuf, names: &[Box<str>]) -> Diagnostic {
    let name = names.get(error.node as usize).map_or("", |name| name);
    let message = format!("node `{name}` cannot start: {}", error.error);
    Diagnostic::error(error.error.code.clone(), message, Location::name(file, join("/nodes", name)))
}
