//! A web browser as the client: our servers serve the pages themselves, in answer to plain HTTP.

use pulsewire_tests::{Graph, Project, Running, open_page};
use serde_json::json;

/// The start of each page: `say` sends a text to the server that served the page, and the graph prints it.
const BEGIN: &str = r#"<!doctype html><meta charset="utf-8"><script>
const home = new WebSocket("ws://" + location.host, ["home"]);
const opened = new Promise((resolve) => home.onopen = resolve);
const say = async (words) => { await opened; home.send(words); };
"#;

/// Talks to its own server, which accepts pages of the same origin only.
const AT_HOME: &str = r#"
const LARGE = "so many words ".repeat(10000);
home.binaryType = "arraybuffer";
const received = [];
home.onmessage = ({ data }) => {
  if (data === LARGE) data = "large";
  received.push(typeof data === "string" ? data : [...new Uint8Array(data)].join("+"));
  if (received.length === 4)
    say(["protocol " + home.protocol, home.extensions, "received " + received.join(" ")].join(", "));
};
home.onclose = ({ code, reason, wasClean }) =>
  new WebSocket("ws://" + location.host, ["home"]).onopen = ({ target }) =>
    target.send(["closed", code, reason, wasClean].join(" "));
(async () => {
  for (const words of ["grüezi", "", LARGE]) await say(words);
  home.send(new Uint8Array([0, 255, 128]));
})();
</script>"#;

/// Tries a server of another origin, whose port is in the address.
const ABROAD: &str = r#"
const port = new URL(location).searchParams.get("port");
const attempt = (path, protocols) => new Promise((resolve) => {
  const socket = new WebSocket("ws://127.0.0.1:" + port + path, protocols);
  socket.onopen = () => resolve("opened with " + socket.protocol);
  socket.onclose = ({ code }) => resolve("refused with " + code);
});
(async () => {
  await say("other origin " + await attempt("/", ["home"]));
  await say("allowed origin " + await attempt("/open", ["a", "b"]));
  await say("no common subprotocol " + await attempt("/open", ["c"]));
})();
</script>"#;

#[test]
fn a_page_talks_to_the_server_that_served_it() {
    let (mut program, port) = pages(AT_HOME, &json!([]));
    let Some(_browser) = open_page(&format!("http://127.0.0.1:{port}/")) else { return };
    let said = program.expect_line("said protocol home, ");
    assert!(said.ends_with(", permessage-deflate, received grüezi  large 0+255+128"), "{said}");
    program.expect_line("said closed 4001 enough true");
}

#[test]
fn a_page_of_another_origin_is_rejected_unless_it_is_allowed() {
    let (mut abroad, from) = pages(ABROAD, &json!([]));
    let (mut program, to) = pages(AT_HOME, &json!([format!("http://127.0.0.1:{from}")]));
    let Some(_browser) = open_page(&format!("http://127.0.0.1:{from}/?port={to}")) else { return };
    abroad.expect_line("said other origin refused with 1006");
    let error = program.expect_line("error origin");
    assert!(
        error.contains(&format!("`http://127.0.0.1:{from}` is not `127.0.0.1:{to}`")),
        "{error}"
    );
    abroad.expect_line("said allowed origin opened with b");
    abroad.expect_line("said no common subprotocol refused with 1006");
    program.expect_line("error subprotocol");
}

/// A server that hands out a page and takes pages of the same origin; at `/open` those of these origins. It echoes
/// what is said, prints it, and closes who has said what it received.
fn pages(page: &str, origins: &serde_json::Value) -> (Running, u16) {
    let servers = json!([{
        "name": "Web", "port": 0, "autostart": true, "same_origin": true, "require_origin": true,
        "subprotocols": ["home"], "compression": {},
        "http_answer": { "status": 200, "body": format!("{BEGIN}{page}"), "content_type": "text/html" },
        "paths": {
            "/*": {},
            "/open": {
                "same_origin": false, "allowed_origins": origins,
                "subprotocols": ["b"], "require_subprotocol": true,
            },
        },
    }]);
    let web = json!({ "configuration": "Web" });
    let graph = Graph::new()
        .node("started", "websocket.on_server_start", web.clone())
        .node(
            "received",
            "websocket.on_server_receive",
            json!({ "configuration": "Web", "is_binary": true }),
        )
        .node("binary", "flow.branch", json!({}))
        .node(
            "as_binary",
            "websocket.server_send",
            json!({ "configuration": "Web", "is_binary": true }),
        )
        .node("as_text", "websocket.server_send", web.clone())
        .node("said", "websocket.on_server_receive", web.clone())
        .node("is_result", "string.contains", json!({ "pattern": "protocol home" }))
        .node("shall_close", "flow.branch", json!({}))
        .node(
            "close",
            "websocket.server_disconnect",
            json!({
                "configuration": "Web", "code": 4001, "reason": "enough"
            }),
        )
        .node("failed", "websocket.on_server_error", web)
        .wires(&[
            "received.pulse -> binary.pulse",
            "received.was_binary -> binary.input",
            "binary.on_true -> as_binary.pulse",
            "binary.on_false -> as_text.pulse",
            "received.client -> as_binary.client",
            "received.client -> as_text.client",
            "received.message -> as_binary.message",
            "received.message -> as_text.message",
        ])
        .print("port", "started.pulse", "port {started.port}")
        .print("error", "failed.pulse", "error {failed.kind}: {failed.message}");
    let graph = closing(graph);
    let mut program =
        Project::new().websocket(json!({ "servers": servers })).logic("main", &graph).run(&[]);
    let port = program.expect_port();
    (program, port)
}

/// Prints each text, then closes who has said the result.
fn closing(graph: Graph) -> Graph {
    graph.print("say", "said.pulse", "said {said.message}").wires(&[
        "say.pulse -> shall_close.pulse",
        "said.message -> is_result.string",
        "is_result.contains -> shall_close.input",
        "shall_close.on_true -> close.pulse",
        "said.client -> close.client",
    ])
}
