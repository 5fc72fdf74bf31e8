use super::body::{Attached, Body, BodyNode, End};
use super::flat::Socket;
use super::inside::Inside;
use super::shape::Shape;
use crate::function::{AttributeValue, AttributeValues, Function};
use crate::toolbox::{Tool, accepts, fit_text};
use serde_json::{Map, Value as Json};

/// A graph or a function with its shape, and the number of its file.
pub(super) struct Known<'a> {
    pub(super) body: Body<'a>,
    pub(super) shape: Shape<'a>,
    pub(super) file: u32,
}

/// A body that is being added.
pub(super) struct Scope<'b, 'a> {
    pub(super) body: &'b Body<'a>,
    pub(super) shape: &'b Shape<'a>,
    pub(super) file: u32,
    pub(super) values: &'b AttributeValues,
    /// What the names of its nodes begin with: empty, or the name of the use and `/`.
    pub(super) prefix: &'b str,
    pub(super) parts: Vec<Part<'a>>,
    pub(super) output: Option<u32>,
    pub(super) inside: Inside<'a>,
}

/// What a node of a body became.
pub(super) enum Part<'a> {
    Node(u32),
    Use(Box<Use<'a>>),
}

/// An expanded use.
pub(super) struct Use<'a> {
    pub(super) function: &'a Function,
    pub(super) inside: Inside<'a>,
    pub(super) attributes: Map<String, Json>,
    pub(super) held: Option<Map<String, Json>>,
}

impl<'b, 'a> Scope<'b, 'a> {
    pub(super) fn new(known: &'b Known<'a>, values: &'b AttributeValues, prefix: &'b str) -> Self {
        let Known { body, shape, file } = known;
        let (parts, file) = (Vec::with_capacity(body.nodes.len()), *file);
        Self { body, shape, file, values, prefix, parts, output: None, inside: Inside::default() }
    }

    /// The attributes of a node in this use: as loaded, and as written where they hold `${…}`.
    pub(super) fn attributes(
        &self,
        node: &BodyNode<'a>,
    ) -> (Map<String, Json>, Option<Map<String, Json>>) {
        let (mut attributes, mut held) = (node.written.attributes.clone(), node.held.cloned());
        for (_, id, template) in node.templates {
            match template.value(self.values) {
                Some(value) => drop(attributes.insert(id.clone(), value)),
                None => drop(attributes.shift_remove(id)),
            }
            if let Some(held) = &mut held {
                match template.written(self.values) {
                    Some(written) => drop(held.insert(id.clone(), written)),
                    None => drop(held.shift_remove(id)),
                }
            }
        }
        if let (Some(tool), false) = (node.tool, node.templates.is_empty()) {
            fit(&mut attributes, node, tool);
        }
        for id in &node.variables {
            if let Some(Json::String(name)) = attributes.get_mut(*id)
                && self.body.logic.variables.get(name).is_some()
            {
                name.insert_str(0, self.prefix);
            }
        }
        (attributes, held.filter(|held| !held.is_empty()))
    }

    /// The inputs that an end of a wire stands for.
    pub(super) fn targets(&self, to: End<'a>) -> Vec<Socket<'a>> {
        let Attached::Node(at) = to.at else { return Vec::new() };
        match &self.parts[at as usize] {
            Part::Node(node) => vec![Socket { node: *node, id: to.socket }],
            Part::Use(used) => used.inside.input(to.socket).to_vec(),
        }
    }

    /// The outputs that an end of a wire stands for.
    pub(super) fn sources(&self, from: End<'a>) -> Vec<Socket<'a>> {
        let Attached::Node(at) = from.at else { return Vec::new() };
        match &self.parts[at as usize] {
            Part::Node(node) => vec![Socket { node: *node, id: from.socket }],
            Part::Use(used) => used.inside.output(from.socket).to_vec(),
        }
    }
}

/// Turns numbers from attributes of the use into texts where the node takes only these.
fn fit(attributes: &mut Map<String, Json>, node: &BodyNode<'_>, tool: &Tool) {
    let sockets = tool.node_type.sockets(attributes).ok().flatten();
    for (_, id, _) in node.templates {
        if let Some(value) = attributes.get_mut(id) {
            fit_text(value, |value| accepts(&tool.node_type, sockets.as_ref(), id, value));
        }
    }
}

/// The attributes of a function in one of its uses.
pub(super) fn values_of(
    function: &Function,
    attributes: &Map<String, Json>,
    held: Option<&Map<String, Json>>,
) -> AttributeValues {
    let values = function.head.attributes.iter().filter_map(|(id, declared)| {
        let value = attributes.get(id).or(declared.default.as_ref())?.clone();
        let written = held.and_then(|held| held.get(id)).cloned();
        Some((id.clone(), AttributeValue { value, written }))
    });
    values.collect()
}
