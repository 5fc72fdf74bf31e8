//! A client by way of real proxies.

use pulsewire_tests::sockets::{Listener, answer, free_port, read_request, read_text};
use pulsewire_tests::{Authority, Daemon, Graph, Peer, Project, Running, pulsewire};
use serde_json::{Value as Json, json};
use tokio_tungstenite::tungstenite;

#[test]
fn a_message_is_echoed_through_a_proxy() {
    for (scheme, mut proxy, port) in proxies() {
        if !Peer::Python.is_installed() {
            return;
        }
        let (mut server, url) = Peer::Python.server();
        let mut run = through(scheme, port, "secret").connection(&url, &json!({})).run();
        run.expect_line("got hello");
        assert_eq!(server.expect_line(""), "text hello");
        passed(scheme, &mut proxy);
        run.stop();
        let run = run.wait().with_status(0);
        assert!(!run.stderr.contains("secret"), "{}", run.stderr);
    }
}

#[test]
fn tls_goes_through_a_proxy_to_the_server() {
    for (scheme, mut proxy, port) in proxies() {
        let authority = Authority::new();
        let identity = authority.issue();
        let listens = free_port();
        let tls = json!({ "certificate": identity.certificate, "key": identity.key });
        let server = json!({ "name": "S", "port": listens, "autostart": true, "tls": tls });
        let url = format!("wss://127.0.0.1:{listens}/");
        let more = json!({ "tls": { "ca_file": authority.pem, "system_roots": false } });
        let mut run = through(scheme, port, "secret").server(server).connection(&url, &more).run();
        run.expect_line("got hello");
        passed(scheme, &mut proxy);
    }
}

#[test]
fn a_proxy_rejects_a_wrong_password_and_a_missing_server() {
    for (scheme, _proxy, port) in proxies() {
        let url = format!("ws://127.0.0.1:{}/", free_port());
        let mut run = through(scheme, port, "wrong").connection(&url, &json!({})).run();
        run.expect_line("error proxy");
        run.expect_line("rejects the user name and password");
        let mut run = through(scheme, port, "secret").connection(&url, &json!({})).run();
        run.expect_line("error proxy");
        run.expect_line(match scheme {
            "http" => "it responds with HTTP/1.",
            _ => "it reports: ",
        });
    }
}

#[test]
fn proxies_of_the_environment_are_used() {
    for (variable, expected) in [("http_proxy", true), ("ALL_PROXY", true), ("https_proxy", false)]
    {
        let proxy = Listener::new();
        let project = Settings::default().connection("ws://echo.invalid:81/", &json!({})).project();
        let mut command = pulsewire(&["run", project.folder().to_str().unwrap()]);
        command.env(variable, format!("http://me:p%40ss@127.0.0.1:{}", proxy.port()));
        let mut run = Running::start(command);
        if !expected {
            run.expect_line("error resolve");
            continue;
        }
        let mut stream = proxy.accept();
        let asked = read_request(&mut stream);
        assert!(asked.starts_with("CONNECT echo.invalid:81 HTTP/1.1\r\n"), "{asked}");
        assert!(asked.contains("\r\nProxy-Authorization: Basic bWU6cEBzcw==\r\n"), "{asked}");
        answer(&mut stream, "HTTP/1.1 200 OK\r\n\r\n");
        let mut socket = tungstenite::accept(stream).unwrap();
        assert_eq!(read_text(&mut socket), "hello");
    }
}

#[test]
fn no_proxy_exempts_servers_from_the_environments_proxy() {
    let project = Settings::default().connection("ws://echo.invalid:81/", &json!({})).project();
    let mut command = pulsewire(&["run", project.folder().to_str().unwrap()]);
    command.env("all_proxy", "socks5://127.0.0.1:1").env("NO_PROXY", "a.test,.invalid");
    Running::start(command).expect_line("error resolve");
}

/// Each proxy that is set up: its scheme, its process, its port.
fn proxies() -> Vec<(&'static str, Running, u16)> {
    if !(Daemon::Tinyproxy.is_installed() && Daemon::Microsocks.is_installed()) {
        return Vec::new();
    }
    let (http, http_port) = Daemon::tinyproxy("me", "secret");
    let (socks, socks_port) = Daemon::microsocks("me", "secret");
    vec![("http", http, http_port), ("socks5", socks, socks_port)]
}

/// The proxy has seen the connection.
fn passed(scheme: &str, proxy: &mut Running) {
    match scheme {
        "http" => proxy.expect_line("CONNECT 127.0.0.1:"),
        _ => proxy.expect_log("connected to 127.0.0.1:"),
    };
}

/// Settings of a project in the making.
#[derive(Default)]
struct Settings {
    proxy: Option<Json>,
    servers: Vec<Json>,
    connections: Vec<Json>,
}

fn through(scheme: &str, port: u16, password: &str) -> Settings {
    let url = format!("{scheme}://127.0.0.1:{port}");
    let proxy = json!({ "url": url, "username": "me", "password": password });
    Settings { proxy: Some(proxy), ..Settings::default() }
}

impl Settings {
    fn server(mut self, server: Json) -> Self {
        self.servers.push(server);
        self
    }

    fn connection(mut self, url: &str, more: &Json) -> Self {
        let mut connection = json!({ "name": "C", "url": url, "autostart": true });
        connection.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        if let Some(proxy) = &self.proxy {
            connection["proxy"] = proxy.clone();
        }
        self.connections.push(connection);
        self
    }

    /// A client that says hello, a server that echoes, and a line about each error.
    fn project(self) -> Project {
        let (has_server, name) = (!self.servers.is_empty(), json!({ "configuration": "C" }));
        let mut graph = Graph::new()
            .node("opened", "websocket.on_start", name.clone())
            .node("received", "websocket.on_receive", name.clone())
            .node("failed", "websocket.on_error", name)
            .node("send", SEND, json!({ "configuration": "C", "message": "hello" }))
            .wires(&["opened.pulse -> send.pulse"])
            .print("came", "received.pulse", "got {received.message}")
            .print("told", "failed.pulse", "error {failed.kind}\n{failed.message}");
        if has_server {
            let name = json!({ "configuration": "S" });
            graph = graph
                .node("heard", "websocket.on_server_receive", name.clone())
                .node("answer", "websocket.server_send", name)
                .wires(&[
                    "heard.pulse -> answer.pulse",
                    "heard.client -> answer.client",
                    "heard.message -> answer.message",
                ]);
        }
        Project::new()
            .websocket(json!({ "servers": self.servers, "connections": self.connections }))
            .logic("main", &graph)
    }

    fn run(self) -> Running {
        self.project().run(&[])
    }
}

const SEND: &str = "websocket.client_send";
