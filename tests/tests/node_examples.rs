//! Every node type shows at least one example, and every example prints what it says.

use pulsewire_tests::{Project, Running, pulsewire};
use serde_json::Value as Json;

/// What `pulsewire` answers as JSON.
fn answer(arguments: &[&str]) -> Json {
    let finished = Running::start(pulsewire(arguments)).wait().with_status(0);
    serde_json::from_str(&finished.stdout).unwrap()
}

fn node_types() -> Vec<String> {
    let listed = answer(&["node", "list", "--json"]);
    let ids = listed.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned());
    ids.collect()
}

/// Runs an example until it printed all it should, then stops it and looks for more.
fn check(node_type: &str, example: &Json) {
    let (logic, prints) = (example["logic"].as_str().unwrap(), example["prints"].as_str().unwrap());
    let functions = node_type.starts_with("std:").then_some(node_type).into_iter();
    let functions: Vec<&str> = functions.collect();
    let project = serde_json::json!({
        "format": 1, "name": "Example", "functions": functions, "logic": ["main.json"]
    });
    let project =
        Project::new().text("project.json", &project.to_string()).text("main.json", logic);
    let mut running = project.run(&[]);
    for line in prints.lines().filter(|line| !line.is_empty()) {
        running.expect_line(line);
    }
    running.stop();
    let finished = running.wait();
    assert_eq!(finished.stdout.trim_end(), prints.trim_end(), "{node_type}: {}", example["title"]);
}

#[test]
fn every_node_type_has_an_example_with_the_documented_output() {
    for node_type in node_types() {
        let shown = answer(&["node", "show", &node_type, "--json"]);
        let examples = shown["examples"].as_array().unwrap();
        let kinds = shown["attributes"].as_array().unwrap().iter().map(|one| &one["kind"]);
        let needs_a_connection = node_type.starts_with("websocket.")
            || kinds.into_iter().any(|kind| kind.get("configuration").is_some());
        assert!(!examples.is_empty() || needs_a_connection, "{node_type} has no example");
        if !needs_a_connection {
            examples.iter().for_each(|example| check(&node_type, example));
        }
    }
}
