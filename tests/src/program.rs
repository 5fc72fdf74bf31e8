use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// The root of the workspace.
#[must_use]
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The `pulsewire` that is tested, with the plugins beside it: the one that `PULSEWIRE_PROGRAM` names, or that of
/// this workspace, which the first call in a process builds if it is out of date.
#[must_use]
pub fn program() -> &'static Path {
    static PROGRAM: LazyLock<PathBuf> =
        LazyLock::new(|| program_from_environment().unwrap_or_else(build));
    &PROGRAM
}

fn program_from_environment() -> Option<PathBuf> {
    let program = env::var_os("PULSEWIRE_PROGRAM")?;
    Some(root().join(program).canonicalize().expect("PULSEWIRE_PROGRAM names a program"))
}

/// A command that starts `pulsewire` without the user's plugins, settings or terminal.
#[must_use]
pub fn pulsewire(arguments: &[&str]) -> Command {
    let mut command = Command::new(program());
    command.args(arguments);
    clear_user_environment(&mut command);
    command
}

/// The same, started by a shell after the commands of `script`, which limit its resources.
#[must_use]
pub fn pulsewire_under(script: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{script}; exec \"$0\" \"$@\"")]).arg(program());
    command.args(arguments);
    clear_user_environment(&mut command);
    command
}

pub(crate) fn clear_user_environment(command: &mut Command) {
    let home = target().join("tests-home");
    command.current_dir(root());
    command.env("HOME", &home).env("NO_COLOR", "1");
    for name in ["XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"] {
        command.env(name, home.join(name));
    }
    for name in ["PULSEWIRE_PLUGIN_PATH", "PULSEWIRE_LOG", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
}

/// `cargo test` builds neither the program nor leaves a plugin beside it. With these targets the build has the features
/// that `cargo test` has, so that the two do not invalidate each other's artefacts.
fn build() -> PathBuf {
    let profile = profile_folder();
    let profile_name = profile.file_name().unwrap().to_str().unwrap();
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root()).args(["build", "--quiet", "--lib", "--bins", "--examples"]);
    cargo.args(["--profile", if profile_name == "debug" { "dev" } else { profile_name }]);
    cargo.arg("--target-dir").arg(target());
    let status = cargo.status().expect("cargo starts");
    assert!(status.success(), "the program could not be built: see above");
    let program = profile.join(format!("pulsewire{}", env::consts::EXE_SUFFIX));
    assert!(program.is_file(), "{} is not there after a build", program.display());
    program
}

/// An example of the tests' own, built with the program.
#[must_use]
pub fn example(name: &str) -> PathBuf {
    program().with_file_name("examples").join(name)
}

/// Where this test was built: the test stands in its `deps`.
fn profile_folder() -> PathBuf {
    let test = env::current_exe().unwrap();
    test.parent().and_then(Path::parent).unwrap().to_owned()
}

/// The target folder.
pub(crate) fn target() -> PathBuf {
    profile_folder().parent().unwrap().to_owned()
}
