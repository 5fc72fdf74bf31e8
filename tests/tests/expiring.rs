//! Values that expire: what `${…}` stands for is looked up again for every attempt to connect.

use pulsewire_tests::sockets::{Listener, answer, read_request};
use pulsewire_tests::{Graph, Project, Report};
use serde_json::{Value as Json, json};
use std::fs;
use std::net::TcpStream;

const BUSY: &str = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";

#[test]
fn a_file_that_changes_between_two_attempts_changes_the_handshake() {
    let server = Listener::new();
    let project = project(
        &json!({
            "url": format!("ws://127.0.0.1:{}/${{file:room}}?key=${{file:token}}", server.port()),
            "headers": { "Authorization": "Bearer ${file:token}" },
            "cookies": { "session": "${file:token}" },
            "on_open": [{ "text": "I am ${file:token}" }],
        }),
        &json!({}),
        &[],
    );
    let write = |room: &str, token: &str| write(&project, &[("room", room), ("token", token)]);
    write("hall", "token-1");
    let mut run = project.run(&["-vvv"]);
    let (head, mut stream) = asked(&server);
    assert!(head.starts_with("GET /hall?key=token-1 HTTP/1.1\r\n"), "{head}");
    assert!(head.contains("\r\nauthorization: Bearer token-1\r\n"), "{head}");
    write("attic", "token-2\n");
    answer(&mut stream, BUSY);
    drop(stream);
    run.expect_line("error handshake");
    let mut socket = tokio_tungstenite::tungstenite::accept_hdr(server.accept(), check).unwrap();
    assert_eq!(socket.read().unwrap().into_text().unwrap(), "I am token-2");
    run.expect_line("started");
    run.stop();
    let _ = socket.read();
    let run = run.wait();
    let all = run.stdout + &run.stderr;
    assert!(!all.contains("token-1") && !all.contains("token-2"), "{all}");
}

/// The second handshake has the new values everywhere.
#[allow(clippy::result_large_err)]
fn check(
    request: &tokio_tungstenite::tungstenite::handshake::server::Request,
    response: tokio_tungstenite::tungstenite::handshake::server::Response,
) -> Result<
    tokio_tungstenite::tungstenite::handshake::server::Response,
    tokio_tungstenite::tungstenite::handshake::server::ErrorResponse,
> {
    assert_eq!(request.uri().to_string(), "/attic?key=token-2");
    assert_eq!(request.headers()["authorization"], "Bearer token-2");
    assert_eq!(request.headers()["cookie"], "session=token-2");
    Ok(response)
}

#[test]
fn a_placeholder_in_the_json_of_a_message_is_a_value() {
    let server = Listener::new();
    let message =
        json!({ "op": "login", "token": "${file:token}", "n": [1, null, "${file:room}!"] });
    let more = json!({ "url": server.url(), "on_open": [{ "json": message }] });
    let project = project(&more, &json!({}), &[]);
    write(&project, &[("room", "a\\b"), ("token", "quote\" and\nline")]);
    let _run = project.run(&[]);
    let mut socket = server.accept_websocket();
    let expected = r#"{"op":"login","token":"quote\" and\nline","n":[1,null,"a\\b!"]}"#;
    assert_eq!(socket.read().unwrap().into_text().unwrap(), expected);
}

#[test]
fn attributes_of_a_start_node_are_resolved_for_every_attempt() {
    let server = Listener::new();
    let start = json!({
        "url": format!("ws://127.0.0.1:{}/${{file:room}}", server.port()),
        "headers": { "X-Token": "${file:token}" },
    });
    let project = project(&json!({ "url": "ws://0.0.0.1/" }), &start, &[]);
    write(&project, &[("room", "hall"), ("token", "token-1")]);
    let _run = project.run(&[]);
    let (head, mut stream) = asked(&server);
    assert!(head.starts_with("GET /hall "), "{head}");
    assert!(head.contains("\r\nx-token: token-1\r\n"), "{head}");
    write(&project, &[("room", "attic"), ("token", "token-2")]);
    answer(&mut stream, BUSY);
    drop(stream);
    let (head, _stream) = asked(&server);
    assert!(head.starts_with("GET /attic "), "{head}");
    assert!(head.contains("\r\nx-token: token-2\r\n"), "{head}");
}

#[test]
fn values_from_wires_are_never_resolved() {
    let server = Listener::new();
    // The variable holds the text `${file:token}`, as a message from the network could.
    let start = json!({ "headers": { "X-Token": "${file:token}" } });
    let wires = ["literal.value -> start.headers"];
    let project = project(&json!({ "url": server.url() }), &start, &wires);
    write(&project, &[("token", "token-1")]);
    let _run = project.run(&[]);
    for _ in 0..2 {
        let (head, mut stream) = asked(&server);
        assert!(head.contains("\r\nx-token: ${file:token} ${env:HOME}\r\n"), "{head}");
        answer(&mut stream, BUSY);
    }
}

