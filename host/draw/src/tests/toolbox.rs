use pulsewire_runtime::contract::{
    Attribute, AttributeKind, Context, Flow, Node, NodeError, NodeInfo, NodeType, PulseSocket,
    Socket, ValueType as T,
};
use pulsewire_runtime::toolbox::Toolbox;

/// Node types with the ids and sockets of the real ones, as far as the samples use them.
pub(super) fn toolbox() -> Toolbox {
    let mut toolbox = Toolbox::default();
    let built_in = [events(), values(), actions()].into_iter().flatten().collect();
    toolbox.add(None, built_in).unwrap();
    toolbox.add(Some("websocket"), websocket()).unwrap();
    toolbox.note_absent("mqtt", "the plugin mqtt is disabled: pulsewire plugin enable mqtt".into());
    toolbox
}

fn events() -> Vec<NodeType> {
    let error = NodeInfo::event("event.error", "On Error", "")
        .output(data("node", T::String))
        .output(data("message", T::String))
        .output(data("code", T::String));
    vec![idle(NodeInfo::event("event.initialize", "On Initialize", "")), idle(error)]
}

fn values() -> Vec<NodeType> {
    let mut is_less = NodeInfo::value("compare.is_less_equal", "Is Less Equal", "");
    for id in ["a", "b"] {
        is_less = is_less.input(data(id, T::Any));
    }
    let format =
        idle(NodeInfo::value("string.format", "Format", "").output(data("formatted", T::String)))
            .dynamic_sockets("One input for each {name} in the pattern.", |attributes, sockets| {
                let names = attributes.list("parameters").iter().filter_map(|name| name.as_str());
                sockets.inputs.extend(names.map(|name| data(name, T::Any)));
                Ok(())
            });
    let increment = NodeInfo::value("math.increment", "Increment", "")
        .input(data("input", T::Int))
        .input(data("step", T::Int))
        .output(data("output", T::Int));
    vec![
        idle(is_less.output(data("c", T::Bool))),
        format,
        idle(increment),
        converting("json.parse", "JSON Parse", (T::String, T::Any)),
        idle(
            NodeInfo::value("dictionary.get", "Get Dictionary Element", "")
                .input(data("dictionary", T::Dictionary))
                .input(data("key", T::String))
                .output(data("value", T::Any)),
        ),
        idle(variable("variable.get", "Get Variable").output(data("value", T::Any).of_variable())),
        idle(NodeInfo::value("time.now", "Now (UTC)", "").output(data("utc_unix_ms", T::Int))),
    ]
}

fn actions() -> Vec<NodeType> {
    let branch = NodeInfo::action("flow.branch", "Branch", "")
        .without_pulse_output()
        .input(data("input", T::Bool))
        .pulse_output("on_true", "OnTrue", "")
        .pulse_output("on_false", "OnFalse", "");
    let sequential =
        idle(NodeInfo::action("flow.sequential", "Sequential", "").without_pulse_output())
            .dynamic_sockets("pulse_count outputs", |attributes, sockets| {
                let count =
                    attributes.written().get("pulse_count").and_then(|count| count.as_u64());
                let output = |at| PulseSocket::new(&format!("pulse_{at}"), "", "");
                sockets.pulse_outputs = (1..=count.unwrap_or(2)).map(output).collect();
                Ok(())
            });
    let timeout = NodeInfo::action("timer.start_timeout", "Start Timeout", "")
        .input(data("seconds", T::Float))
        .output(data("instance_id", T::Int))
        .pulse_output("on_start", "OnStart", "")
        .pulse_output("on_end", "OnEnd", "");
    vec![
        idle(branch),
        sequential,
        idle(timeout),
        idle(
            variable("variable.set", "Set Variable")
                .input(data("value", T::Any).of_variable())
                .output(data("value", T::Any).of_variable()),
        ),
        idle(NodeInfo::action("console.print", "Console", "").input(data("input", T::Any))),
        idle(NodeInfo::action("program.exit", "Exit", "").input(data("status", T::Int))),
    ]
}

fn websocket() -> Vec<NodeType> {
    let of = |info: NodeInfo| info.attribute(Attribute::configuration("connections", ""));
    let event = |id, title| of(NodeInfo::event(id, title, ""));
    let action = |id, title| of(NodeInfo::action(id, title, ""));
    let send = action("websocket.client_send", "WebSocket Client Send")
        .pulse_output("failed", "Failed", "")
        .input(data("message", T::String))
        .output(data("error", T::String));
    let receive = event("websocket.on_receive", "On WebSocket Receive")
        .output(data("message", T::String))
        .output(data("was_binary", T::Bool));
    let error = event("websocket.on_error", "On WebSocket Error")
        .output(data("message", T::String))
        .output(data("kind", T::String))
        .output(data("will_retry", T::Bool))
        .output(data("attempt", T::Int));
    let start = event("websocket.on_start", "On WebSocket Start")
        .output(data("subprotocol", T::String))
        .output(data("headers", T::Dictionary));
    let infos = [send, receive, error, start];
    let client_start = action("websocket.client_start", "WebSocket Client Start")
        .input(data("url", T::String))
        .input(data("headers", T::Dictionary));
    infos.into_iter().chain([client_start]).map(idle).collect()
}

fn variable(id: &str, title: &str) -> NodeInfo {
    let info = if id.ends_with("get") { NodeInfo::value } else { NodeInfo::action };
    info(id, title, "").attribute(Attribute::required(
        "variable",
        "Variable",
        AttributeKind::Variable,
        "",
    ))
}

fn converting(id: &str, title: &str, (from, to): (T, T)) -> NodeType {
    idle(NodeInfo::value(id, title, "").input(data("input", from)).output(data("output", to)))
}

fn data(id: &str, kind: T) -> Socket {
    Socket::new(id, id, kind, "")
}

fn idle(info: NodeInfo) -> NodeType {
    info.create(|_| Ok(Idle))
}

/// These nodes are drawn, never run.
struct Idle;

impl Node for Idle {
    fn run(&mut self, _: &mut Context<'_>) -> Result<Flow, NodeError> {
        Ok(Flow::End)
    }
}
