//! The limit of file descriptors that programs begin with does not limit the clients of a server.

use pulsewire_tests::sockets::{open, read_text};
use pulsewire_tests::{Graph, Project, Running, pulsewire_under};
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

#[test]
fn more_clients_are_served_than_the_soft_limit_of_descriptors_allows() {
    let of = json!({ "configuration": "Server" });
    let graph = Graph::new()
        .node("started", "websocket.on_server_start", of.clone())
        .node("receive", "websocket.on_server_receive", of.clone())
        .node("send", "websocket.server_send", of)
        .wires(&[
            "receive.pulse -> send.pulse",
            "receive.client -> send.client",
            "receive.message -> send.message",
        ])
        .print("told", "started.pulse", "port {started.port}");
    let server = json!({ "name": "Server", "port": 0, "autostart": true });
    let project = Project::new().logic("main", &graph).websocket(json!({ "servers": [server] }));
    let run = ["run", project.folder().to_str().unwrap()];
    let mut run = Running::start(pulsewire_under("ulimit -S -n 64", &run));
    let port = run.expect_port();
    let mut clients: Vec<_> = (0..100).map(|_| open(port, "/")).collect();
    for client in &mut clients {
        client.send(Message::text("here")).unwrap();
        assert_eq!(read_text(client), "here");
    }
    drop(clients);
    run.stop();
    let _ = run.wait();
}
