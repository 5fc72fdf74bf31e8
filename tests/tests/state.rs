//! Variables that persist.

use pulsewire_tests::{Finished, Graph, Project, Running, pulsewire, pulsewire_under};
use rustix::process::Resource;
use serde_json::{Value as Json, json};
use std::fs;

/// Adds one to `count` at the start, prints it, and ends.
fn counter(kind: &str, initial: Json) -> Graph {
    Graph::new()
        .persistent("count", kind, initial)
        .node("begin", "event.initialize", json!({}))
        .node("add", "variable.increment", json!({ "variable": "count" }))
        .node("exit", "program.exit", json!({}))
        .print("show", "add.pulse", "count {add.value}")
        .wires(&["begin.pulse -> add.pulse", "show.pulse -> exit.pulse"])
}

/// Counts every millisecond in two variables of its own and one of the project, all in one event.
fn ticking() -> Project {
    let graph = Graph::new()
        .persistent("a", "Int", json!(0))
        .persistent("b", "Int", json!(0))
        .node("begin", "event.initialize", json!({}))
        .node("timer", "timer.start_interval", json!({ "seconds": 0.001 }))
        .node("a", "variable.increment", json!({ "variable": "a" }))
        .node("b", "variable.increment", json!({ "variable": "b" }))
        .node("c", "variable.increment", json!({ "variable": "c" }))
        .print("show", "c.pulse", "{a.value}")
        .wires(&[
            "begin.pulse -> timer.pulse",
            "timer.pulse -> a.pulse",
            "a.pulse -> b.pulse",
            "b.pulse -> c.pulse",
        ]);
    Project::new()
        .with(&["variables"], json!({ "c": { "type": "Int", "persist": true } }))
        .logic("main", &graph)
}

fn state(command: &str, project: &Project, more: &[&str]) -> Finished {
    let folder = project.folder().to_str().unwrap();
    Running::start(pulsewire(&[&["state", command, folder], more].concat())).wait()
}

/// The kept values by name.
fn kept(project: &Project) -> Json {
    let shown = state("export", project, &[]).with_status(0);
    let exported: Json = serde_json::from_str(&shown.stdout).unwrap();
    let variables = exported["variables"].as_array().unwrap().iter();
    variables
        .map(|one| (one["variable"].as_str().unwrap().to_owned(), one["value"].clone()))
        .collect()
}

#[test]
fn a_persistent_variable_goes_on_where_the_last_run_ended() {
    let project = Project::new().logic("main", &counter("Int", json!(40)));
    for expected in ["count 41", "count 42", "count 43"] {
        let _ = project.run(&[]).wait().with_status(0).with_stdout_lines(&[expected]);
    }
    let shown = state("show", &project, &[]).with_status(0).stdout;
    assert!(shown.contains("logic/main.json  count     Int   43"), "{shown}");
}

#[test]
fn no_state_is_made_without_a_persistent_variable_or_by_a_check() {
    let plain = Graph::new()
        .variable("count", "Int", json!(0))
        .node("begin", "event.initialize", json!({}))
        .node("exit", "program.exit", json!({}))
        .wires(&["begin.pulse -> exit.pulse"]);
    let project = Project::new().logic("main", &plain);
    let _ = project.run(&[]).wait().with_status(0);
    assert!(!project.folder().join("state").exists());
    let project = Project::new().logic("main", &counter("Int", json!(0)));
    let _ = project.check(&[]).wait().with_status(0);
    assert!(!project.folder().join("state").exists());
    assert_eq!(state("show", &project, &[]).with_status(0).stdout, "nothing is kept\n");
}

#[test]
fn the_project_names_the_folder_of_its_state_which_cannot_be_outside() {
    let project = Project::new()
        .with(&["state"], json!("kept/here"))
        .logic("main", &counter("Int", json!(0)));
    let _ = project.run(&[]).wait().with_status(0);
    assert!(project.folder().join("kept/here/state.redb").exists());
    let project = project.with(&["state"], json!("../elsewhere"));
    let _ = project.run(&[]).wait().with_status(2).with_stderr(&["outside the project folder"]);
}

