//! What `pulsewire new` makes is a project that checks and runs.

use pulsewire_tests::sockets::{Listener, free_port, open, read_close, read_text};
use pulsewire_tests::{Project, Running, pulsewire};
use tempfile::TempDir;
use tokio_tungstenite::tungstenite::Message;

const WEBSOCKET: &str = "settings.websocket";

#[test]
fn the_list_of_templates_is_what_is_tested_here() {
    let listed = Running::start(pulsewire(&["new", "--list"])).wait().with_status(0).stdout;
    let names: Vec<&str> = listed.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(names, ["echo", "client", "server", "function", "empty"]);
}

#[test]
fn echo_says_hello_and_ends() {
    let (_folder, project) = new("echo");
    let port = free_port();
    let server = format!("{WEBSOCKET}.servers.Echo.port={port}");
    let client = format!("{WEBSOCKET}.connections.Echo.port={port}");
    let run = project.run(&["--set", &server, "--set", &client]).wait().with_status(0);
    assert_eq!(run.stdout, "Hello\n");
}

#[test]
fn client_says_hello_and_prints_what_comes() {
    let (_folder, project) = new("client");
    let server = Listener::new();
    let port = format!("{WEBSOCKET}.connections.Server.port={}", server.port());
    let mut run = project.run(&["--set", &port]);
    let mut socket = server.accept_websocket();
    assert_eq!(read_text(&mut socket), "Hello");
    socket.send(Message::text("grüezi")).unwrap();
    assert_eq!(run.expect_line(""), "grüezi");
    socket.close(None).unwrap();
    while socket.read().is_ok() {}
    let _ = run.wait().with_status(0);
}

#[test]
fn server_greets_and_answers() {
    let (_folder, project) = new("server");
    let port = free_port();
    let mut run = project.run(&["--set", &format!("{WEBSOCKET}.servers.Server.port={port}")]);
    run.expect_line("listening");
    let mut client = open(port, "/");
    assert_eq!(read_text(&mut client), "Welcome");
    client.send(Message::text("grüezi")).unwrap();
    assert_eq!(read_text(&mut client), "grüezi");
    run.stop();
    assert_eq!(read_close(&mut client).0, 1001);
    while client.read().is_ok() {}
    let _ = run.wait().with_status(0);
}

#[test]
fn function_greets_twice_and_its_example_is_right() {
    let (_folder, project) = new("function");
    let run = project.run(&[]).wait().with_status(0);
    assert_eq!(run.stdout, "Hello World\nGoodbye World\n");
    let checked = project.check(&["--examples"]).wait().with_status(0);
    assert!(checked.stdout.contains("1 example prints what it should"), "{checked:?}");
}

#[test]
fn empty_starts_and_does_nothing() {
    let (_folder, project) = new("empty");
    let run = project.run(&["--until", "begin"]).wait().with_status(0);
    assert_eq!(run.stdout, "");
}

/// Creates a project from this template and checks it.
fn new(template: &str) -> (TempDir, Project) {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("My project");
    let arguments = ["new", folder.to_str().unwrap(), "--template", template];
    let made = Running::start(pulsewire(&arguments)).wait().with_status(0);
    assert!(made.stdout.contains("pulsewire run "), "{made:?}");
    let project = Project::at(&folder);
    let checked = project.check(&[]).wait().with_status(0);
    assert!(checked.stdout.starts_with("My project: ready to run"), "{checked:?}");
    assert_eq!(checked.stderr, "", "not even a warning");
    (parent, project)
}
