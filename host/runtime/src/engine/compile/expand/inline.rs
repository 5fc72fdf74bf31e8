use super::body::{Attached, Body, BodyWire, End};
use super::flat::{Flat, Socket, TooMany};
use super::inside::Inside;
use super::output_node::output_node;
use super::scope::{Known, Part, Scope, Use, values_of};
use super::shape::Shape;
use crate::engine::compile::Environment;
use crate::engine::compile::attributes::mode;
use crate::engine::plan::Mode;
use crate::function::{AttributeValues, Function, OUTPUT, socket_kind};
use crate::toolbox::Tool;
use foldhash::HashMap;
use pulsewire_plugin::ValueType;
use pulsewire_project_settings::{Node, SocketType};
use serde_json::Value as Json;
use std::rc::Rc;
use std::sync::Arc;

/// Adds the nodes and wires of bodies to a graph.
pub(super) struct Inliner<'a> {
    environment: Environment<'a>,
    pub(super) flat: Flat<'a>,
    known: HashMap<&'a str, Rc<Known<'a>>>,
}

impl<'a> Inliner<'a> {
    pub(super) fn new(environment: Environment<'a>, flat: Flat<'a>) -> Self {
        Self { environment, flat, known: HashMap::default() }
    }

    /// Adds a whole graph.
    ///
    /// # Errors
    /// The node of the graph with which there are too many.
    pub(super) fn inline_graph(&mut self, body: Body<'a>) -> Result<(), &'a str> {
        let values = AttributeValues::default();
        let known = Known { body, shape: Shape::default(), file: 0 };
        let (body, mut scope) = (&known.body, Scope::new(&known, &values, ""));
        for variable in 0..body.logic.variables.len() {
            self.variable(&scope, variable);
        }
        for at in 0..body.nodes.len() {
            self.part(&mut scope, at, &|_| true).map_err(|_| body.nodes[at].name)?;
        }
        self.connect(&mut scope, &|_| true);
        Ok(())
    }

    /// Adds a use of a function; `is_wired` tells for its outputs whether something outside is wired to them.
    fn inline(
        &mut self,
        function: &'a Function,
        values: &AttributeValues,
        prefix: &str,
        is_wired: &dyn Fn(&str) -> bool,
    ) -> Result<Inside<'a>, TooMany> {
        let known = self.known(function);
        let (body, mut scope) = (&known.body, Scope::new(&known, values, prefix));
        for variable in 0..body.logic.variables.len() {
            self.variable(&scope, variable);
        }
        for at in 0..body.nodes.len() {
            self.part(&mut scope, at, is_wired)?;
        }
        if known.shape.has_node() {
            scope.output = Some(self.output(&scope, function)?);
        }
        self.connect(&mut scope, is_wired);
        Ok(scope.inside)
    }

