//! A program as the lines of a logic file.

use super::program::{Action, Block, EVENTS, Kind, Program, Source, VARIABLES, ValueNode};
use serde_json::{Map, Value as Json, json};

/// The lines of a program, in the notation of the engine's tests.
pub(super) fn lines(program: &Program) -> String {
    let mut writer = Writer { program, held_by: program.held(), lines: Vec::new() };
    (0..VARIABLES).for_each(|at| writer.lines.push(format!("x{at} : Int 0")));
    for (at, value_node) in program.values.iter().enumerate() {
        writer.value_node(at, value_node);
    }
    writer.node("begin", "event.initialize", &json!({}));
    writer.block("begin.pulse", &program.main, 0);
    for (event, block) in program.listeners.iter().enumerate() {
        let name = format!("on{event}");
        let listens = json!({ "event": format!("e{event}"), "parameters": ["number"] });
        writer.node(&name, "event.listener", &listens);
        writer.node(
            &format!("tell{event}"),
            "console.print",
            &json!({ "label": format!("event {event}") }),
        );
        writer.lines.push(format!("{name}.pulse -> tell{event}.pulse"));
        writer.lines.push(format!("{name}.number -> tell{event}.input"));
        writer.block(&format!("tell{event}.pulse"), block, event + 1);
    }
    writer.lines.join("\n")
}

struct Writer<'a> {
    program: &'a Program,
    held_by: Vec<(usize, &'static str)>,
    lines: Vec<String>,
}

