//! Every example does what its README says.

use pulsewire_tests::sockets::{Listener, Opened, open, read_close, read_text};
use pulsewire_tests::{Project, root};
use std::collections::BTreeSet;
use std::fs;
use tokio_tungstenite::tungstenite::Message;

const WEBSOCKET: &str = "settings.websocket";

#[test]
fn every_example_is_a_valid_project_with_a_readme() {
    let mut projects = BTreeSet::new();
    for entry in fs::read_dir(root().join("examples")).unwrap().flatten() {
        let folder = entry.path();
        let readme = fs::read_to_string(folder.join("README.md")).expect("a README.md");
        if !folder.join("project.json").exists() {
            continue;
        }
        let name = entry.file_name().into_string().unwrap();
        let command = format!("pulsewire run examples/{name}");
        assert!(readme.contains(&command), "the README of {name} lacks its command");
        let _ = Project::at(&folder).check(&[]).wait().with_status(0);
        let pictures = tempfile::tempdir().unwrap();
        let options = ["--format", "svg", "-o", pictures.path().to_str().unwrap()];
        let _ = Project::at(&folder).command("graph", &options).wait().with_status(0);
        let mut drawn = 0;
        for picture in fs::read_dir(pictures.path()).unwrap().flatten() {
            assert!(fs::read_to_string(picture.path()).unwrap().contains("<svg"), "{picture:?}");
            drawn += 1;
        }
        assert_eq!(drawn, fs::read_dir(folder.join("logic")).unwrap().count(), "{name}");
        projects.insert(name);
    }
    let run_below = ["bridge", "chat", "devices", "echo", "ticker"].map(ToOwned::to_owned);
    assert_eq!(projects, BTreeSet::from(run_below), "every example is run by a test");
}

#[test]
fn devices_report_from_a_hundred_graphs_of_one_file() {
    let devices = Project::at("examples/devices");
    let checked = devices.check(&["--examples"]).wait().with_status(0);
    assert!(checked.stdout.contains("1 example prints what it should"), "{checked:?}");
    let report = tempfile::tempdir().unwrap();
    let file = report.path().join("report.json");
    let set = "logic.device 001.attributes.id=D999";
    let mut run = devices.run(&["--report", file.to_str().unwrap(), "--set", set]);
    let first = run.expect_line("100 readings; the last: D");
    assert!(first.contains(" measures "), "{first}");
    run.expect_line("300 readings");
    run.stop();
    let _ = run.wait().with_status(0);
    let report: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let graphs = report["graphs"].as_array().unwrap();
    assert_eq!(graphs.len(), 101);
    assert_eq!(
        (&graphs[1]["name"], &graphs[1]["file"]),
        (&"device 001".into(), &"logic/device.json".into())
    );
}

#[test]
fn echo_prints_three_echoes_with_their_times() {
    let port = pulsewire_tests::sockets::free_port();
    let echo = Project::at("examples/echo");
    let server = format!("{WEBSOCKET}.servers.Echo.port={port}");
    let client = format!("{WEBSOCKET}.connections.Echo.port={port}");
    let run = echo.run(&["--set", &server, "--set", &client]).wait().with_status(0);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 3, "{run:?}");
    for (line, number) in lines.iter().zip(1..) {
        let told = line.strip_prefix(&format!("Hello {number} came back after "));
        let time = told.and_then(|rest| rest.strip_suffix(" ms")).expect(line);
        assert!(time.parse::<f64>().is_ok_and(|time| time >= 0.0), "{line}");
    }
}

