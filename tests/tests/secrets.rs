//! What came by `${env:…}`, `${file:…}` or out of a file is used, and stands in nothing that the program writes.

use pulsewire_tests::sockets::{Listener, answer, read_request};
use pulsewire_tests::{Finished, Graph, Project, Running, pulsewire};
use serde_json::{Value as Json, json};
use std::fs;

/// How every secret here begins, in no output but these.
const BEGINS: &str = "pl4nt3d";

/// It has what text and JSON write in another way.
const IN_ENVIRONMENT: &str = r#"pl4nt3d-"env"-\0123456789"#;
const IN_FILE: &str = "pl4nt3d-file-0123456789";

/// Starts a command on the project, with the secret in the environment.
fn start(project: &Project, command: &str, options: &[&str]) -> Running {
    let folder = project.folder().to_str().unwrap();
    let mut command = pulsewire(&[&[command, folder], options].concat());
    command.env("PLANTED", IN_ENVIRONMENT);
    Running::start(command)
}

#[track_caller]
fn check_shows_no_secret(done: &Finished) {
    for (name, text) in [("stdout", &done.stdout), ("stderr", &done.stderr)] {
        assert!(!text.contains(BEGINS), "a secret is on {name}\n{text}");
    }
}

/// A client whose server repeats all that it was told, behind a proxy and without one, and nodes that fail.
fn verbose_project(server: &Listener, proxy: &Listener) -> Project {
    let url = |listener: &Listener| format!("ws://127.0.0.1:{}", listener.port());
    let settings = json!({ "connections": [
        {
            "name": "Direct", "url": format!("{}/?token=${{file:secret}}", url(server)), "autostart": true,
            "headers": { "X-Key": "${env:PLANTED}" }, "header_files": { "X-File": "secret" },
            "auth": { "bearer_token": "${file:secret}" }, "cookies": { "session": "${file:secret}" },
        },
        {
            "name": "Proxied", "url": "ws://example.test/", "autostart": true,
            "auth": { "username": "me", "password_file": "secret" },
            "proxy": {
                "url": format!("http://127.0.0.1:{}", proxy.port()),
                "username": "${file:secret}", "password": "${env:PLANTED}",
            },
        },
        { "name": "Idle", "url": "ws://127.0.0.1/" },
    ] });
    let logic = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("assert", "program.assert", json!({ "label": "${env:PLANTED}", "a": 1, "b": 2 }))
        .node(
            "start",
            "websocket.client_start",
            json!({ "configuration": "Idle", "url": "${file:secret}" }),
        )
        .wires(&["begin.pulse -> assert.pulse", "assert.pulse -> start.pulse"]);
    Project::new().text("secret", IN_FILE).websocket(settings).logic("main", &logic)
}

#[test]
fn a_run_at_its_most_verbose_shows_no_secret() {
    for format in ["text", "json"] {
        let (server, proxy) = (Listener::new(), Listener::new());
        let project = verbose_project(&server, &proxy);
        let report = project.folder().join("report.json");
        let report_option = report.to_str().unwrap();
        let options = ["-vvv", "--log-format", format, "--report", report_option];
        let mut run = start(&project, "run", &options);
        let mut stream = server.accept();
        let asked = read_request(&mut stream);
        assert_eq!(asked.matches(BEGINS).count(), 5, "all of them are sent:\n{asked}");
        let body = asked.replace("\r\n", " ");
        answer(
            &mut stream,
            format!("HTTP/1.1 401 No\r\nContent-Length: {}\r\n\r\n{body}", body.len()),
        );
        run.expect_log("the server answered 401");
        let mut stream = proxy.accept();
        let asked = read_request(&mut stream);
        assert!(asked.contains("Proxy-Authorization: Basic "), "{asked}");
        answer(&mut stream, format!("HTTP/1.1 502 {IN_FILE}{IN_ENVIRONMENT}\r\n\r\n"));
        run.expect_log("it responds with HTTP/1.1 502");
        run.stop();
        let done = run.wait().with_status(1).with_stderr(&["assertion failed"]);
        check_shows_no_secret(&done);
        let report = fs::read_to_string(report).unwrap();
        assert!(report.contains("`***` does not begin with ws://"), "{report}");
        assert!(!report.contains(BEGINS), "{report}");
    }
}

