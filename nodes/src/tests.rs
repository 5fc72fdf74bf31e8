//! What holds for every node type.

use crate::testing::{TestServices, constant_mistakes};
use crate::{Services, toolbox};
use pulsewire_plugin::{NodeInfo, NodeKind, NodeType, Sockets, Value, ValueType};
use serde_json::{Map, Value as Json, json};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

fn all() -> HashMap<String, NodeType> {
    let services: Arc<dyn Services> = Arc::new(TestServices::default());
    let types = toolbox(&services);
    let count = types.len();
    let by_id: HashMap<_, _> = types.into_iter().map(|one| (one.info.id.clone(), one)).collect();
    assert_eq!(by_id.len(), count, "two node types have the same id");
    by_id
}

fn is_snake_case(name: &str) -> bool {
    let plain =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.chars().all(plain)
}

#[test]
fn ids_are_a_group_and_a_name() {
    for id in all().keys() {
        let (group, name) = id.split_once('.').unwrap();
        assert!(is_snake_case(group) && is_snake_case(name), "{id}");
    }
}

#[test]
fn everything_is_told_in_words() {
    for (id, node_type) in all() {
        let info = &node_type.info;
        for (name, title, doc) in names(info) {
            assert!(is_snake_case(&name), "{id}: {name}");
            assert!(!title.is_empty(), "{id}: {name} has no title");
            assert!(doc.len() > 5 && doc.ends_with(['.', '?']), "{id}: {name}: {doc:?}");
        }
        assert!(info.doc.lines().all(|line| line.ends_with(['.', ':'])), "{id}: {}", info.doc);
        assert!(!info.doc.contains("  "), "{id}: {}", info.doc);
        assert!(!info.title.is_empty() && !info.examples.is_empty(), "{id}");
    }
}

/// Id, title and doc of every socket and attribute.
fn names(info: &NodeInfo) -> Vec<(String, String, String)> {
    let sockets = &info.sockets;
    let pulses = sockets.pulse_inputs.iter().chain(&sockets.pulse_outputs);
    let pulses = pulses.map(|one| (&one.id, &one.title, &one.doc));
    let data = sockets.inputs.iter().chain(&sockets.outputs);
    let data = data.map(|one| (&one.id, &one.title, &one.doc));
    let attributes = info.attributes.iter().map(|one| (&one.id, &one.title, &one.doc));
    let owned =
        |(id, title, doc): (&String, &String, &String)| (id.clone(), title.clone(), doc.clone());
    pulses.chain(data).chain(attributes).map(owned).collect()
}

#[test]
fn names_are_not_given_twice() {
    for (id, node_type) in all() {
        let info = &node_type.info;
        let ids = |pulses: &[pulsewire_plugin::PulseSocket], data: &[pulsewire_plugin::Socket]| {
            let pulses = pulses.iter().map(|one| one.id.clone());
            pulses.chain(data.iter().map(|one| one.id.clone())).collect::<Vec<_>>()
        };
        let mut inputs = ids(&info.sockets.pulse_inputs, &info.sockets.inputs);
        inputs.extend(info.attributes.iter().map(|one| one.id.clone()));
        let outputs = ids(&info.sockets.pulse_outputs, &info.sockets.outputs);
        for names in [inputs, outputs] {
            let unique: HashSet<&String> = names.iter().collect();
            assert_eq!(unique.len(), names.len(), "{id}: {names:?}");
        }
    }
}

#[test]
fn defaults_are_what_may_be_written() {
    for (id, node_type) in all() {
        for attribute in &node_type.info.attributes {
            let default = &attribute.default;
            assert!(default.is_null() || attribute.kind.check(default).is_ok(), "{id}");
        }
        for input in &node_type.info.sockets.inputs {
            assert!(input.initial().is_ok(), "{id}: {}", input.id);
        }
        assert!(node_type.sockets(&Map::new()).is_ok(), "{id}");
    }
}

#[test]
fn events_have_no_pulse_input_and_others_have() {
    for (id, node_type) in all() {
        let starts = node_type.info.kind == NodeKind::Event;
        assert_eq!(node_type.info.sockets.pulse_inputs.is_empty(), starts, "{id}");
        assert!(!starts || node_type.info.sockets.inputs.is_empty(), "{id}");
    }
}

/// A node of an example: its type's id, its sockets and the type of the variable it names.
type Used = (String, Sockets, Option<ValueType>);

#[test]
fn examples_are_logic_that_could_run() {
    let types = all();
    for (id, node_type) in &types {
        for example in &node_type.info.examples {
            let logic: Json = serde_json::from_str(&example.logic).expect(id);
            let nodes = nodes(&types, id, &logic);
            assert!(nodes.values().any(|(used, _, _)| used == id), "{id} is not in its example");
            assert!(nodes.values().any(|(used, _, _)| used == "event.initialize"), "{id}");
            check_wires(id, &nodes, &logic);
            assert!(!example.title.is_empty() && !example.prints.is_empty(), "{id}");
            assert!(!example.prints.ends_with('\n'), "{id}");
        }
    }
}

