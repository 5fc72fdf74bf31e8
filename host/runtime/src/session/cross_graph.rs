//! Checks that need every graph of the project at once.

use super::Session;
use crate::diagnostics::{Diagnostic, Location, did_you_mean};
use pulsewire_project_settings::Node;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::path::Path;

/// An enabled node of a logic file.
#[derive(Clone, Copy)]
struct Used<'a> {
    file: &'a Path,
    name: &'a str,
    node: &'a Node,
}

impl Session {
    /// Warns of custom events that only one side knows, and reports events that no node of the project answers.
    pub(super) fn check_across_graphs(&mut self) {
        let nodes: Vec<Used<'_>> = (self.project.logic.iter())
            .flat_map(|file| {
                let nodes = file.logic.nodes.iter();
                nodes.map(|(name, node)| Used { file: &file.file, name, node })
            })
            .filter(|used| used.attribute("enabled") != &Json::Bool(false))
            .collect();
        let mut found = unmatched_events(&nodes);
        found.extend(self.unanswered(&nodes));
        self.add_diagnostics(found);
    }

    /// Nodes whose events must be answered by another node with the same configuration.
    fn unanswered(&self, nodes: &[Used<'_>]) -> Vec<Diagnostic> {
        let needs_answer = |used: &&Used<'_>| {
            let Some(tool) = self.toolbox.get(&used.node.node_type) else { return false };
            let answers = &tool.node_type.info.answered_by;
            let of_same = |other: &&Used<'_>| {
                other.attribute("configuration") == used.attribute("configuration")
            };
            let mut same = nodes.iter().filter(of_same);
            !answers.is_empty() && !same.any(|other| answers.contains(&other.node.node_type))
        };
        nodes.iter().filter(needs_answer).map(|used| self.no_answer(*used)).collect()
    }

    fn no_answer(&self, used: Used<'_>) -> Diagnostic {
        let answers = self.toolbox.get(&used.node.node_type);
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
        let of_type = move |used: &&Used<'_>| used.node.node_type == id;
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
        self.node.attributes.get(id).unwrap_or(&Json::Null)
    }

    fn event(&self) -> Option<&'a str> {
        self.attribute("event").as_str()
    }

    fn location(&self, part: &str) -> Location {
        let node = crate::diagnostics::join("/nodes", self.name);
        Location::value(self.file, format!("{node}/{part}"))
    }
}
