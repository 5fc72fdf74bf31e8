use crate::names;
use pulsewire_plugin::{
    Attribute, AttributeKind, AttributeMistake, Attributes, Context, Flow, Node, NodeError,
    NodeInfo, NodeType, Setup, Socket, Text, Trigger, Value, ValueType,
};
use serde_json::Value as Json;
use std::collections::HashMap;

pub(crate) fn node_type() -> NodeType {
    let doc = "Keeps a state, which events change. `transitions` says for each state which event leads to which state; \
               those under `*` hold in every state that has none of its own for the event. The first of `states` is \
               where it begins. When an event leads somewhere, first `left` fires, then `entered`, also when the state \
               stays the same; an event that leads nowhere leaves by `rejected`. A pulse into `restore` sets the state \
               to `saved` and fires nothing, to go on where an earlier run ended.\n\
               Fails with unknown_state when `saved` is not one of `states`.";
    let list = AttributeKind::List(Box::new(AttributeKind::Value(ValueType::String)));
    let table = AttributeKind::Value(ValueType::Dictionary);
    let transitions = "State, event, next state: { \"idle\": { \"start\": \"running\" }, \"*\": { \"reset\": \"idle\" } }.";
    NodeInfo::action("flow.state_machine", "State Machine", doc)
        .without_pulse_output()
        .pulse_input("restore", "Restore", "Sets the state to `saved`.")
        .pulse_output("entered", "Entered", "`state` was entered.")
        .pulse_output("left", "Left", "`previous` is left.")
        .pulse_output("rejected", "Rejected", "The event leads nowhere from `state`.")
        .attribute(Attribute::required(
            "states",
            "States",
            list,
            "The names of the states; the first is the initial one.",
        ))
        .attribute(Attribute::required("transitions", "Transitions", table, transitions))
        .input(Socket::string("event", "Event", "The name of the event."))
        .input(Socket::string("saved", "Saved", "The state for `restore`."))
        .output(Socket::string("state", "State", "The state; empty before the first pulse."))
        .output(Socket::string(
            "previous",
            "Previous",
            "The state before the last event that led somewhere.",
        ))
        .example("A door", EXAMPLE, "open\nclosed")
        .create(|setup| Machine::new(&setup))
        .check_constants(|constants| {
            if let Err(mistake) = read(constants.attributes()) {
                constants.refuse(&mistake.pointer[1..], "bad_attribute", mistake.message);
            }
        })
}

const ENTERED: Flow = Flow::NEXT;
const LEFT: Flow = Flow::Loop(1);
const REJECTED: Flow = Flow::Emit(2);
const RESTORE: Trigger = Trigger::Pulse(1);
const ANY: &str = "*";

/// The states, and for each the states to which events lead.
struct Table {
    states: Vec<Text>,
    transitions: Vec<HashMap<String, usize>>,
}

fn read(attributes: Attributes<'_>) -> Result<Table, AttributeMistake> {
    let names: Vec<&str> =
        attributes.list("states").iter().map(|name| name.as_str().unwrap_or_default()).collect();
    for (at, name) in names.iter().enumerate() {
        let why = match *name {
            "" | ANY => format!("`states` has {name:?}, which cannot be the name of a state"),
            name if names[..at].contains(&name) => format!("`states` has {name:?} twice"),
            _ => continue,
        };
        return Err(AttributeMistake::new(format!("/states/{at}"), why));
    }
    let mut table = Table {
        states: names.iter().map(|&name| Text::from(name)).collect(),
        transitions: vec![HashMap::new(); names.len()],
    };
    let Some(written) = attributes.get("transitions").as_object() else { return Ok(table) };
    let mut anywhere = HashMap::new();
    for (from, events) in written {
        let found = read_events(from, events, &names)?;
        match names.iter().position(|name| name == from) {
            Some(at) => table.transitions[at] = found,
            None if from == ANY => anywhere = found,
            None => return Err(unknown(names::pointer("transitions", from), from, &names)),
        }
    }
    for (event, to) in anywhere {
        table.transitions.iter_mut().for_each(|events| {
            events.entry(event.clone()).or_insert(to);
        });
    }
    Ok(table)
}

fn read_events(
    from: &str,
    events: &Json,
    states: &[&str],
) -> Result<HashMap<String, usize>, AttributeMistake> {
    let place = names::pointer("transitions", from);
    let Some(events) = events.as_object() else {
        let why = format!("`transitions` of {from:?} wants an object: event and next state");
        return Err(AttributeMistake::new(place, why));
    };
    let one = |(event, to): (&String, &Json)| {
        let at = states.iter().position(|state| to.as_str() == Some(state));
        let place = || place.clone() + &names::pointer("", event)[1..];
        let to = to.as_str().map_or_else(|| to.to_string(), ToOwned::to_owned);
        at.map(|at| (event.clone(), at)).ok_or_else(|| unknown(place(), &to, states))
    };
    events.iter().map(one).collect()
}

