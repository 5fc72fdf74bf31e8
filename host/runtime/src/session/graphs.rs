use super::Session;
use super::instances::tell_once;
use crate::Exit;
use crate::diagnostics::{Diagnostic, Location, Severity, join};
use crate::engine::compile::PLUGIN_NOT_AVAILABLE;
use crate::engine::{
    Configurations, Environment, Failures, Graph, GraphError, InboxLimits, Plan, Source, Workers,
    compile,
};
use std::sync::Arc;

impl Session {
    /// Compiles every logic file. Unless `strict`, a graph whose only errors are missing plugins is left out with a
    /// warning, so that the others can run.
    pub(super) fn compile(&mut self, strict: bool) {
        let sections = self.plugins.iter().map(|one| (one.name.as_str(), &one.section));
        let configurations =
            Configurations::new(sections).with_variables(&self.project.settings.variables);
        self.check_functions(&configurations, strict);
        let environment = Environment { toolbox: &self.toolbox, configurations: &configurations };
        let mut diagnostics = Vec::new();
        for (at, file) in self.project.logic.iter().enumerate() {
            let source = Source {
                file: &file.file,
                name: &file.name,
                logic: &file.logic,
                placeholders: &file.placeholders,
            };
            let (mut plan, mut found) = compile(source, environment);
            if let Some(plan) = &mut plan {
                plan.file.clone_from(&file.path);
                self.resolve_placeholders(plan);
            }
            let error = |one: &Diagnostic| one.severity == Severity::Error;
            let absent = |one: &Diagnostic| one.code == PLUGIN_NOT_AVAILABLE;
            let mut errors = found.iter().filter(|one| error(one)).peekable();
            if errors.peek().is_some() && errors.all(absent) {
                self.missing.graphs += 1;
                if !strict {
                    found.iter_mut().filter(|one| absent(one)).for_each(leave_out);
                }
            }
            self.plans.extend(plan);
            diagnostics.extend(found.into_iter().map(|one| (at, one)));
        }
        let told = tell_once(diagnostics, &self.project.logic);
        self.add_diagnostics(told);
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

    /// Lets the nodes of a plan resolve the `${…}` in their attributes again.
    fn resolve_placeholders(&self, plan: &mut Plan) {
        for (node, written) in std::mem::take(&mut plan.placeholders) {
            if let Some(node) = plan.nodes.get_mut(node) {
                let resolved = self.project.placeholders_of_node(written, &node.attributes);
                node.placeholders = resolved;
            }
        }
    }

    fn start_nodes(&mut self, graphs: &[Arc<Graph>]) {
        for graph in graphs {
            let names = Names::of(graph.plan());
            let errors = graph.start().err().unwrap_or_default();
            let failed = errors.iter().map(|one| self.start_failed(one, &names));
            let failed: Vec<_> = failed.collect();
            self.add_diagnostics(failed);
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
            let names = Names::of(&plan);
            match self.create_graph(plan, failures, &workers) {
                Ok(graph) => graphs.push(graph),
                Err(errors) => {
                    let failed = errors.iter().map(|one| self.creation_failed(one, &names));
                    let failed: Vec<_> = failed.collect();
                    self.add_diagnostics(failed);
                }
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
        let (failures, workers) = (failures.clone(), workers.clone());
        Graph::new(plan, limits.steps, inbox, failures, workers, &self.lasting)
    }

    fn creation_failed(&self, error: &GraphError, names: &Names) -> Diagnostic {
        let (name, location) = self.node_of(error, names);
        let message = format!("cannot create node `{name}`: {}", error.error);
        Diagnostic::error("node_not_made", message, location)
    }

    fn start_failed(&self, error: &GraphError, names: &Names) -> Diagnostic {
        let (name, location) = self.node_of(error, names);
        let message = format!("node `{name}` cannot start: {}", error.error);
        Diagnostic::error(error.error.code.clone(), message, location)
    }

    fn node_of<'a>(&self, error: &GraphError, names: &'a Names) -> (&'a str, Location) {
        let name = names.nodes.get(error.node as usize).map_or("", |name| name);
        let graph = self.project.logic.iter().find(|graph| graph.name == names.graph);
        let place = graph.map(|graph| self.place_of_node(graph, name));
        let (file, pointer) = place.unwrap_or_default();
        (name, Location::name(file, pointer))
    }
}

/// The names of a graph and its nodes, for diagnostics.
struct Names {
    graph: String,
    nodes: Vec<Box<str>>,
}

impl Names {
    fn of(plan: &Plan) -> Self {
        let nodes = plan.nodes.iter().map(|node| node.name.clone()).collect();
        Self { graph: plan.name.clone(), nodes }
    }
}

fn leave_out(diagnostic: &mut Diagnostic) {
    diagnostic.severity = Severity::Warning;
    diagnostic.message.push_str("; this graph is left out");
}