#[test]
fn commands_that_describe_a_project_show_no_secret() {
    let project = verbose_project(&Listener::new(), &Listener::new());
    for (command, options) in [
        ("check", vec!["-vvv"]),
        ("check", vec!["--json"]),
        ("graph", vec!["--format", "text"]),
        ("graph", vec!["--format", "mermaid"]),
        ("graph", vec!["--format", "dot"]),
        ("graph", vec!["--format", "svg"]),
    ] {
        check_shows_no_secret(&start(&project, command, &options).wait().with_status(0));
    }
    let folder = project.folder().to_str().unwrap();
    for arguments in [
        vec!["plugin", "show", "websocket"],
        vec!["plugin", "list", "--project", folder],
        vec!["schema"],
    ] {
        let mut command = pulsewire(&arguments);
        command.env("PLANTED", IN_ENVIRONMENT).current_dir(project.folder());
        check_shows_no_secret(&Running::start(command).wait().with_status(0));
    }
}

#[test]
fn problems_with_a_secret_are_reported_without_it() {
    for (at, value) in [
        ("url", json!("${env:PLANTED}")),
        ("url", json!("ws://a b/?${file:secret}")),
        ("url", json!("ws://me:${file:secret}@host/")),
        ("port", json!("${env:PLANTED}")),
        ("autostart", json!("${file:secret}")),
        ("headers", json!({ "X": "${env:PLANTED}\n" })),
        ("headers", json!("${env:PLANTED}")),
        ("auth", json!({ "username": "${env:PLANTED}:", "password": "x" })),
        ("auth", json!({ "bearer_token": "${file:secret}\r\nEvil: x" })),
        ("cookies", json!({ "a": "${env:PLANTED};" })),
        ("origin", json!("${env:PLANTED}")),
        ("proxy", json!({ "url": "http://me:${file:secret}@p" })),
        ("proxy", json!({ "url": "${file:secret}://p" })),
        ("proxy", json!({ "no_proxy": ["${file:secret} x"] })),
        ("tls", json!({ "ca_file": "${env:PLANTED}" })),
        ("tls", json!({ "server_name": "${file:secret} x" })),
        ("subprotocols", json!(["${env:PLANTED} x"])),
        ("when_closed", json!("${env:PLANTED}")),
        ("reconnect", json!({ "no_such_field": "${env:PLANTED}" })),
    ] {
        let mut connection = json!({ "name": "C", "url": "ws://127.0.0.1/" });
        connection[at] = value;
        refused(json!({ "connections": [connection] }), Graph::new());
    }
    refused(
        json!({ "servers": [{ "name": "S", "host": "${env:PLANTED}", "port": 1 }] }),
        Graph::new(),
    );
    for attributes in [
        json!({ "data_type": "${env:PLANTED}" }),
        json!({ "operator": "${file:secret}" }),
        json!({ "label": ["${env:PLANTED}"] }),
    ] {
        refused(json!({}), Graph::new().node("assert", "program.assert", attributes));
    }
    let wrong = json!({ "configuration": "${file:secret}" });
    refused(json!({}), Graph::new().node("start", "websocket.client_start", wrong));
    refused(json!({}), Graph::new().variable("v", "Int", json!("${env:PLANTED}")));
}

/// Every command that reads the project says that it is wrong, and not with what.
#[track_caller]
fn refused(settings: Json, logic: Graph) {
    let project = Project::new().text("secret", IN_FILE).websocket(settings).logic("main", &logic);
    for command in ["check", "run"] {
        check_shows_no_secret(&start(&project, command, &["-vvv"]).wait().with_status(2));
    }
}
