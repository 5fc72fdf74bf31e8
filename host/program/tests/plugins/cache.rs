//! Verdicts are cached until the plugin or the host changes.

use crate::fixtures::{PROGRAM, User};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

fn version(user: &User, args: &[&str]) -> String {
    user.listed("plain", args)["version"].as_str().unwrap().to_owned()
}

fn cache(user: &User) -> PathBuf {
    user.path("cache/pulsewire/plugins.json")
}

/// Changes a verdict in the cache, to see whether the cache is used.
fn mark(user: &User) {
    let text = fs::read_to_string(cache(user)).unwrap();
    fs::write(cache(user), text.replace("6.6.6", "7.7.7")).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_verdict_is_cached_until_the_file_changes_or_a_rescan() {
    let user = User::with(&["plain"]);
    assert_eq!(version(&user, &[]), "6.6.6");
    mark(&user);
    assert_eq!(version(&user, &[]), "7.7.7", "the verdict is taken from the cache");
    assert_eq!(version(&user, &["--rescan"]), "6.6.6", "a rescan asks again");
    mark(&user);
    user.put("plain", &user.plugin_dir());
    assert_eq!(version(&user, &[]), "6.6.6", "a changed file is probed again");
    mark(&user);
    let program = user.path("pulsewire");
    fs::copy(PROGRAM, &program).unwrap();
    let listed = user.run_as(
        Command::new(program).args(["plugin", "list", "--plugin-dir"]).arg(user.plugin_dir()),
    );
    assert!(listed.stdout.contains("6.6.6"), "another host probes again");
}

#[cfg(target_os = "linux")]
#[test]
fn a_broken_cache_is_rebuilt_and_a_read_only_one_is_ignored() {
    let user = User::with(&["plain"]);
    fs::create_dir_all(cache(&user).parent().unwrap()).unwrap();
    fs::write(cache(&user), "{\"broken").unwrap();
    assert_eq!(version(&user, &[]), "6.6.6");
    assert!(fs::read_to_string(cache(&user)).unwrap().contains("6.6.6"));
    fs::remove_file(cache(&user)).unwrap();
    fs::create_dir(cache(&user)).unwrap();
    assert_eq!(version(&user, &[]), "6.6.6");
}

#[cfg(target_os = "linux")]
#[test]
fn cached_verdicts_of_deleted_files_are_dropped() {
    let user = User::with(&["plain", "twice"]);
    version(&user, &[]);
    fs::remove_file(user.plugin_dir().join(crate::fixtures::file_name("twice"))).unwrap();
    version(&user, &["--rescan"]);
    assert!(!fs::read_to_string(cache(&user)).unwrap().contains("twice"));
}
