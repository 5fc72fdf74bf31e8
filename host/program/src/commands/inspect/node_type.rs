use super::{DIMMED, HEADING, NAME, entry, styled};
use pulsewire_runtime::contract::{Attribute, NodeInfo, NodeKind, PulseSocket, Socket, json_text};
use serde_json::Value as Json;

/// The description of a node type, without examples.
pub(in crate::commands) fn node_type(info: &NodeInfo, indent: &str) -> String {
    let (title, id) = (styled(HEADING, &info.title), styled(NAME, &info.id));
    let mut text = format!("{indent}{title}  {id}  {}\n", styled(DIMMED, kind(info.kind)));
    for line in info.doc.lines() {
        text.push_str(&format!("{indent}  {line}\n"));
    }
    let sockets = &info.sockets;
    let within = format!("{indent}    ");
    let part = |title: &str, entries: String| match entries.as_str() {
        "" => String::new(),
        entries => format!("{indent}  {title}\n{entries}"),
    };
    let pulses = |all: &[PulseSocket]| all.iter().map(|one| pulse(&within, one)).collect();
    let attributes = info.attributes.iter().map(|one| attribute(&within, one)).collect();
    text.push_str(&part("Attributes", attributes));
    text.push_str(&part("Pulse inputs ▶", pulses(&sockets.pulse_inputs)));
    text.push_str(&part(
        "Data inputs ■",
        sockets.inputs.iter().map(|one| input(&within, one)).collect(),
    ));
    text.push_str(&part("Pulse outputs ▶", pulses(&sockets.pulse_outputs)));
    text.push_str(&part(
        "Data outputs ■",
        sockets.outputs.iter().map(|one| output(&within, one)).collect(),
    ));
    if let Some(rule) = &info.rule {
        text.push_str(&format!("{indent}  Sockets that depend on attributes\n{within}{rule}\n"));
    }
    text
}

/// The attributes that every node has besides its own.
pub(in crate::commands) fn common() -> String {
    let mut text = "  Attributes of every node\n".to_owned();
    for (name, default, doc) in [
        ("enabled", true, "If false, the node and everything after it are skipped."),
        ("pulse_pass_through", false, "If true, the node is skipped and the next node runs."),
    ] {
        text.push_str(&entry("    ", name, &format!("Bool, default {default}"), doc));
    }
    text
}

/// The examples of a node type, each a logic file with its output.
pub(in crate::commands) fn examples(info: &NodeInfo) -> String {
    let indented = |text: &str| text.trim().lines().map(|line| format!("    {line}\n")).collect();
    let mut text = String::new();
    for example in &info.examples {
        let (logic, prints): (String, String) =
            (indented(&example.logic), indented(&example.prints));
        text.push_str(&format!("  {}: {}\n{logic}", styled(HEADING, "Example"), example.title));
        text.push_str(&format!("  {}\n{prints}", styled(HEADING, "prints")));
    }
    text
}

fn kind(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Event => "event node: starts pulses",
        NodeKind::Action => "action node: runs when pulsed",
        NodeKind::Value => "value node: computes when read, or when pulsed",
    }
}

fn attribute(indent: &str, attribute: &Attribute) -> String {
    let default = match &attribute.default {
        Json::Null => "required".to_owned(),
        default => format!("default {}", json_text(default)),
    };
    entry(
        indent,
        &attribute.id,
        &format!("{}, {default}", attribute.kind.describe()),
        &attribute.doc,
    )
}

fn pulse(indent: &str, socket: &PulseSocket) -> String {
    entry(indent, &socket.id, "", &socket.doc)
}

fn input(indent: &str, socket: &Socket) -> String {
    let default = socket.default.as_ref().map(|default| format!(", default {default}"));
    let what = format!("{}{}", socket.kind, default.unwrap_or_default());
    entry(indent, &socket.id, &what, &socket.doc)
}

fn output(indent: &str, socket: &Socket) -> String {
    let of = if socket.of_variable { "the variable's type" } else { socket.kind.name() };
    entry(indent, &socket.id, of, &socket.doc)
}
