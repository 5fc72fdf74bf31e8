//! nginx between client and server, with TLS towards the client.

use pulsewire_tests::sockets::free_port;
use pulsewire_tests::{Authority, Daemon, Graph, Project, Running};
use serde_json::{Value as Json, json};

#[test]
fn messages_pass_nginx_with_tls_on_both_sides() {
    let Some(authority) = authority() else { return };
    let mut run = server(&authority).run(&[]);
    let back = run.expect_port();
    let location = format!(
        "location / {{ proxy_pass https://127.0.0.1:{back}; {UPGRADE}\n\
         proxy_ssl_verify on; proxy_ssl_name localhost; proxy_ssl_trusted_certificate ca.pem;\n\
         proxy_ssl_certificate certificate.pem; proxy_ssl_certificate_key key.pem; }}"
    );
    let (_nginx, port) = nginx(&authority, &location);
    let mut run = client(&authority, port, &json!({})).run(&[]);
    run.expect_line("opened 1");
    run.expect_line("got hello");
    run.stop();
    let _ = run.wait().with_status(0);
}

#[test]
fn a_client_without_the_required_certificate_is_rejected() {
    let Some(authority) = authority() else { return };
    let mut run = server(&authority).run(&["-v"]);
    let back = run.expect_port();
    let (_nginx, port) = nginx(
        &authority,
        &format!("location / {{ proxy_pass https://127.0.0.1:{back}; {UPGRADE} }}"),
    );
    let mut client = client(&authority, port, &json!({})).run(&[]);
    client.expect_line("error handshake");
    run.expect_log("showed no certificate");
}

#[test]
fn an_idle_timeout_of_nginx_is_a_lost_connection_and_keep_alive_prevents_it() {
    let Some(authority) = authority() else { return };
    let mut back = plain_server(free_port());
    let back_port = back.expect_port();
    let location = format!(
        "location / {{ proxy_pass http://127.0.0.1:{back_port}; {UPGRADE} proxy_read_timeout 1s; }}"
    );
    let (_nginx, port) = nginx(&authority, &location);
    let mut idle = client(&authority, port, &json!({})).run(&[]);
    let alive = json!({ "keep_alive": { "ping_interval_ms": 200, "pong_timeout_ms": 20_000 } });
    let mut alive = client(&authority, port, &alive).run(&[]);
    alive.expect_line("got hello");
    idle.expect_line("got hello");
    // Both were idle for the same time: one is disconnected, the other is not.
    idle.expect_line("error lost");
    idle.expect_line("closed 1006");
    alive.stop();
    let alive = alive.wait().with_status(0);
    assert!(!alive.stdout.contains("error"), "{}", alive.stdout);
}

#[test]
fn a_client_retries_while_nginx_answers_502() {
    let Some(authority) = authority() else { return };
    let back_port = free_port();
    let location = format!("location / {{ proxy_pass http://127.0.0.1:{back_port}; {UPGRADE} }}");
    let (_nginx, port) = nginx(&authority, &location);
    let again = json!({ "reconnect": { "initial_delay_ms": 100, "max_delay_ms": 200 } });
    let mut run = client(&authority, port, &again).run(&[]);
    for _ in 0..2 {
        run.expect_line("error handshake will_retry=true");
        run.expect_line("the server answered 502 Bad Gateway instead of 101");
    }
    let _back = plain_server(back_port);
    run.expect_line("opened ");
    run.expect_line("got hello");
}

const UPGRADE: &str = "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;\n\
                       proxy_set_header Connection upgrade;";

fn authority() -> Option<Authority> {
    Daemon::Nginx.is_installed().then(Authority::new)
}

fn nginx(authority: &Authority, location: &str) -> (Running, u16) {
    let identity = authority.issue();
    let files = [
        ("ca.pem", authority.pem.as_str()),
        ("certificate.pem", &identity.certificate),
        ("key.pem", &identity.key),
    ];
    Daemon::nginx(location, &files)
}

/// A client through nginx that sends hello once it is open.
fn client(authority: &Authority, port: u16, more: &Json) -> Project {
    let url = format!("wss://127.0.0.1:{port}/");
    let tls = json!({ "ca_file": "ca.pem", "system_roots": false });
    let mut connection = json!({ "name": "C", "url": url, "autostart": true, "tls": tls });
    connection.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let name = json!({ "configuration": "C" });
    let graph = Graph::new()
        .node("opened", "websocket.on_start", name.clone())
        .node("received", "websocket.on_receive", name.clone())
        .node("failed", "websocket.on_error", name.clone())
        .node("stopped", "websocket.on_stop", name)
        .node("send", SEND, json!({ "configuration": "C", "message": "hello" }))
        .wires(&["start.pulse -> send.pulse"])
        .print("start", "opened.pulse", "opened {opened.attempt}")
        .print("came", "received.pulse", "got {received.message}")
        .print(
            "told",
            "failed.pulse",
            "error {failed.kind} will_retry={failed.will_retry}\n{failed.message}",
        )
        .print("over", "stopped.pulse", "closed {stopped.code}");
    Project::new()
        .text("ca.pem", &authority.pem)
        .websocket(json!({ "connections": [connection] }))
        .logic("main", &graph)
}

/// An echo server over TLS that requires client certificates of this CA.
fn server(authority: &Authority) -> Project {
    let identity = authority.issue();
    let tls = json!({ "certificate": "certificate.pem", "key": "key.pem", "ca_file": "ca.pem",
                      "client_auth": "required" });
    echo(json!({ "name": "S", "port": 0, "autostart": true, "tls": tls }))
        .text("ca.pem", &authority.pem)
        .text("certificate.pem", &identity.certificate)
        .text("key.pem", &identity.key)
}

fn plain_server(port: u16) -> Running {
    echo(json!({ "name": "S", "port": port, "autostart": true })).run(&[])
}

fn echo(server: Json) -> Project {
    let name = json!({ "configuration": "S" });
    let graph = Graph::new()
        .node("listens", "websocket.on_server_start", name.clone())
        .node("heard", "websocket.on_server_receive", name.clone())
        .node("answer", "websocket.server_send", name)
        .wires(&[
            "heard.pulse -> answer.pulse",
            "heard.client -> answer.client",
            "heard.message -> answer.message",
        ])
        .print("told", "listens.pulse", "port {listens.port}");
    Project::new().websocket(json!({ "servers": [server] })).logic("main", &graph)
}

const SEND: &str = "websocket.client_send";
