use crate::program::target;
use crate::root;
use std::env;
use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;
use tempfile::TempDir;

/// A folder with some of the plugins in `tests/bad-plugins`, for `--plugin-dir`. The first call builds them into
/// the folder that the tests of the host use too.
#[must_use]
pub fn bad_plugins(names: &[&str]) -> TempDir {
    static BUILT: LazyLock<PathBuf> = LazyLock::new(build);
    let folder = tempfile::tempdir().unwrap();
    for name in names {
        let file = format!("{DLL_PREFIX}pulsewire_{name}{DLL_SUFFIX}");
        fs::copy(BUILT.join(&file), folder.path().join(file)).unwrap();
    }
    folder
}

fn build() -> PathBuf {
    let built = target().join("tmp/plugins");
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root().join("tests/bad-plugins")).args(["build", "--quiet", "--examples"]);
    cargo.arg("--target-dir").arg(&built).env("CARGO_PROFILE_DEV_DEBUG", "0");
    assert!(cargo.status().expect("cargo starts").success(), "see above");
    built.join("debug/examples")
}