impl Writer<'_> {
    fn node(&mut self, name: &str, kind: &str, attributes: &Json) {
        self.lines.push(format!("{name} = {kind} {attributes}"));
    }

    /// A node with these inputs, each an attribute or a wire.
    fn fed(
        &mut self,
        name: &str,
        kind: &str,
        more: Json,
        inputs: &[(&str, &Source)],
        below: Option<usize>,
    ) {
        let mut attributes: Map<String, Json> = more.as_object().cloned().unwrap_or_default();
        for (input, source) in inputs {
            match self.output(source, below) {
                Ok(output) => self.lines.push(format!("{output} -> {name}.{input}")),
                Err(number) => drop(attributes.insert((*input).to_owned(), number.into())),
            }
        }
        self.node(name, kind, &attributes.into());
    }

    fn output(&self, source: &Source, below: Option<usize>) -> Result<String, i64> {
        match source {
            Source::Number(number) => Err(*number),
            Source::Value(index) => match below.unwrap_or(self.program.values.len()) {
                0 => Err(0),
                count => Ok(self.output_of_value(index.index(count))),
            },
            Source::Held(_) if self.held_by.is_empty() => Err(0),
            Source::Held(index) => {
                let (id, socket) = self.held_by[index.index(self.held_by.len())];
                Ok(format!("a{id}.{socket}"))
            }
        }
    }

    fn output_of_value(&self, at: usize) -> String {
        let is_get = matches!(self.program.values[at], ValueNode::Get(_));
        format!("v{at}.{}", if is_get { "value" } else { "output" })
    }

    fn value_node(&mut self, at: usize, value_node: &ValueNode) {
        let (name, none) = (format!("v{at}"), json!({}));
        let mut both = |kind, [a, b]: &[Source; 2]| {
            self.fed(&name, kind, none.clone(), &[("input_1", a), ("input_2", b)], Some(at));
        };
        match value_node {
            ValueNode::Get(variable) => {
                self.node(&name, "variable.get", &json!({ "variable": format!("x{variable}") }));
            }
            ValueNode::Add(inputs) => both("math.add", inputs),
            ValueNode::Subtract(inputs) => both("math.subtract", inputs),
            ValueNode::Read(source) => {
                self.fed(&name, "test.read", none, &[("input", source)], Some(at));
            }
        }
    }

    fn block(&mut self, begin: &str, block: &Block, first: usize) {
        let mut from = begin.to_owned();
        for action in block {
            let name = format!("a{}", action.id);
            // While has its own way in.
            self.lines.push(format!("{from} -> {name}.pulse"));
            match self.action(&name, action, first) {
                Some(pulse) => from = format!("{name}.{pulse}"),
                None => return,
            }
        }
    }

    /// Gives the pulse output behind which the block goes on.
    fn action(&mut self, name: &str, action: &Action, first: usize) -> Option<&'static str> {
        match &action.kind {
            Kind::Print(source) => {
                let label = json!({ "label": format!("print {}", action.id) });
                self.fed(name, "console.print", label, &[("input", source)], None);
                Some("pulse")
            }
            Kind::Set(variable, source) => {
                self.fed(
                    &format!("{name}m"),
                    "math.modulo",
                    json!({ "divisor": 1000 }),
                    &[("dividend", source)],
                    None,
                );
                self.node(name, "variable.set", &json!({ "variable": format!("x{variable}") }));
                self.lines.push(format!("{name}m.remainder -> {name}.value"));
                Some("pulse")
            }
            Kind::Branch(inputs, yes, no) => {
                self.branch(name, inputs, [yes, no], first);
                None
            }
            Kind::Sequential(blocks) => {
                self.node(name, "flow.sequential", &json!({ "pulse_count": blocks.len() }));
                for (at, block) in blocks.iter().enumerate() {
                    self.block(&format!("{name}.pulse_{}", at + 1), block, first);
                }
                None
            }
            Kind::For(count, body) => {
                self.node(name, "flow.for_loop", &json!({ "last_index": count }));
                self.block(&format!("{name}.pulse"), body, first);
                Some("on_end")
            }
            Kind::While(limit, body) => {
                self.while_loop(name, *limit, body, first);
                Some("on_end")
            }
            Kind::Raise(event, source) => {
                let event = if (first..EVENTS).contains(event) {
                    format!("e{event}")
                } else {
                    "none".into()
                };
                let raise = json!({ "event": event, "parameters": ["number"] });
                self.fed(name, "event.trigger", raise, &[("number", source)], None);
                Some("pulse")
            }
        }
    }

    fn branch(&mut self, name: &str, [a, b]: &[Source; 2], ways: [&Block; 2], first: usize) {
        let (compare, greater) = (format!("{name}c"), json!({ "mode": "is_greater" }));
        self.fed(&compare, "compare.is_greater_equal", greater, &[("a", a), ("b", b)], None);
        self.node(name, "flow.branch", &json!({}));
        self.lines.push(format!("{compare}.c -> {name}.input"));
        for (output, block) in ["on_true", "on_false"].into_iter().zip(ways) {
            self.block(&format!("{name}.{output}"), block, first);
        }
    }

    fn while_loop(&mut self, name: &str, limit: i64, body: &Block, first: usize) {
        let count = json!({ "variable": format!("{name}n") });
        self.lines.push(format!("{name}n : Int 0"));
        self.node(&format!("{name}g"), "variable.get", &count);
        self.node(
            &format!("{name}c"),
            "compare.is_greater_equal",
            &json!({ "mode": "is_greater", "a": limit }),
        );
        self.node(name, "flow.while_loop", &json!({}));
        self.node(&format!("{name}q"), "flow.sequential", &json!({}));
        self.node(&format!("{name}i"), "math.increment", &json!({}));
        self.node(&format!("{name}k"), "variable.set", &count);
        for wire in [
            "g.value -> c.b",
            "c.c -> .condition",
            ".pulse -> q.pulse",
            "q.pulse_2 -> k.pulse",
            "g.value -> i.input",
            "i.output -> k.value",
        ] {
            let (from, to) = wire.split_once(" -> ").unwrap();
            self.lines.push(format!("{name}{from} -> {name}{to}"));
        }
        self.block(&format!("{name}q.pulse_1"), body, first);
    }
}
