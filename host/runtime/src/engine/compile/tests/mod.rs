//! Logic files in, diagnostics out.

mod constants;
mod growth;

use super::*;
use crate::diagnostics::{At, Severity};
use crate::engine::Plan;
use pulsewire_plugin::{
    Attribute, AttributeKind, Context, Flow, Node, NodeError, NodeInfo, Socket, ValueType,
};
use serde_json::{Value as Json, json};

struct Inert;

impl Node for Inert {
    fn run(&mut self, _context: &mut Context<'_>) -> Result<Flow, NodeError> {
        Ok(Flow::NEXT)
    }
}

fn toolbox() -> Toolbox {
    let socket = |id: &str, kind| Socket::new(id, id, kind, "A socket.");
    let event = NodeInfo::event("test.event", "Event", "Begins.")
        .attribute(Attribute::configuration("connections", "Which one."))
        .output(socket("message", ValueType::String));
    let action = NodeInfo::action("test.action", "Action", "Acts.")
        .attribute(Attribute::new("size", "Size", AttributeKind::Range(1, 9), 1, "How many."))
        .input(socket("text", ValueType::String))
        .input(socket("number", ValueType::Int));
    let value = NodeInfo::value("test.value", "Value", "Computes.")
        .input(socket("input", ValueType::Int))
        .output(socket("output", ValueType::Int))
        .output(socket("any", ValueType::Any));
    let getter = NodeInfo::value("test.getter", "Getter", "Gets.")
        .attribute(Attribute::variable())
        .output(socket("value", ValueType::Any).of_variable());
    let many = NodeInfo::action("test.many", "Many", "Has many inputs.").attribute(Attribute::new(
        "count",
        "Count",
        AttributeKind::Range(1, 9),
        1,
        "How many.",
    ));
    let many =
        many.create(|_| Ok(Inert)).dynamic_sockets("`count` inputs", |attributes, sockets| {
            let each = (0..attributes.count("count")).map(|at| format!("in_{at}"));
            sockets.inputs.extend(each.map(|id| Socket::new(&id, &id, ValueType::Int, "One.")));
            Ok(())
        });
    let mut toolbox = Toolbox::default();
    let types = [event, action, value, getter].map(|info| info.create(|_| Ok(Inert)));
    toolbox.add(Some("test"), types.into_iter().chain([many]).collect()).unwrap();
    toolbox.note_absent("gone", "it is disabled; `pulsewire plugin enable gone` enables it".into());
    toolbox
}

fn compiled(logic: Json) -> (Option<Plan>, Vec<Diagnostic>) {
    let section = json!({ "connections": [{ "name": "Echo" }] });
    compiled_with(&section, &serde_json::from_value(logic).unwrap())
}

fn compiled_with(section: &Json, logic: &Logic) -> (Option<Plan>, Vec<Diagnostic>) {
    let toolbox = toolbox();
    let configurations = Configurations::new([("test", section)]);
    let environment = Environment { toolbox: &toolbox, configurations: &configurations };
    compile(
        Source {
            file: Path::new("logic/main.json"),
            name: "logic/main.json",
            logic,
            placeholders: &[],
        },
        environment,
    )
}

/// Each mistake as `code @ place: message (help)`.
fn mistakes(logic: Json) -> Vec<String> {
    let (plan, found) = compiled(logic);
    let any_error = found.iter().any(|one| one.severity == Severity::Error);
    assert_eq!(plan.is_some(), !any_error);
    let shown = found.into_iter().map(|one| {
        let location = match one.location.at {
            At::Value { pointer, within: Some(within) } => format!("{pointer}[{within:?}]"),
            At::Value { pointer, .. } | At::Name { pointer, .. } => pointer,
            other => format!("{other:?}"),
        };
        let help = one.help.map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{} @ {location}: {}{help}", one.code, one.message)
    });
    shown.collect()
}

fn node(node_type: &str) -> Json {
    json!({ "type": node_type })
}

fn event() -> Json {
    json!({ "type": "test.event", "attributes": { "configuration": "Echo" } })
}

