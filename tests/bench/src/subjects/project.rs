//! Projects for the program, and flows for Node-RED.

use super::Mode;
use serde_json::{Map, Value as Json, json};
use std::fs;
use std::io;
use std::path::Path;

/// Writes a project that connects so often to `url`, with its connections spread over so many graphs.
///
/// # Errors
/// What the system says.
pub(crate) fn write_project(
    folder: &Path,
    url: &str,
    connections: usize,
    graphs: usize,
    mode: Mode,
) -> io::Result<()> {
    let list: Vec<Json> = (0..connections).map(|at| connection(at, url)).collect();
    let names: Vec<String> = (0..graphs).map(|at| format!("logic/{at}.json")).collect();
    let project = json!({
        "format": 1,
        "name": "Echo",
        "plugins": { "websocket": { "enabled": true } },
        "settings": { "websocket": { "connections": list } },
        "logic": names,
    });
    fs::create_dir_all(folder.join("logic"))?;
    fs::write(folder.join("project.json"), project.to_string())?;
    for (graph, name) in names.iter().enumerate() {
        let mine = (0..connections).filter(|at| at % graphs == graph);
        fs::write(folder.join(name), echo(mine, mode).to_string())?;
    }
    Ok(())
}

fn connection(at: usize, url: &str) -> Json {
    let queue = json!({ "max_bytes": 256 << 20 });
    json!({ "name": format!("c{at}"), "url": url, "autostart": true, "send_queue": queue })
}

fn echo(connections: impl Iterator<Item = usize>, mode: Mode) -> Json {
    let (mut nodes, mut wires) = (Map::new(), Vec::new());
    for at in connections {
        let attributes = json!({ "configuration": format!("c{at}") });
        let receive = json!({ "type": "websocket.on_receive", "attributes": attributes });
        nodes.insert(format!("receive{at}"), receive);
        if mode == Mode::Echo {
            let send = json!({ "type": "websocket.client_send", "attributes": attributes });
            nodes.insert(format!("send{at}"), send);
            wires.push(format!("receive{at}.pulse -> send{at}.pulse"));
            wires.push(format!("receive{at}.message -> send{at}.message"));
        }
    }
    json!({ "nodes": nodes, "wires": wires })
}

/// Writes a project that prints a line when it begins, among so many nodes that are never reached.
///
/// # Errors
/// What the system says.
pub(crate) fn write_large_project(folder: &Path, nodes: usize) -> io::Result<()> {
    let mut logic = String::from(
        r#"{"nodes":{"begin":{"type":"event.initialize"},"print":{"type":"console.print","attributes":{"input":"up"}}"#,
    );
    let mut wires = String::from(r#""begin.pulse -> print.pulse""#);
    for at in 0..nodes {
        logic.push_str(&format!(",\n\"n{at}\":{{\"type\":\"math.add\"}}"));
        // Chains of ten, as a large project is made of small parts.
        if at % 10 > 0 {
            wires.push_str(&format!(",\n\"n{}.output -> n{at}.input_1\"", at - 1));
        }
    }
    logic.push_str(&format!("}},\"wires\":[{wires}]}}"));
    let project = json!({
        "format": 1,
        "name": "Many",
        "plugins": { "websocket": { "enabled": true } },
        "logic": ["logic/main.json"],
    });
    fs::create_dir_all(folder.join("logic"))?;
    fs::write(folder.join("project.json"), project.to_string())?;
    fs::write(folder.join("logic/main.json"), logic)
}

/// The flow of Node-RED that does the same as [`write_project`].
pub(super) fn flow(url: &str, connections: usize, mode: Mode) -> Json {
    let mut nodes = vec![json!({ "id": "tab", "type": "tab", "label": "Echo" })];
    for at in 0..connections {
        let [client, input, change, output] =
            ["client", "in", "change", "out"].map(|kind| format!("{kind}{at}"));
        let wires = if mode == Mode::Echo { json!([[change]]) } else { json!([[]]) };
        nodes.push(json!({ "id": client, "type": "websocket-client", "path": url,
            "wholemsg": "false", "hb": "0", "subprotocol": "", "headers": [] }));
        nodes.push(json!({ "id": input, "type": "websocket in", "z": "tab", "server": "",
            "client": client, "wires": wires }));
        // Without this, what came from a server is taken for a reply to a client, and goes nowhere.
        let rules = json!([{ "t": "delete", "p": "_session", "pt": "msg" }]);
        nodes.push(json!({ "id": change, "type": "change", "z": "tab", "rules": rules,
            "wires": [[output]] }));
        nodes.push(json!({ "id": output, "type": "websocket out", "z": "tab", "server": "",
            "client": client, "wires": [] }));
    }
    Json::Array(nodes)
}
