use super::{Ends, Source, Unit, Unknown};
use crate::function::{AttributeValue, AttributeValues, Function, INPUT, OUTPUT, node_type};
use crate::toolbox::Tool;
use pulsewire_plugin::{NodeInfo, NodeKind, NodeType, Sockets};
use pulsewire_project_settings::{Logic, Node};
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// A function by itself: its nodes between an `input` and an `output`. Its attributes have their defaults; what a use must
/// set is not known.
pub(super) struct FunctionBody {
    logic: Logic,
    placeholders: Vec<(usize, Map<String, Json>)>,
    ends: Ends,
    unknown: Unknown,
}

impl FunctionBody {
    pub(super) fn new(function: &Function) -> Self {
        let defaults = defaults(function);
        let (mut logic, placeholders) = function.body.with(&defaults);
        let mut unknown = Unknown::default();
        for (node, id, template) in &function.body.templates {
            if template.value(&defaults).is_none() {
                unknown.entry(*node).or_default().push(id.clone());
            }
        }
        let mut ends = Ends::default();
        for (name, end) in [(INPUT, input(function)), (OUTPUT, output(function))] {
            let node_type = Arc::new(end);
            ends.insert(name.to_owned(), Tool { node_type, plugin: None, function: None });
            let node = Node { node_type: name.to_owned(), ..Node::default() };
            logic.nodes.0.push((name.to_owned(), node));
        }
        Self { logic, placeholders, ends, unknown }
    }

    pub(super) fn unit<'a>(&'a self, function: &'a Function) -> Unit<'a> {
        let source = Source {
            file: &function.file,
            name: &function.path,
            logic: &self.logic,
            placeholders: &self.placeholders,
        };
        Unit { ends: Some(&self.ends), unknown: Some(&self.unknown), ..Unit::new(source) }
    }
}

fn defaults(function: &Function) -> AttributeValues {
    let attributes = function.head.attributes.iter().filter_map(|(name, attribute)| {
        let value = attribute.default.clone().filter(|default| !default.is_null())?;
        Some((name.clone(), AttributeValue { value, written: None }))
    });
    attributes.collect()
}

/// The inputs as they are inside: they begin pulses and give values.
fn input(function: &Function) -> NodeType {
    let outside = node_type(function).info;
    let (pulse_outputs, outputs) = (outside.sockets.pulse_inputs, outside.sockets.inputs);
    let sockets = Sockets { pulse_outputs, outputs, ..Sockets::default() };
    end(NodeInfo { sockets, kind: NodeKind::Event, attributes: Vec::new(), ..outside })
}

/// The outputs as they are inside: they take pulses and values.
fn output(function: &Function) -> NodeType {
    let outside = node_type(function).info;
    let (pulse_inputs, inputs) = (outside.sockets.pulse_outputs, outside.sockets.outputs);
    let kind = if pulse_inputs.is_empty() { NodeKind::Value } else { NodeKind::Action };
    let sockets = Sockets { pulse_inputs, inputs, ..Sockets::default() };
    end(NodeInfo { sockets, kind, attributes: Vec::new(), ..outside })
}

fn end(info: NodeInfo) -> NodeType {
    let never = |_: &mut pulsewire_plugin::Context<'_>| Ok(pulsewire_plugin::Flow::End);
    info.run(never)
}
