//! Checks that need every graph of the project at once.

use super::Session;
use crate::diagnostics::{Diagnostic, Location, did_you_mean};
use crate::engine::Plan;
use crate::project::LogicFile;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeSet, HashMap};

/// An enabled node of a graph.
#[derive(Clone, Copy)]
struct Used<'a> {
    session: &'a Session,
    graph: &'a LogicFile,
    name: &'a str,
    node_type: &'a str,
    attributes: &'a Map<String, Json>,
}

impl Session {
    /// Warns of custom events that only one side knows, and reports events that no node of the project answers.
    pub(super) fn check_across_graphs(&mut self) {
        let plans: HashMap<&str, &Plan> =
            self.plans.iter().map(|plan| (plan.name.as_str(), plan)).collect();
        let mut nodes: Vec<Used<'_>> = Vec::new();
        for graph in &self.project.logic {
            match (self.uses_functions(graph), plans.get(graph.name.as_str())) {
                (false, _) => nodes.extend(self.written(graph)),
                (true, Some(plan)) => nodes.extend(self.expanded(graph, plan)),
                // What the functions of this graph raise and hear is not known.
                (true, None) => return,
            }
        }
        nodes.retain(|used| used.attribute("enabled") != &Json::Bool(false));
        let mut found = unmatched_events(&nodes);
        found.extend(self.unanswered(&nodes));
        self.add_diagnostics(found);
    }

    fn uses_functions(&self, graph: &LogicFile) -> bool {
        let mut types = graph.logic.nodes.iter().map(|(_, node)| &node.node_type);
        types.any(|id| self.toolbox.get(id).is_some_and(|tool| tool.function.is_some()))
    }

    fn written<'a>(&'a self, graph: &'a LogicFile) -> impl Iterator<Item = Used<'a>> {
        graph.logic.nodes.iter().map(move |(name, node)| {
            let (node_type, attributes) = (node.node_type.as_str(), &node.attributes);
            Used { session: self, graph, name, node_type, attributes }
        })
    }

    fn expanded<'a>(
        &'a self,
        graph: &'a LogicFile,
        plan: &'a Plan,
    ) -> impl Iterator<Item = Used<'a>> {
        plan.nodes.iter().map(move |node| {
            let (node_type, attributes) = (node.node_type.info.id.as_str(), &node.attributes);
            Used { session: self, graph, name: &node.name, node_type, attributes }
        })
    }

    /// Nodes whose events must be answered by another node with the same configuration.
    fn unanswered(&self, nodes: &[Used<'_>]) -> Vec<Diagnostic> {
        let needs_answer = |used: &&Used<'_>| {
            let Some(tool) = self.toolbox.get(used.node_type) else { return false };
            let answers = &tool.node_type.info.answered_by;
            let of_same = |other: &&Used<'_>| {
                other.attribute("configuration") == used.attribute("configuration")
            };
            let mut same = nodes.iter().filter(of_same);
            !answers.is_empty() && !same.any(|other| answers.iter().any(|id| id == other.node_type))
        };
        nodes.iter().filter(needs_answer).map(|used| self.no_answer(*used)).collect()
    }

    fn no_answer(&self, used: Used<'_>) -> Diagnostic {
        let answers = self.toolbox.get(used.node_type);
        let answers = answers.map(|tool| tool.node_type.info.answered_by.join(" or "));
        let (name, answers) = (used.name, answers.unwrap_or_default());
        let message = format!("nothing answers what node `{name}` asks");
        let help = format!("add a {answers} with the same configuration, or remove the node");
        Diagnostic::error("no_answer", message, used.location("type")).with_help(help)
    }
}

/// Warns of triggers without a listener, and of listeners without a trigger.
fn unmatched_events(nodes: &[Used<'_>]) -> Vec<Diagnostic> {
    let events = |id: &'static str| {
        let of_type = move |used: &&Used<'_>| used.node_type == id;
        nodes.iter().filter(of_type).filter_map(|used| Some((*used, used.event()?)))
    };
    let (raised, heard): (BTreeSet<&str>, BTreeSet<&str>) = (
        events("event.trigger").map(|(_, event)| event).collect(),
        events("event.listener").map(|(_, event)| event).collect(),
    );
    let warn =
        |used: Used<'_>, code, message: String, event: &str, known: &BTreeSet<&str>, what| {
            let help = match did_you_mean(event, known.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("add an {what} with this event, or remove the node"),
            };
            Diagnostic::warning(code, message, used.location("attributes/event")).with_help(help)
        };
    let unheard = events("event.trigger").filter(|(_, event)| !heard.contains(event));
    let unheard = unheard.map(|(used, event)| {
        let message = format!("nothing listens to the event `{event}` of node `{}`", used.name);
        warn(used, "unheard_event", message, event, &heard, "Event Listener")
    });
    let unraised = events("event.listener").filter(|(_, event)| !raised.contains(event));
    let unraised = unraised.map(|(used, event)| {
        let message = format!("nothing raises the event `{event}` of node `{}`", used.name);
        warn(used, "unraised_event", message, event, &raised, "Event Trigger")
    });
    unheard.chain(unraised).collect()
}

impl<'a> Used<'a> {
    fn attribute(&self, id: &str) -> &'a Json {
        self.attributes.get(id).unwrap_or(&Json::Null)
    }

    fn event(&self) -> Option<&'a str> {
        self.attribute("event").as_str()
    }

    fn location(&self, part: &str) -> Location {
        let (file, node) = self.session.place_of_node(self.graph, self.name);
        Location::value(file, format!("{node}/{part}"))
    }
}