#[test]
fn all_mistakes_are_reported_at_once() {
    let logic = json!({
        "variables": { "total": { "type": "Int", "initial": "x" } },
        "nodes": {
            "begin": { "type": "test.event", "attributes": { "configuration": "Ecko" } },
            "act": { "type": "test.action", "attributes": { "size": 10, "text": 5, "textt": "a" } },
            "odd": node("test.actoin"),
            "lost": node("gone.send"),
            "get": { "type": "test.getter", "attributes": { "variable": "totl" } },
            "none": node("test.getter"),
        },
        "wires": ["begin.pulse -> act.pulse", "begin.pulse -> odd.pulse", "begin.mesage -> act.text"],
    });
    insta::assert_snapshot!(mistakes(logic).join("\n"), @r"
bad_initial_value @ /variables/total/initial: the initial value of variable `total` wants Int
unknown_configuration @ /nodes/begin/attributes/configuration: node `begin` names `Ecko`, which is not among the connections (did you mean `Echo`?)
bad_attribute @ /nodes/act/attributes/size: attribute `size` of node `act` wants a whole number from 1 to 9
bad_attribute @ /nodes/act/attributes/text: attribute `text` of node `act` wants String
unknown_attribute @ /nodes/act/attributes/textt: node `act` (test.action) has no attribute `textt` (did you mean `text`?)
unknown_node_type @ /nodes/odd/type: node `odd` has the unknown type `test.actoin` (did you mean `test.action`?)
plugin_not_available @ /nodes/lost/type: node `lost` is a `gone.send` of the plugin gone: it is disabled; `pulsewire plugin enable gone` enables it
unknown_variable @ /nodes/get/attributes/variable: node `get` names the unknown variable `totl` (did you mean `total`?)
missing_attribute @ /nodes/none: node `none` lacks the attribute `variable` (set it: The name of a variable that the logic file declares.)
unknown_socket @ /wires/2[6..12]: node `begin` (test.event) has no output `mesage` (did you mean `message`?)
");
}

#[test]
fn wires_connect_sockets_of_one_kind_and_type() {
    let logic = json!({
        "nodes": {
            "a": event(), "b": event(), "act": node("test.action"), "next": node("test.action"),
            "value": node("test.value"),
        },
        "wires": [
            "a.pulse -> act.pulse",
            "a.pulse -> next.pulse",
            "b.pulse -> act.pulse",
            "a.message -> act.text",
            "b.message -> act.text",
            "a.message -> act.number",
            "a.message -> next.pulse",
            "act.pulse -> next.text",
            "value.any -> next.text",
            "a.message > act.text",
            "a -> act.text",
            "ad.pulse -> act.pulse",
            "act.text -> act.text",
        ],
    });
    insta::assert_snapshot!(mistakes(logic).join("\n"), @r#"
second_pulse_wire @ /wires/1[0..7]: pulse output `a.pulse` has a second wire: one leads to `act` already (a pulse output takes one wire; use a Sequential (flow.sequential) to pulse several nodes)
second_data_wire @ /wires/4[13..21]: data input `act.text` has a second wire: it is fed by `a.message -> act.text` already (a data input can have only one wire; remove one of them)
wire_types_differ @ /wires/5[0..23]: `a.message` gives String, `act.number` takes Int (put a convert.conversion between them, or change the nodes' data type)
wire_kinds_differ @ /wires/6[0..23]: `a.message` is a data output, `next.pulse` a pulse input: a wire joins two of one kind
wire_kinds_differ @ /wires/7[0..22]: `act.pulse` is a pulse output, `next.text` a data input: a wire joins two of one kind
bad_wire @ /wires/9[0..20]: `a.message > act.text`: a wire is written "node.socket -> node.socket"
bad_wire @ /wires/10[0..1]: `a -> act.text`: a wire is written "node.socket -> node.socket"
unknown_node @ /wires/11[0..2]: there is no node `ad` (did you mean `a`?)
unknown_socket @ /wires/12[4..8]: node `act` (test.action) has no output `text` (available: `pulse`)
"#);
}

#[test]
fn a_cycle_of_value_nodes_is_reported_unless_a_pulse_breaks_it() {
    let nodes = json!({
        "begin": event(), "a": node("test.value"), "b": node("test.value"), "c": node("test.value"),
        "act": node("test.action"),
    });
    let mut wires = vec![
        "begin.pulse -> act.pulse",
        "a.output -> b.input",
        "b.output -> c.input",
        "c.output -> a.input",
        "c.output -> act.number",
    ];
    let reported = mistakes(json!({ "nodes": nodes, "wires": wires }));
    insta::assert_snapshot!(reported.join("\n"), @"value_cycle @ /nodes/a: value nodes read each other in a circle: a -> b -> c -> a (wire a pulse into one of them, so that it holds its last value)");
    wires.push("act.pulse -> b.pulse");
    assert_eq!(mistakes(json!({ "nodes": nodes, "wires": wires })), [""; 0]);
}

#[test]
fn value_nodes_are_evaluated_sources_first_and_once_each() {
    let logic = json!({
        "nodes": {
            "begin": event(), "top": node("test.value"), "left": node("test.value"),
            "both": { "type": "test.many", "attributes": { "count": 2 } },
        },
        "wires": [
            "begin.pulse -> both.pulse", "top.output -> left.input",
            "left.output -> both.in_0", "top.output -> both.in_1",
        ],
    });
    let (plan, found) = compiled(logic);
    assert_eq!(found, []);
    let plan = plan.unwrap();
    assert_eq!(plan.nodes[3].pulls.of(&plan.pulls), [1, 2]);
}

#[test]
fn a_node_that_nothing_pulses_is_a_warning() {
    let reported = mistakes(json!({ "nodes": { "act": node("test.action") } }));
    insta::assert_snapshot!(reported.join("\n"), @"never_runs @ /nodes/act: node `act` never runs: nothing pulses it (wire a pulse output to it, or remove it)");
}