/// `PULSEWIRE_KILLS` says how often; eight times are quick.
#[test]
fn a_killed_run_leaves_whole_events_only() {
    let kills = std::env::var("PULSEWIRE_KILLS").map_or(8, |kills| kills.parse().unwrap());
    let (project, mut before) = (ticking(), 0);
    for _ in 0..kills {
        let mut run = project.run(&[]);
        let lines: Vec<i64> =
            (0..150).map(|_| run.expect_line("").trim().parse().unwrap()).collect();
        run.kill();
        let _ = run.wait();
        let kept = kept(&project);
        let a = kept["a"].as_i64().unwrap();
        assert_eq!([&kept["b"], &kept["c"]], [&json!(a), &json!(a)]);
        assert_eq!(lines[0], before + 1, "the run went on from what was kept");
        assert!(a >= before, "{a} after {before}");
        before = a;
    }
    assert!(before > 0, "nothing was ever kept");
}

#[test]
fn a_second_run_is_refused_with_the_id_of_the_first() {
    let project = ticking();
    let mut run = project.run(&[]);
    let _ = run.expect_line("1");
    let told = format!("in use by process {}", run.id());
    let _ = project.run(&[]).wait().with_status(1).with_stderr(&[&told]);
    let _ = state("show", &project, &[]).with_status(1).with_stderr(&[&told]);
    run.stop();
    let _ = run.wait().with_status(0);
}

#[test]
fn a_value_of_another_type_is_set_aside() {
    let project = Project::new().logic("main", &counter("Int", json!(4)));
    let _ = project.run(&[]).wait().with_status(0).with_stdout_lines(&["count 5"]);
    let changed = Graph::new()
        .persistent("count", "String", json!("none"))
        .node("begin", "event.initialize", json!({}))
        .node("count", "variable.get", json!({ "variable": "count" }))
        .node("exit", "program.exit", json!({}))
        .print("show", "begin.pulse", "count {count.value}")
        .wires(&["show.pulse -> exit.pulse"]);
    let text = serde_json::to_string(&changed.json()).unwrap();
    let project = project.text("logic/main.json", &text);
    let run = project.run(&[]).wait().with_status(0).with_stdout_lines(&["count none"]);
    let _ = run.with_stderr(&["is of type Int, but the variable is of type String"]);
    let shown = state("show", &project, &[]).with_status(0).stdout;
    assert!(shown.contains("5  (set aside"), "{shown}");
    // It is told once.
    assert!(!project.run(&[]).wait().with_status(0).stderr.contains("set aside"));
}

#[test]
fn a_state_is_exported_cleared_and_imported() {
    let project = Project::new().logic("main", &counter("Float", json!(0.5)));
    let _ = project.run(&[]).wait().with_status(0);
    let exported = state("export", &project, &[]).with_status(0).stdout;
    let file = project.folder().join("backup.json");
    fs::write(&file, &exported).unwrap();
    let unknown = state("clear", &project, &["other"]).with_status(2);
    assert!(unknown.stderr.contains("no value of `other` is kept"), "{}", unknown.stderr);
    let _ = state("clear", &project, &["logic/main.json:count"])
        .with_status(0)
        .with_stdout_lines(&["cleared 1 values"]);
    let _ = project.run(&[]).wait().with_status(0).with_stdout_lines(&["count 1.5"]);
    let _ = state("import", &project, &[file.to_str().unwrap()]).with_status(0);
    let _ = project.run(&[]).wait().with_status(0).with_stdout_lines(&["count 2.5"]);
    fs::write(&file, "{\"format\": 1, \"variables\": [], \"more\": 1}").unwrap();
    let bad = state("import", &project, &[file.to_str().unwrap()]).with_status(2);
    assert!(bad.stderr.contains("unknown field `more`"), "{}", bad.stderr);
}

#[test]
fn a_full_disk_is_told_and_tried_again_while_the_graph_goes_on() {
    let project = ticking();
    let folder = project.folder().to_str().unwrap();
    // A write beyond the limit of file sizes then fails as one to a full disk does.
    let mut run = Running::start(pulsewire_under("trap '' XFSZ", &["run", folder, "-v"]));
    let _ = run.expect_line("1");
    run.limit(Resource::Fsize, 0);
    let _ = run.expect_log("persistent variables are not kept");
    let going = run.expect_line("").trim().parse::<i64>().unwrap();
    run.limit(Resource::Fsize, u64::MAX);
    let _ = run.expect_log("persistent variables are kept again");
    run.stop();
    let _ = run.wait().with_status(0);
    assert!(kept(&project)["a"].as_i64().unwrap() > going);
}