fn nodes(types: &HashMap<String, NodeType>, id: &str, logic: &Json) -> HashMap<String, Used> {
    let mut nodes = HashMap::new();
    for (name, node) in logic["nodes"].as_object().expect(id) {
        let used = node["type"].as_str().expect(id);
        let node_type = types.get(used).unwrap_or_else(|| panic!("{id}: no type {used}"));
        let none = Map::new();
        let written = node["attributes"].as_object().unwrap_or(&none);
        let sockets = node_type.sockets(written).unwrap_or_else(|why| panic!("{id}: {why}"));
        let sockets = sockets.unwrap_or_else(|| node_type.info.sockets.clone());
        let variable = written.get("variable").and_then(Json::as_str);
        let variable = variable.map(|name| {
            let kind = logic["variables"][name]["type"].as_str().expect(id);
            ValueType::from_name(kind).expect(id)
        });
        check_attributes(id, node_type, &sockets, variable, written);
        nodes.insert(name.clone(), (used.to_owned(), sockets, variable));
    }
    nodes
}

fn check_attributes(
    id: &str,
    node_type: &NodeType,
    sockets: &Sockets,
    variable: Option<ValueType>,
    written: &Map<String, Json>,
) {
    for attribute in &node_type.info.attributes {
        let default = &attribute.default;
        let value = written.get(&attribute.id).unwrap_or(default);
        assert!(attribute.kind.check(value).is_ok(), "{id}: {} is {value}", attribute.id);
    }
    for (name, value) in written {
        let input = sockets.inputs.iter().find(|input| input.id == *name);
        let known = node_type.info.attributes.iter().any(|one| one.id == *name);
        assert!(known || input.is_some(), "{id}: no attribute {name}");
        let kind = |input: &pulsewire_plugin::Socket| variable.filter(|_| input.of_variable);
        if let Some(input) = input {
            let read = Value::from_attribute(value, kind(input).unwrap_or(input.kind));
            assert!(read.is_ok(), "{id}: {name} is {value}");
        }
    }
}

fn check_wires(id: &str, nodes: &HashMap<String, Used>, logic: &Json) {
    let (mut sources, mut targets) = (HashSet::new(), HashSet::new());
    for wire in logic["wires"].as_array().expect(id) {
        let wire = wire.as_str().expect(id);
        let (from, to) = wire.split_once(" -> ").expect(wire);
        let (from_kind, to_kind) = (end(nodes, from, true), end(nodes, to, false));
        match (from_kind, to_kind) {
            (None, None) => assert!(sources.insert(from), "{id}: two wires from {from}"),
            (Some(a), Some(b)) => {
                assert!(a.can_feed(b), "{id}: {wire} joins {a} and {b}");
                assert!(targets.insert(to), "{id}: two wires to {to}");
            }
            _ => panic!("{id}: {wire} joins a pulse and a value"),
        }
    }
}

/// The type of the socket at an end of a wire; none for a pulse.
fn end(nodes: &HashMap<String, Used>, end: &str, out: bool) -> Option<ValueType> {
    let (node, socket) = end.split_once('.').expect(end);
    let (_, sockets, variable) = nodes.get(node).unwrap_or_else(|| panic!("no node for {end}"));
    let (pulses, data) = match out {
        true => (&sockets.pulse_outputs, &sockets.outputs),
        false => (&sockets.pulse_inputs, &sockets.inputs),
    };
    if pulses.iter().any(|one| one.id == socket) {
        return None;
    }
    let found = data.iter().find(|one| one.id == socket);
    let found = found.unwrap_or_else(|| panic!("no socket for {end}"));
    Some(variable.filter(|_| found.of_variable).unwrap_or(found.kind))
}

#[test]
fn constants_that_can_only_fail_are_refused() {
    let order = json!({ "data_type": "Any", "a": 1, "b": "x" });
    let cases = [
        ("timer.start_interval", json!({ "seconds": 0 }), "/seconds bad_duration", "got 0"),
        ("timer.start_timeout", json!({ "seconds": -1 }), "/seconds bad_duration", "got -1"),
        ("timer.start_timeout", json!({ "seconds": 1e300 }), "/seconds bad_duration", "got 1e300"),
        ("program.exit", json!({ "status": 300 }), "/status bad_status", "got 300"),
        ("math.divide", json!({ "divisor": 0 }), "/divisor division_by_zero", "is 0"),
        (
            "math.modulo",
            json!({ "data_type": "Float", "divisor": 0.0 }),
            "/divisor division_by_zero",
            "is 0",
        ),
        ("flow.for_loop", json!({ "step": 0 }), "/step zero_step", "must not be 0"),
        ("array.get", json!({ "index": -1, "array": [1] }), "/index index_out_of_range", "is -1"),
        ("array.set", json!({ "index": 1, "array": [1] }), "/index index_out_of_range", "is 1"),
        ("dictionary.get", json!({ "key": "a", "dictionary": {} }), "/key missing_key", "\"a\""),
        ("string.format", json!({ "pattern": "{x}" }), "/pattern bad_pattern", "no parameter"),
        ("compare.is_greater_equal", order.clone(), "/b type_mismatch", "Int with String"),
        ("compare.is_less_equal", order, "/b type_mismatch", "Int with String"),
    ];
    for (id, attributes, place, why) in cases {
        let found = constant_mistakes(id, attributes.clone(), &[]);
        assert_eq!(found.len(), 1, "{id} with {attributes}: {found:?}");
        assert!(found[0].starts_with(place) && found[0].contains(why), "{id}: {}", found[0]);
        let wired = place.split(' ').next().unwrap().trim_start_matches('/');
        let all = ["array", "dictionary", "a", "b", wired];
        assert_eq!(constant_mistakes(id, attributes, &all), [""; 0], "{id}");
    }
}
