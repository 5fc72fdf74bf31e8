//! What the README shows is what the program does.

use pulsewire_tests::sockets::free_port;
use pulsewire_tests::{Project, Running, program, pulsewire, root};
use std::env;
use std::fs;
use std::iter::once;
use std::path::Path;
use std::process::Command;

/// The port of `pulsewire new`; the tests take another one, so that they can run together.
const PORT: &str = "9001";

/// A fenced block of the README.
#[derive(Debug)]
struct Block {
    /// The words behind the fence: the language, and how its commands are run.
    info: String,
    text: String,
    /// The line before it that is not empty.
    before: String,
}

#[test]
fn the_tutorial_does_what_it_says() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    let port = free_port().to_string();
    let mut server = None;
    let mut steps = blocks("## Five minutes").into_iter().peekable();
    while let Some(step) = steps.next() {
        match step.info.as_str() {
            "sh setup" => {}
            "sh" => {
                let expected = steps.next_if(|next| next.info == "text");
                let printed: String =
                    step.text.lines().map(|line| follow(folder, line, &port)).collect();
                if let Some(expected) = expected {
                    assert_eq!(printed, expected.text, "{}", step.text);
                }
            }
            "sh until Ctrl-C" => {
                let mut running = shell(folder, &format!("exec {}", step.text));
                running.expect_line("listening on");
                server = Some(running);
            }
            "json" => fs::write(folder.join(file_named(&step)), &step.text).unwrap(),
            other => panic!("nobody knows what to do with a block `{other}`"),
        }
    }
    let server = server.expect("a step runs the server alone");
    server.interrupt();
    let _ = server.wait().with_status(0);
    assert!(folder.join("server.svg").is_file());
}

#[test]
fn the_first_command_prints_what_it_says() {
    let blocks = blocks("## Two commands");
    let [command, printed, ..] = &blocks[..] else { panic!("{blocks:?}") };
    assert_eq!(command.text, "cargo run --release -- run examples/echo\n");
    let port = free_port();
    let set = |list: &str| format!("settings.websocket.{list}.Echo.port={port}");
    let sets = ["--set", &set("servers"), "--set", &set("connections")];
    let run = Project::at("examples/echo").run(&sets).wait().with_status(0);
    assert_eq!(without_times(&run.stdout), without_times(&printed.text));
}

#[test]
fn the_pictures_are_what_the_program_draws() {
    let drawn = tempfile::tempdir().unwrap();
    let options = ["--format", "svg", "-o", drawn.path().to_str().unwrap()];
    let _ = Project::at("examples/echo").command("graph", &options).wait().with_status(0);
    for picture in fs::read_dir(drawn.path()).unwrap().flatten() {
        let kept = root().join("examples/echo/pictures").join(picture.file_name());
        let same = fs::read(&kept).unwrap() == fs::read(picture.path()).unwrap();
        assert!(same, "{} is old; the README of the example tells how to draw it", kept.display());
    }
}

#[test]
fn every_place_that_the_readme_names_is_there() {
    let readme = readme();
    let links = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let links = links.filter(|link| !link.starts_with("http") && !link.starts_with('#'));
    let names = readme.split('`').filter(|name| is_place(name));
    let missing: Vec<&str> = links.chain(names).filter(|it| !root().join(it).exists()).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a_plugin_is_shown_with_all_that_it_has_to_do() {
    let contract = fs::read_to_string(root().join("plugin/contract/src/plugin.rs")).unwrap();
    let methods = |text: &str| -> Vec<String> {
        let lines = text.lines().filter_map(|line| line.strip_prefix("    fn "));
        lines.filter_map(|line| line.split('(').next()).map(ToOwned::to_owned).collect()
    };
    let plugin = contract.split("pub trait Plugin").nth(1).unwrap().split("\n}").next().unwrap();
    let blocks = blocks("## A plugin of your own");
    let shown = blocks.iter().find(|block| block.info == "rust").unwrap();
    assert_eq!(methods(&shown.text), methods(plugin));
}

/// Whether a name in backticks is a path from the root: no pattern, no stand-in such as `NAME`.
fn is_place(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-./".contains(c);
    let first = name.split('/').next().unwrap_or_default();
    let is_inside = ["host", "nodes", "plugin", "project-settings", "examples", "tests", ".ci"];
    name.contains('/') && name.chars().all(plain) && is_inside.contains(&first)
}

/// Runs a command and gives what it printed; it may only fail when it tells of mistakes.
fn follow(folder: &Path, command: &str, port: &str) -> String {
    let run = shell(folder, command).wait();
    take_port(folder, port);
    let expected = if run.stdout.starts_with("error[") { 2 } else { 0 };
    assert_eq!(run.status, Some(expected), "{command}\n{run:#?}");
    run.stdout
}

/// A shell in that folder that has `pulsewire` on its path; both of its outputs go to the standard one.
fn shell(folder: &Path, commands: &str) -> Running {
    let mut shell = Command::new("sh");
    for (name, value) in pulsewire(&[]).get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    let paths = env::var_os("PATH").unwrap_or_default();
    let beside = program().parent().unwrap().to_owned();
    shell.env("PATH", env::join_paths(once(beside).chain(env::split_paths(&paths))).unwrap());
    shell.arg("-ec").arg(format!("exec 2>&1\n{commands}")).current_dir(folder);
    Running::start(shell)
}

/// The file that the line before a block names last.
fn file_named(block: &Block) -> &str {
    let names = block.before.split('`').skip(1).step_by(2);
    names.filter(|name| name.ends_with(".json")).last().expect("a file is named before its text")
}

/// Lets the projects in a folder use this port.
fn take_port(folder: &Path, port: &str) {
    for project in fs::read_dir(folder).unwrap().flatten() {
        let file = project.path().join("project.json");
        if let Ok(text) = fs::read_to_string(&file) {
            fs::write(file, text.replace(PORT, port)).unwrap();
        }
    }
}

fn without_times(text: &str) -> String {
    let line = |line: &str| line.rsplit_once(" after ").map_or(line, |(line, _)| line).to_owned();
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The fenced blocks of a section.
fn blocks(section: &str) -> Vec<Block> {
    let readme = readme();
    let lines = readme.lines().skip_while(|line| *line != section).skip(1);
    let mut lines = lines.take_while(|line| !line.starts_with("## "));
    let (mut blocks, mut before) = (Vec::new(), String::new());
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let text = lines.by_ref().take_while(|line| *line != "```");
            let text = text.flat_map(|line| [line, "\n"]).collect();
            blocks.push(Block { info: info.to_owned(), text, before: before.clone() });
        } else if !line.is_empty() {
            line.clone_into(&mut before);
        }
    }
    assert!(!blocks.is_empty(), "the README has no section {section} with blocks");
    blocks
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).unwrap()
}