#[test]
fn a_placeholder_that_fails_to_resolve_is_reported_and_retried() {
    let server = Listener::new();
    let headers = json!({ "Authorization": "Bearer ${file:token}" });
    let project = project(&json!({ "url": server.url(), "headers": headers }), &json!({}), &[]);
    write(&project, &[("token", "token-1")]);
    let mut run = project.run(&["-vvv"]);
    let (_, mut stream) = asked(&server);
    fs::remove_file(project.folder().join("token")).unwrap();
    answer(&mut stream, BUSY);
    drop(stream);
    run.expect_line("error credentials: the settings: cannot read the file `token`: ");
    write(&project, &[("token", "token-2\r\nEvil: token-3")]);
    let line = "cannot be used: `headers.Authorization`: bad_header_value";
    run.expect_line(line);
    write(&project, &[("token", "token-4")]);
    let (head, _stream) = asked(&server);
    assert!(head.contains("\r\nauthorization: Bearer token-4\r\n"), "{head}");
    run.stop();
    let run = run.wait();
    let all = run.stdout + &run.stderr;
    assert!(!all.contains("token-"), "{all}");
}

#[test]
fn a_new_secret_echoed_by_a_server_is_redacted() {
    let server = Listener::new();
    let headers = json!({ "X-Token": "${file:token}" });
    let project = project(&json!({ "url": server.url(), "headers": headers }), &json!({}), &[]);
    let report = Report::of(&project);
    write(&project, &[("token", "token-1")]);
    let mut run = project.run(&["-vvv", "--report", report.file()]);
    for token in ["token-1", "token-2"] {
        let (head, mut stream) = asked(&server);
        assert!(head.contains(&format!("x-token: {token}\r\n")), "{head}");
        write(&project, &[("token", "token-2")]);
        let repeated = format!("HTTP/1.1 503 no {token}\r\nContent-Length: 8\r\n\r\n{token}!");
        answer(&mut stream, repeated);
        let told = run.expect_log("the server answered 503");
        assert!(told.contains("***!"), "{told}");
    }
    run.stop();
    let run = run.wait();
    assert!(!run.stderr.contains("token-"), "{}", run.stderr);
    assert!(!report.read().to_string().contains("token-"));
}

#[test]
fn check_reports_every_unresolved_placeholder() {
    let settings =
        json!({ "url": "ws://${env:PULSEWIRE_NOBODY}/", "headers": { "A": "${file:none}" } });
    let project = project(&settings, &json!({ "url": "${file:../token}" }), &[]);
    write(&project, &[("token", "x")]);
    let _ = project.check(&[]).wait().with_status(2).with_stderr(&[
        "the environment variable `PULSEWIRE_NOBODY` is not set",
        "cannot read the file `none`",
        "the file `../token` is outside the project folder",
    ]);
}

/// A client that is started with these attributes, tries again at once, and prints what happens.
fn project(connection: &Json, start: &Json, wires: &[&str]) -> Project {
    let mut connection = connection.clone();
    connection["name"] = json!("Client");
    connection["reconnect"] = json!({ "initial_delay_ms": 20, "max_delay_ms": 20 });
    let mut attributes = start.clone();
    attributes["configuration"] = json!("Client");
    let literal = json!({ "X-Token": "$${file:token} $${env:HOME}" });
    let of_client = json!({ "configuration": "Client" });
    let graph = Graph::new()
        .variable("literal", "Dictionary", literal)
        .node("literal", "variable.get", json!({ "variable": "literal" }))
        .node("begin", "event.initialize", json!({}))
        .node("start", "websocket.client_start", attributes)
        .node("opened", "websocket.on_start", of_client.clone())
        .node("failed", "websocket.on_error", of_client)
        .wires(&["begin.pulse -> start.pulse"])
        .wires(wires)
        .print("open", "opened.pulse", "started")
        .print("error", "failed.pulse", "error {failed.kind}: {failed.message}");
    Project::new().websocket(json!({ "connections": [connection] })).logic("main", &graph)
}

fn write(project: &Project, files: &[(&str, &str)]) {
    for (file, text) in files {
        // Put in place at once, as whoever rotates a secret does.
        let (new, place) = (project.folder().join("new"), project.folder().join(file));
        fs::write(&new, text).unwrap();
        fs::rename(new, place).unwrap();
    }
}

/// The next request, and its connection.
fn asked(server: &Listener) -> (String, TcpStream) {
    let mut stream = server.accept();
    (read_request(&mut stream), stream)
}
