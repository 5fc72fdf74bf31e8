//! Plugins on disk, and a user with a separate home folder who runs the program.

use pulsewire_runtime::plugins::Search;
use serde_json::Value as Json;
use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::Duration;
use tempfile::TempDir;

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_pulsewire");

/// The name of a plugin's file on this system.
pub(crate) fn file_name(name: &str) -> String {
    format!("{DLL_PREFIX}pulsewire_{name}{DLL_SUFFIX}")
}

/// The built library of a fixture, or of the example `hello`.
pub(crate) fn library(name: &str) -> PathBuf {
    static BUILT: LazyLock<PathBuf> = LazyLock::new(build);
    let folder = if name == "hello" { BUILT.clone() } else { BUILT.join("examples") };
    folder.join(file_name(name))
}

/// Builds the plugins outside the workspace, as their authors would, into a separate folder.
fn build() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("plugins");
    for (package, what) in [("examples/plugin-hello", "--lib"), ("tests/bad-plugins", "--examples")]
    {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .arg("build")
            .arg(what)
            .arg("--manifest-path")
            .arg(root.join(package).join("Cargo.toml"));
        cargo.arg("--target-dir").arg(&target).env("CARGO_PROFILE_DEV_DEBUG", "0");
        let done = cargo.stdin(Stdio::null()).output().unwrap();
        assert!(done.status.success(), "{package}: {}", String::from_utf8_lossy(&done.stderr));
    }
    target.join("debug")
}

/// A user with a folder of plugins and an empty home folder.
pub(crate) struct User {
    home: TempDir,
}

/// The result of a run of the program.
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl User {
    /// A user with these fixtures in the plugin folder.
    pub(crate) fn with(plugins: &[&str]) -> Self {
        let user = Self { home: tempfile::tempdir().unwrap() };
        fs::create_dir(user.plugin_dir()).unwrap();
        for plugin in plugins {
            user.put(plugin, &user.plugin_dir());
        }
        user
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().canonicalize().unwrap().join(name)
    }

    pub(crate) fn plugin_dir(&self) -> PathBuf {
        self.path("plugins")
    }

    /// Copies a fixture into a folder, created if necessary, and returns its path.
    pub(crate) fn put(&self, plugin: &str, folder: &Path) -> PathBuf {
        fs::create_dir_all(folder).unwrap();
        let file = folder.join(file_name(plugin));
        fs::copy(library(plugin), &file).unwrap();
        file
    }

    /// Creates a project with this `project.json` and returns its folder.
    pub(crate) fn project(&self, text: &str) -> String {
        let folder = self.path("project");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("project.json"), text).unwrap();
        folder.to_str().unwrap().to_owned()
    }

    /// Runs the program with the user's plugin folder.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        let dir = self.plugin_dir();
        self.run_as(Command::new(PROGRAM).args(args).arg("--plugin-dir").arg(dir))
    }

    /// Runs a command in the user's home.
    pub(crate) fn run_as(&self, command: &mut Command) -> Ran {
        let home = [("HOME", ""), ("XDG_CACHE_HOME", "cache"), ("XDG_DATA_HOME", "data")];
        let home = home.map(|(name, folder)| (name, self.path(folder)));
        let done = command.envs(home).stdin(Stdio::null()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let status = done.status.code().unwrap();
        Ran { status, stdout: text(done.stdout), stderr: text(done.stderr) }
    }

    /// The entry of a plugin in `plugin list --json`.
    pub(crate) fn listed(&self, plugin: &str, args: &[&str]) -> Json {
        let ran = self.run(&[&["plugin", "list", "--json"], args].concat());
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
        ran.json().as_array().unwrap().iter().find(|one| one["name"] == plugin).cloned().unwrap()
    }

    /// The search for this user's plugins from within a test.
    pub(crate) fn search(&self) -> Search {
        Search {
            beside: Vec::new(),
            folders: vec![self.plugin_dir()],
            program: PROGRAM.into(),
            cache: None,
            time_limit: Duration::from_secs(60),
            rescan: false,
        }
    }
}

impl Ran {
    pub(crate) fn json(&self) -> Json {
        serde_json::from_str(&self.stdout).unwrap()
    }
}
