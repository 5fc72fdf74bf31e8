//! The output of `plugin show`, `node show` and the lists.

use crate::fixtures::User;
use std::fs;

fn normal(text: &str, user: &User) -> String {
    text.replace(user.plugin_dir().to_str().unwrap(), "…").replace(".dylib", ".so")
}

#[test]
fn plugin_show_prints_everything_the_plugin_provides() {
    let user = User::with(&["hello"]);
    let ran = user.run(&["plugin", "show", "hello"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(normal(&ran.stdout, &user));
    let json = user.run(&["plugin", "show", "hello", "--json"]).json();
    assert_eq!(json["node_types"][1]["id"], "hello.on_tick");
    assert_eq!(json["settings"]["properties"]["greeting"]["default"], "Hello");
    assert_eq!(json["state"], "available");
}

#[test]
fn plugin_list_is_a_table_with_one_line_per_plugin() {
    let user = User::with(&["hello", "panics"]);
    let ran = user.run(&["plugin", "list"]);
    let line = |name| ran.stdout.lines().find(|line| line.starts_with(name)).unwrap();
    let words = |name| line(name).split_whitespace().take(3).collect::<Vec<_>>();
    assert_eq!(words("NAME"), ["NAME", "VERSION", "STATE"]);
    assert_eq!(words("hello"), ["hello", "0.1.0", "available"]);
    assert!(line("panics").contains("panicked while loading"));
}

#[test]
fn node_show_and_list_have_the_node_types_of_plugins() {
    let user = User::with(&["hello"]);
    let ran = user.run(&["node", "show", "hello.on_tick"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(ran.stdout);
    let listed = user.run(&["node", "list", "hello.gr"]);
    assert_eq!(listed.stdout, "hello (plugin)\n  hello.greet  Greet  Greets somebody by name.\n");
    let json = user.run(&["node", "list", "GREETS", "--json"]).json();
    assert_eq!(
        (json[0]["id"].as_str(), json[0]["plugin"].as_str()),
        (Some("hello.greet"), Some("hello"))
    );
    let json = user.run(&["node", "show", "hello.greet", "--json"]).json();
    assert_eq!(json["sockets"]["inputs"][0]["default"], "World");
}

#[test]
fn unknown_names_are_reported_with_a_suggestion() {
    let user = User::with(&["hello", "panics"]);
    for (args, status, message) in [
        (["plugin", "show", "helo"], 2, "did you mean \"hello\"?"),
        (["plugin", "show", "quite-different"], 2, "pulsewire plugin list"),
        (["node", "show", "hello.gret"], 2, "did you mean \"hello.greet\"?"),
        (["node", "list", "nothing-like-it"], 2, "no node type contains \"nothing-like-it\""),
        (["node", "show", "panics.idle"], 3, "panicked while loading"),
    ] {
        let ran = user.run(&args);
        assert_eq!((ran.status, ran.stdout.as_str()), (status, ""), "{args:?}");
        assert!(ran.stderr.contains(message), "{}", ran.stderr);
    }
}

#[test]
fn the_probe_command_is_hidden() {
    let help = User::with(&[]).run(&["--help"]).stdout;
    assert!(help.contains("plugin") && !help.contains("probe"), "{help}");
}

#[test]
fn a_project_shows_what_it_disables() {
    let user = User::with(&["hello", "plain"]);
    let project = user.project("{ \"plugins\": { \"hello\": { \"enabled\": false } } }");
    let listed = user.listed("hello", &["--project", &project]);
    assert_eq!(listed["state"], "disabled");
    let how = format!("pulsewire plugin enable hello --project {project}");
    assert!(listed["reason"].as_str().unwrap().contains(&how));
    assert_eq!(user.listed("plain", &["--project", &project])["state"], "available");
    let shown = user.run(&["plugin", "show", "hello", "--project", &project]);
    assert!(
        shown.status == 0
            && shown.stdout.contains("disabled")
            && !shown.stdout.contains("Node types")
    );
    fs::remove_file(user.path("project/project.json")).unwrap();
    assert_eq!(user.run(&["plugin", "list", "--project", &project]).status, 2);
}