    fn known(&mut self, function: &'a Function) -> Rc<Known<'a>> {
        if let Some(known) = self.known.get(function.name.as_str()) {
            return known.clone();
        }
        let body = Body::of_function(function, self.environment);
        let mut live =
            |inner: &'a Function, socket: &str| self.known(inner).shape.live.contains(&socket);
        let shape = Shape::of(&body, function, &mut live);
        let file = self.flat.file(&function.file);
        let known = Rc::new(Known { body, shape, file });
        self.known.insert(&function.name, known.clone());
        known
    }

    fn variable(&mut self, scope: &Scope<'_, 'a>, at: usize) {
        let (name, variable) = &scope.body.logic.variables.0[at];
        let mut variable = variable.clone();
        let template = scope.body.initial.iter().find(|(of, _)| *of == at);
        if let Some((_, template)) = template {
            variable.initial = template.value(scope.values);
        }
        self.flat.variable(format!("{}{name}", scope.prefix), variable, (scope.file, name));
    }

    /// Adds a node, or what a use stands for.
    fn part(
        &mut self,
        scope: &mut Scope<'_, 'a>,
        at: usize,
        is_wired: &dyn Fn(&str) -> bool,
    ) -> Result<(), TooMany> {
        let body = scope.body;
        let node = &body.nodes[at];
        let (attributes, held) = scope.attributes(node);
        let name = format!("{}{}", scope.prefix, node.name);
        let function = node.tool.and_then(|tool| tool.function.as_deref());
        let part = match function.filter(|_| mode(&attributes) == Mode::Enabled) {
            Some(function) => {
                let values = values_of(function, &attributes, held.as_ref());
                let outside = |id: &str| {
                    let key = (u32::try_from(at).unwrap_or(u32::MAX), id);
                    let to = body.wired_outputs.get(&key).map(Vec::as_slice).unwrap_or_default();
                    to.iter().any(|to| to.at != Attached::Output || is_wired(to.socket))
                };
                let inside = self.inline(function, &values, &format!("{name}/"), &outside)?;
                Part::Use(Box::new(Use { function, inside, attributes, held }))
            }
            None => {
                let written = Node { attributes, ..node.written.clone() };
                Part::Node(self.flat.node(name, written, held, (scope.file, node.name))?)
            }
        };
        scope.parts.push(part);
        Ok(())
    }

    /// Adds the node for the outputs of a use.
    fn output(&mut self, scope: &Scope<'_, 'a>, function: &'a Function) -> Result<u32, TooMany> {
        let (word, shape) = (format!("{}/{OUTPUT}", function.id()), scope.shape);
        self.flat.end(&word, || Tool {
            node_type: Arc::new(output_node(function, &shape.held, shape.takes_pulses)),
            plugin: None,
            function: None,
        });
        let node = Node { node_type: word, ..Node::default() };
        self.flat.node(format!("{}{OUTPUT}", scope.prefix), node, None, (scope.file, OUTPUT))
    }

    fn connect(&mut self, scope: &mut Scope<'_, 'a>, is_wired: &dyn Fn(&str) -> bool) {
        let body = scope.body;
        for wire in &body.wires {
            match wire.to.at {
                Attached::Output => self.connect_output(scope, wire, is_wired),
                _ => {
                    let targets = scope.targets(wire.to);
                    self.connect_to(scope, wire, &targets);
                }
            }
        }
        let wired = body.wired_inputs();
        for (part, at) in scope.parts.iter().zip(0..) {
            if let Part::Use(used) = part {
                self.literals(used, &|id| wired.contains(&(at, id)));
            }
        }
    }

    fn connect_to(
        &mut self,
        scope: &mut Scope<'_, 'a>,
        wire: &BodyWire<'a>,
        targets: &[Socket<'a>],
    ) {
        if wire.from.at == Attached::Input {
            return scope.inside.add_input(wire.from.socket, targets);
        }
        for source in scope.sources(wire.from) {
            for target in targets {
                self.flat.wire(source, *target, (scope.file, wire.at));
            }
        }
    }

    fn connect_output(
        &mut self,
        scope: &mut Scope<'_, 'a>,
        wire: &BodyWire<'a>,
        is_wired: &dyn Fn(&str) -> bool,
    ) {
        let (id, shape) = (wire.to.socket, scope.shape);
        let kind = scope.body.function.and_then(|function| function.head.outputs.get(id));
        let is_pulse = kind.is_some_and(|socket| socket.kind() == SocketType::Pulse);
        let through = if is_pulse { shape.takes_pulses } else { shape.held.contains(&id) };
        let Some(output) = scope.output.filter(|_| through) else {
            let sources = scope.sources(wire.from);
            return scope.inside.add_output(id, &sources);
        };
        let target = Socket { node: output, id };
        if scope.inside.output(id).is_empty() {
            scope.inside.add_output(id, &[target]);
        }
        if is_pulse && !is_wired(id) && !self.is_usual(scope, wire.from) {
            // Nothing outside takes this pulse: a failure that leaves by it is one of the graph.
            return;
        }
        self.connect_to(scope, wire, &[target]);
    }

    /// Whether a pulse output is the first of its node, by which no failure leaves.
    fn is_usual(&self, scope: &Scope<'_, 'a>, from: End<'a>) -> bool {
        let first = |socket: &Socket<'a>| {
            let tool = self.environment.toolbox.get(self.flat.type_of(socket.node));
            let first = tool.and_then(|tool| tool.node_type.info.sockets.pulse_outputs.first());
            first.is_none_or(|first| first.id == socket.id)
        };
        scope.sources(from).iter().all(first)
    }

    /// Sets the inputs of a use to which no wire leads.
    fn literals(&mut self, used: &Use<'a>, is_wired: &dyn Fn(&str) -> bool) {
        for (id, socket) in used.function.head.inputs.iter() {
            let Some(kind) = socket_kind(socket.kind()).filter(|_| !is_wired(id)) else { continue };
            let written = used.held.as_ref().and_then(|held| held.get(id)).cloned();
            let default = || socket.full().and_then(|full| full.default.clone());
            let zero = || (kind != ValueType::Any).then(|| zero(kind));
            let value = used.attributes.get(id).cloned().or_else(default).or_else(zero);
            let Some(value) = value else { continue };
            for target in used.inside.input(id) {
                self.flat.literal(*target, typed(&value, kind), written.clone());
                if kind == ValueType::Binary {
                    self.flat.binary(*target);
                }
            }
        }
    }
}

/// A literal as one of this type, also where the input takes any.
fn typed(value: &Json, kind: ValueType) -> Json {
    match (kind, value.as_f64()) {
        (ValueType::Float, Some(number)) => number.into(),
        _ => value.clone(),
    }
}

fn zero(kind: ValueType) -> Json {
    serde_json::to_value(kind.zero()).unwrap_or_default()
}
