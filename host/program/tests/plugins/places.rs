//! Where plugins are searched for, and in which order.

use crate::fixtures::{PROGRAM, User, file_name};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Path, state and reason of each `plain` in the list.
fn list(user: &User, program: &Path, on_path: &[&Path]) -> Vec<(PathBuf, String, String)> {
    let mut command = Command::new(program);
    command.args(["plugin", "list", "--json", "--plugin-dir"]).arg(user.plugin_dir());
    command.env("PULSEWIRE_PLUGIN_PATH", std::env::join_paths(on_path).unwrap());
    let listed = user.run_as(&mut command).json();
    let plain = listed.as_array().unwrap().iter().filter(|one| one["name"] == "plain");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    plain
        .map(|one| (text(&one["path"]).into(), text(&one["state"]), text(&one["reason"])))
        .collect()
}

#[cfg(target_os = "linux")]
#[test]
fn the_first_hit_wins_and_shadowed_plugins_are_listed() {
    let user = User::with(&["plain"]);
    let program = user.path("bin/pulsewire");
    let places = ["bin", "plugins", "first", "second", "data/pulsewire/plugins"];
    let files: Vec<_> = places.iter().map(|place| user.put("plain", &user.path(place))).collect();
    fs::copy(PROGRAM, &program).unwrap();
    let listed = list(&user, &program, &[&user.path("first"), &user.path("second")]);
    let paths: Vec<_> = listed.iter().map(|(path, ..)| path.clone()).collect();
    assert_eq!(paths, files, "beside the program, --plugin-dir, the environment, the user's data");
    let states: Vec<_> = listed.iter().map(|(_, state, _)| state.as_str()).collect();
    assert_eq!(states, ["available", "shadowed", "shadowed", "shadowed", "shadowed"]);
    assert!(listed[0].2.contains(files[4].to_str().unwrap()), "{}", listed[0].2);
    assert!(listed[4].2.contains(files[0].to_str().unwrap()), "{}", listed[4].2);
}

#[test]
fn a_broken_file_does_not_hide_a_good_one() {
    let user = User::with(&[]);
    fs::write(user.plugin_dir().join(file_name("plain")), "text").unwrap();
    let good = user.put("plain", &user.path("later"));
    let listed = list(&user, PROGRAM.as_ref(), &[&user.path("later")]);
    assert_eq!((listed[0].1.as_str(), listed[1].1.as_str()), ("not_a_plugin", "available"));
    assert_eq!(listed[1].0, good);
}

#[cfg(unix)]
#[test]
fn a_file_that_is_found_twice_is_one_plugin() {
    let user = User::with(&["plain"]);
    fs::create_dir(user.path("links")).unwrap();
    let link = user.path("links").join(file_name("plain"));
    std::os::unix::fs::symlink(user.plugin_dir().join(file_name("plain")), link).unwrap();
    let listed = list(&user, PROGRAM.as_ref(), &[&user.path("links"), &user.plugin_dir()]);
    assert_eq!((listed.len(), listed[0].1.as_str()), (1, "available"));
}

#[test]
fn missing_folders_are_skipped() {
    let user = User::with(&["plain"]);
    let listed = list(&user, PROGRAM.as_ref(), &[&user.path("nowhere"), Path::new("")]);
    assert_eq!(listed.len(), 1);
}

#[cfg(unix)]
#[test]
fn a_world_writable_location_is_a_warning() {
    use std::os::unix::fs::PermissionsExt;
    let user = User::with(&["plain"]);
    let project = user.project(r#"{ "format": 1, "name": "x", "logic": ["logic.json"] }"#);
    fs::write(Path::new(&project).join("logic.json"), r#"{ "nodes": {} }"#).unwrap();
    let message = |place: &Path, mode| {
        fs::set_permissions(place, fs::Permissions::from_mode(mode)).unwrap();
        user.run(&["check", &project]).stderr
    };
    let (folder, file) = (user.plugin_dir(), user.plugin_dir().join(file_name("plain")));
    assert_eq!(message(&folder, 0o755), "");
    let open = message(&folder, 0o777);
    assert!(open.contains(&format!("the plugin folder {} can be changed", folder.display())));
    assert_eq!(message(&folder, 0o755), "");
    let open = message(&file, 0o666);
    assert!(open.contains(&format!("the plugin {} can be changed", file.display())), "{open}");
}