#[test]
fn chat_greets_broadcasts_and_announces_who_left() {
    let chat = Project::at("examples/chat");
    let mut run = chat.run(&["--set", &format!("{WEBSOCKET}.servers.Chat.port=0")]);
    let address = run.expect_line("Chat at ws://127.0.0.1:");
    let port = address.rsplit(':').next().unwrap().parse().unwrap();
    let (mut ada, ada_is) = join(port, 0);
    assert_eq!(read_text(&mut ada), format!("* {ada_is} joined"));
    let (mut bob, bob_is) = join(port, 1);
    for client in [&mut ada, &mut bob] {
        assert_eq!(read_text(client), format!("* {bob_is} joined"));
    }
    bob.send(Message::text("grüezi")).unwrap();
    for client in [&mut ada, &mut bob] {
        assert_eq!(read_text(client), format!("{bob_is}: grüezi"));
    }
    bob.send(Message::text("x".repeat(5000))).unwrap();
    assert_eq!(read_close(&mut bob).0, 1009);
    drop(bob);
    assert_eq!(read_text(&mut ada), format!("* {bob_is} left"));
    run.expect_line(&format!("* {bob_is} left"));
    run.stop();
    assert_eq!(read_close(&mut ada).0, 1001);
    while ada.read().is_ok() {}
    let _ = run.wait().with_status(0);
}

#[test]
fn ticker_alerts_and_survives_the_end_of_the_feed() {
    let feed = Listener::new();
    let port = format!("{WEBSOCKET}.connections.Feed.port={}", feed.port());
    let mut run = Project::at("examples/ticker").run(&["--set", &port]);
    let mut first = feed.accept_websocket();
    assert_eq!(run.expect_line(""), "connected");
    let said = [
        ("{\"symbol\": \"ACME\", \"price\": 99.5}", "ACME 99.5 (highest 99.5)"),
        ("{\"symbol\": \"ACME\", \"price\": 101.25}", "ACME 101.25 (highest 101.25)"),
    ];
    for (message, line) in said {
        first.send(Message::text(message)).unwrap();
        assert_eq!(run.expect_line(""), line);
    }
    assert_eq!(run.expect_line(""), "ALERT ACME is at 101.25");
    for bad in ["no JSON", "{\"symbol\": \"ACME\"}", "[]"] {
        first.send(Message::text(bad)).unwrap();
    }
    first.send(Message::text("{\"symbol\": \"ACME\", \"price\": 98.5}")).unwrap();
    run.expect_line("ACME 98.5 (highest 101.25)");
    first.close(None).unwrap();
    while first.read().is_ok() {}
    drop(first);
    run.expect_line("the feed ended");
    let mut second = feed.accept_websocket();
    run.expect_line("connected");
    second.send(Message::text("{\"symbol\": \"ACME\", \"price\": 7}")).unwrap();
    run.expect_line("ACME 7");
    run.stop();
    assert_eq!(read_close(&mut second).0, 1001);
    while second.read().is_ok() {}
    let _ = run.wait().with_status(0);
}

#[test]
fn bridge_carries_text_and_binary_both_ways() {
    let (left, right) = (Listener::new(), Listener::new());
    let set =
        |name: &str, at: &Listener| format!("{WEBSOCKET}.connections.{name}.port={}", at.port());
    let options = ["--set", &set("Left", &left), "--set", &set("Right", &right)];
    let mut run = Project::at("examples/bridge").run(&options);
    let mut right = right.accept_websocket();
    let mut left = left.accept_websocket();
    run.expect_line("the bridge is up");
    let messages = [
        Message::text("grüezi"),
        Message::text(""),
        Message::binary(vec![0, 255, 128]),
        Message::binary(Vec::new()),
        Message::binary(vec![7; 1 << 20]),
    ];
    for message in messages {
        left.send(message.clone()).unwrap();
        assert_eq!(right.read().unwrap(), message);
        right.send(message.clone()).unwrap();
        assert_eq!(left.read().unwrap(), message);
    }
    left.close(None).unwrap();
    while left.read().is_ok() {}
    drop(left);
    run.expect_line("left ended");
    assert_eq!(read_close(&mut right).0, 1001);
    while right.read().is_ok() {}
    let _ = run.wait().with_status(0);
}

/// Joins the chat: the connection, and the name under which it is greeted.
fn join(port: u16, others: usize) -> (Opened, String) {
    let mut client = open(port, "/");
    let greeting = read_text(&mut client);
    let name = greeting.strip_prefix("Welcome, ");
    let name = name.and_then(|rest| rest.strip_suffix(&format!("! Others here: {others}")));
    (client, name.expect(&greeting).to_owned())
}
