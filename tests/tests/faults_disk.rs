//! A full disk: it is reported, existing files stay intact, and nothing partial is left behind.

use pulsewire_tests::{
    Finished, FullDisk, Graph, Project, Running, files_in, pulsewire_under, run_on_full_disk,
};
use serde_json::{Value as Json, json};

/// Works on every system: no file gets a byte, and writes fail instead of ending the process.
const NOTHING_IS_WRITTEN: &str = "trap '' XFSZ; ulimit -f 0";

/// Every write to this device fails for lack of space.
const FULL: &str = "/dev/full";

/// A project that prints a line and ends, with an older report and picture and an empty cache of plugin verdicts.
fn project() -> Project {
    let graph = Graph::new()
        .node("begin", "event.initialize", json!({}))
        .node("exit", "program.exit", json!({}))
        .print("word", "begin.pulse", "a word")
        .wires(&["word.pulse -> exit.pulse"]);
    let old = [("report.json", "old"), ("old.svg", "old"), ("cache/pulsewire/plugins.json", "{}")];
    let project = Project::new().logic("main", &graph).websocket(json!({}));
    old.into_iter().fold(project, |project, (path, text)| project.text(path, text))
}

/// Runs a command of which the last argument is a path in the project, on a disk without bytes and on one without
/// inodes: it reports the error, and no file in the project's folder changes.
#[track_caller]
fn reports_and_changes_nothing(project: &Project, command: &[&str], status: i32, told: &str) {
    let folder = project.folder();
    let before = files_in(folder);
    for lack in [FullDisk::Bytes, FullDisk::Files] {
        let Some((run, after)) = run_on_full_disk(folder, lack, command) else { continue };
        let _ = run.with_status(status).with_stderr(&[told, "No space left on device"]);
        assert_eq!(after, before, "{command:?}, {lack:?}");
    }
    let run = Running::start(pulsewire_under(NOTHING_IS_WRITTEN, command)).wait();
    let _ = run.with_status(status).with_stderr(&[told, "File too large"]);
    assert_eq!(files_in(folder), before, "{command:?}");
}

fn path(project: &Project, name: &str) -> String {
    project.folder().join(name).to_str().unwrap().to_owned()
}

#[test]
fn a_failed_report_is_an_error_and_keeps_the_old_one() {
    let project = project();
    let (folder, report) = (path(&project, ""), path(&project, "report.json"));
    let run = ["run", &folder, "--report", &report];
    reports_and_changes_nothing(&project, &run, 1, &format!("cannot write the report {report}"));
}

#[test]
fn a_failed_edit_of_a_project_is_an_error_and_changes_nothing() {
    let told = "project.json: cannot be written, nothing was changed";
    let on = project();
    let off = project().with(&["plugins", "websocket"], json!({ "enabled": false }));
    for (project, word) in [(on, "disable"), (off, "enable")] {
        let edit = ["plugin", word, "websocket", "--project", &path(&project, "")];
        reports_and_changes_nothing(&project, &edit, 2, told);
    }
}

#[test]
fn a_failed_picture_is_an_error_and_keeps_the_old_one() {
    let project = project();
    let (folder, picture) = (path(&project, ""), path(&project, "old.svg"));
    let draw = ["graph", &folder, "-o", &picture];
    reports_and_changes_nothing(&project, &draw, 1, &format!("cannot write {picture}"));
}

#[test]
fn a_failed_new_project_is_an_error_and_leaves_nothing_behind() {
    let project = project();
    for template in ["echo", "empty"] {
        let new = path(&project, "a/new/one");
        let make = ["new", &new, "--template", template];
        reports_and_changes_nothing(&project, &make, 2, &format!("cannot write {new}"));
    }
}

#[test]
fn plugin_verdicts_that_cannot_be_cached_are_not_needed() {
    let project = project();
    let before = files_in(project.folder());
    for lack in [FullDisk::Bytes, FullDisk::Files] {
        let run = ["run", &path(&project, ""), "-vv"];
        let Some((run, after)) = run_on_full_disk(project.folder(), lack, &run) else { continue };
        let run = run.with_status(0).with_stdout_lines(&["a word"]);
        let _ = run.with_stderr(&["the plugin cache", "was not written: No space left on device"]);
        assert_eq!(after, before, "{lack:?}");
    }
}

/// Redirects the log or the output to a full disk.
fn with_full(stream: u8, project: &Project, command: &str, options: &[&str]) -> Finished {
    let folder = path(project, "");
    let script = format!("exec {stream}>{FULL}");
    let command = pulsewire_under(&script, &[&[command, &folder], options].concat());
    Running::start(command).wait()
}

#[test]
fn a_log_that_cannot_be_written_does_not_stop_the_run() {
    let project = project();
    for options in [&["-vvv"][..], &["-vvv", "--log-format", "json"]] {
        let _ =
            with_full(2, &project, "run", options).with_status(0).with_stdout_lines(&["a word"]);
        let _ = with_full(2, &project, "check", options).with_status(0);
    }
    let nowhere = project.with(&["logic"], json!(["logic/none.json"]));
    for command in ["run", "check", "graph"] {
        let _ = with_full(2, &nowhere, command, &["-vvv"]).with_status(2);
    }
}

#[test]
fn an_output_that_cannot_be_written_is_an_error() {
    let project = project();
    for (command, options) in [("check", &[][..]), ("check", &["--json"]), ("graph", &[])] {
        let run = with_full(1, &project, command, options).with_status(1);
        let _ = run.with_stderr(&["cannot write", "No space left on device"]);
    }
    let run = with_full(1, &project, "run", &[]).with_status(0);
    let _ = run.with_stderr(&["cannot write to standard output: No space left on device"]);
}

#[test]
fn a_special_file_is_written_to_and_not_replaced() {
    let project = project();
    let run = project.run(&["--report", "/dev/stdout"]).wait().with_status(0);
    let report: Json = serde_json::from_str(run.stdout.split_once('\n').unwrap().1).unwrap();
    assert_eq!(report["exit_status"], 0);
    let drawn = project.command("graph", &["-o", "/dev/stdout", "--format", "svg"]);
    assert!(drawn.wait().with_status(0).stdout.starts_with("<svg"));
}