fn unknown(pointer: String, state: &str, states: &[&str]) -> AttributeMistake {
    let has = if states.is_empty() { "none".to_owned() } else { states.join(", ") };
    AttributeMistake::new(pointer, format!("there is no state {state:?}; `states` has {has}"))
}

struct Machine {
    table: Table,
    state: usize,
}

impl Machine {
    fn new(setup: &Setup<'_>) -> Result<Self, NodeError> {
        let table = read(setup.attributes);
        let table = table.map_err(|mistake| NodeError::new("bad_attribute", mistake.message))?;
        match table.states.is_empty() {
            true => Err(NodeError::new("bad_attribute", "`states` wants at least one state")),
            false => Ok(Self { table, state: 0 }),
        }
    }

    fn name(&self, state: usize) -> Value {
        Value::String(self.table.states[state].clone())
    }

    fn restore(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let saved = context.text(1)?;
        let at = self.table.states.iter().position(|state| state == saved);
        self.state = at.ok_or_else(|| {
            let why = format!("there is no state {:?}", saved.as_str());
            NodeError::new("unknown_state", why).at_input(1)
        })?;
        context.set(0, self.name(self.state));
        Ok(Flow::End)
    }
}

impl Node for Machine {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        match context.trigger() {
            // The state of this pulse: behind `left` further events may have come.
            Trigger::Resume => {
                let state = std::mem::take(&mut context.loop_state().value);
                context.set(0, state);
                return Ok(ENTERED);
            }
            RESTORE => return self.restore(context),
            _ => {}
        }
        let event = context.text(0)?;
        let Some(&to) = self.table.transitions[self.state].get(event.as_str()) else {
            context.set(0, self.name(self.state));
            return Ok(REJECTED);
        };
        let previous = self.name(self.state);
        self.state = to;
        context.set(0, previous.clone());
        context.set(1, previous);
        context.loop_state().value = self.name(to);
        Ok(LEFT)
    }
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "each":   { "type": "flow.for_each_loop",
                "attributes": { "array": ["open", "open", "close"], "data_type": "String" } },
    "door":   { "type": "flow.state_machine",
                "attributes": { "states": ["closed", "open"],
                                "transitions": { "closed": { "open": "open" }, "open": { "close": "closed" } } } },
    "show":   { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> each.pulse",
    "each.pulse -> door.pulse",
    "each.value -> door.event",
    "door.entered -> show.pulse",
    "door.state -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::{Value as Json, json};

    fn machine() -> Bench {
        let transitions = json!({
            "idle": { "start": "busy" }, "busy": { "stop": "idle", "more": "busy" }, "*": { "fail": "broken", "stop": "broken" }
        });
        let states = json!(["idle", "busy", "broken"]);
        Bench::new("flow.state_machine", json!({ "states": states, "transitions": transitions }))
    }

    fn outputs(node: &Bench) -> String {
        format!("{} {}", node.text("state"), node.text("previous"))
    }

    #[test]
    fn an_event_leaves_and_enters_or_is_rejected() {
        let mut node = machine();
        for (event, from, to) in [
            ("start", "idle", "busy"),
            ("more", "busy", "busy"),
            ("stop", "busy", "idle"),
            ("stop", "idle", "broken"),
            ("fail", "broken", "broken"),
        ] {
            assert_eq!(node.set("event", event).pulse(), "loop left", "{event}");
            assert_eq!(outputs(&node), format!("{from} {from}"));
            assert_eq!(node.resume(), "entered");
            assert_eq!(outputs(&node), format!("{to} {from}"));
        }
        assert_eq!(
            (node.set("event", "start").pulse(), node.text("state")),
            ("rejected".into(), "broken".into())
        );
    }

    #[test]
    fn a_saved_state_is_restored() {
        let mut node = machine();
        assert_eq!(
            (node.set("saved", "busy").pulse_at(1), node.text("state")),
            ("end".into(), "busy".into())
        );
        assert_eq!(node.set("event", "stop").pulse(), "loop left");
        assert_eq!(node.set("saved", "lost").pulse_at(1), "unknown_state");
    }

    #[test]
    fn states_and_transitions_are_checked() {
        let mistake = |states: Json, transitions: Json| {
            let attributes = json!({ "states": states, "transitions": transitions });
            Bench::creation_error("flow.state_machine", attributes)
        };
        for (states, transitions, why) in [
            (json!([]), json!({}), "`states` wants at least one"),
            (json!(["a", "a"]), json!({}), "`states` has \"a\" twice"),
            (json!(["*"]), json!({}), "`states` has \"*\", which cannot"),
            (json!(["a"]), json!({ "b": {} }), "there is no state \"b\"; `states` has a"),
            (json!(["a"]), json!({ "a": { "x": "b" } }), "there is no state \"b\"; `states` has a"),
            (json!(["a"]), json!({ "a": "x" }), "`transitions` of \"a\" wants an object"),
        ] {
            let found = mistake(states, transitions);
            assert!(found.starts_with(why), "{found}");
        }
    }
}
