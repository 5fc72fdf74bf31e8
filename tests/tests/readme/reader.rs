use crate::page::{Block, Page};
use crate::ports::Ports;
use crate::{excerpts, later};
use pulsewire_tests::{Running, program, pulsewire, root};
use std::env;
use std::fs;
use std::iter::once;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// Somebody who follows a page, in a folder with a copy of the examples.
pub(crate) struct Reader {
    folder: TempDir,
    ports: Ports,
    /// What the last command printed, until it is compared.
    printed: Option<String>,
    /// What runs until the end of the page.
    running: Vec<Running>,
}

impl Reader {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&root().join("examples"), &folder.path().join("examples"));
        let mut ports = Ports::default();
        ports.replace_in_projects(folder.path());
        Self { folder, ports, printed: None, running: Vec::new() }
    }

    pub(crate) fn follow(mut self, page: &Page) {
        for block in &page.blocks {
            println!("{}: ```{}\n{}", page.path, block.info, block.text);
            self.step(block);
        }
        for running in self.running {
            running.interrupt();
            let _ = running.wait().with_status(0);
        }
    }

    /// `docs/testing.md` says what each fence means.
    fn step(&mut self, block: &Block) {
        let printed = self.printed.take();
        match block.info.as_str() {
            "sh" => self.printed = Some(block.text.lines().map(|line| self.run(line)).collect()),
            "text" => assert_eq!(printed.expect("commands"), self.ports.replace(&block.text)),
            "text times" => {
                assert_eq!(without_times(&printed.expect("commands")), without_times(&block.text));
            }
            "sh setup" => block.text.lines().for_each(check_setup),
            "sh until Ctrl-C" => self.run_in_background(&block.text),
            "sh later" => later::check(&block.text),
            "sh plugin" => block.text.lines().for_each(run_plugin_command),
            "json" => self.write(block),
            "rust trait" => excerpts::check_trait(&block.text),
            "text figure" => {}
            info => {
                let file = ["json", "rust"]
                    .iter()
                    .find_map(|language| info.strip_prefix(language)?.strip_prefix(" excerpt of "));
                let file =
                    file.unwrap_or_else(|| panic!("docs/testing.md lists no fence `{info}`"));
                excerpts::check_excerpt(file, &block.text);
            }
        }
    }

    /// Runs a command and returns what it printed. It may only fail if it reports mistakes.
    fn run(&mut self, command: &str) -> String {
        let command = command.replace("cargo run --release --", "pulsewire");
        let command = self.ports.replace(&command);
        let run = shell(self.folder.path(), &command).wait();
        self.ports.replace_in_projects(self.folder.path());
        let expected = if run.stdout.starts_with("error[") { 2 } else { 0 };
        assert_eq!(run.status, Some(expected), "{command}\n{run:#?}");
        run.stdout
    }

    fn run_in_background(&mut self, command: &str) {
        let command = self.ports.replace(command);
        let mut running = shell(self.folder.path(), &format!("exec {command}"));
        running.expect_line("listening on");
        self.running.push(running);
    }

    fn write(&mut self, block: &Block) {
        let file = block.file.as_ref().expect("the text before names the file");
        fs::write(self.folder.path().join(file), self.ports.replace(&block.text)).unwrap();
    }
}

/// The test has a shell of its own, so only what it does itself is allowed.
fn check_setup(line: &str) {
    let commands = line.split(" && ");
    let known = ["export PATH=", "mkdir -p ", "cd "];
    for command in commands {
        assert!(known.iter().any(|start| command.starts_with(start)), "`{command}` in a setup");
    }
}

/// A debug build, and not into the example's own folder.
fn run_plugin_command(command: &str) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("plugins");
    let target = target.to_str().unwrap();
    let command = command
        .replace("cargo build --release", &format!("cargo build --quiet --target-dir {target}"));
    let built = format!("{target}/debug");
    let command = command.replace("examples/plugin-hello/target/release", &built);
    let run = shell(root(), &command).wait();
    assert_eq!(run.status, Some(0), "{command}\n{run:#?}");
}

/// A shell in that folder with `pulsewire` on its path. Both of its outputs go to standard output.
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

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let (path, copied) = (entry.path(), to.join(entry.file_name()));
        if !path.is_dir() {
            fs::copy(path, copied).unwrap();
        } else if entry.file_name() != "target" {
            copy(&path, &copied);
        }
    }
}

/// Numbers of milliseconds do not count.
fn without_times(text: &str) -> String {
    let line = |line: &str| line.rsplit_once(" after ").map_or(line, |(line, _)| line).to_owned();
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}
