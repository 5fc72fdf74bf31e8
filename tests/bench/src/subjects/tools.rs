//! The programs that are measured, and where they are.

use super::Client;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where everything is.
#[derive(Debug)]
pub(crate) struct Tools {
    target: PathBuf,
    pulsewire: PathBuf,
    other: Option<PathBuf>,
}

impl Tools {
    /// Builds the program in its release profile, unless one is given.
    ///
    /// # Errors
    /// When it cannot be built.
    pub(crate) fn new(pulsewire: Option<PathBuf>, other: Option<PathBuf>) -> io::Result<Self> {
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root().join("target"), PathBuf::from);
        let pulsewire = match pulsewire {
            Some(given) => given,
            None => build(&target)?,
        };
        Ok(Self { target, pulsewire, other })
    }

    /// Whether a client can be measured here.
    #[must_use]
    pub(crate) fn has(&self, client: Client) -> bool {
        match client {
            Client::Other => self.other.is_some(),
            Client::Python => self.python_program().is_file(),
            Client::Node => self.modules("node").join("ws").is_dir(),
            Client::NodeRed => self.node_red_program().is_file(),
            _ => true,
        }
    }

    /// `pulsewire run` of a project, with nothing of the user's.
    #[must_use]
    pub(crate) fn pulsewire(&self, project: &Path) -> Command {
        self.run(&self.pulsewire, project)
    }

    /// The same with the other build.
    #[must_use]
    pub(crate) fn other(&self, project: &Path) -> Option<Command> {
        self.other.as_ref().map(|other| self.run(other, project))
    }

    fn run(&self, program: &Path, project: &Path) -> Command {
        let mut command = Command::new(program);
        let home = self.target.join("bench-home");
        command.env("HOME", &home).env("NO_COLOR", "1");
        for name in ["XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"] {
            command.env(name, home.join(name));
        }
        for name in ["PULSEWIRE_PLUGIN_PATH", "RUST_LOG", "RUST_BACKTRACE"] {
            command.env_remove(name);
        }
        command.arg("run").arg(project);
        command
    }

    /// The peer in Python.
    #[must_use]
    pub(crate) fn python(&self) -> Command {
        let mut command = Command::new(self.python_program());
        command.arg(peers().join("client.py"));
        command
    }

    /// The peer in Node.
    #[must_use]
    pub(crate) fn node(&self) -> Command {
        let mut command = Command::new("node");
        command.env("NODE_PATH", self.modules("node")).arg(peers().join("client.js"));
        command
    }

    /// Node-RED with the `flows.json` of a folder.
    #[must_use]
    pub(crate) fn node_red(&self, folder: &Path) -> Command {
        let mut command = Command::new("node");
        command.arg(self.node_red_program()).arg("--userDir").arg(folder);
        command.arg("--settings").arg(peers().join("node-red.js")).arg("flows.json");
        command
    }

    fn python_program(&self) -> PathBuf {
        self.target.join("peers/python/bin/python")
    }

    fn node_red_program(&self) -> PathBuf {
        self.modules("node-red").join("node-red/red.js")
    }

    fn modules(&self, of: &str) -> PathBuf {
        self.target.join("peers").join(of).join("node_modules")
    }
}

/// The root of the workspace.
#[must_use]
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

fn peers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers")
}

fn build(target: &Path) -> io::Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .current_dir(root())
        .args(["build", "--quiet", "--release", "--target-dir"])
        .arg(target)
        .status()?;
    match status.success() {
        true => Ok(target.join("release").join("pulsewire")),
        false => Err(io::Error::other("the program could not be built: see above")),
    }
}
