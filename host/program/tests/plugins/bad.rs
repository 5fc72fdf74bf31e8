//! Each bad plugin is reported with its own reason in one line, and harms nothing else.

use crate::fixtures::{User, file_name, library};
use pulsewire_runtime::plugins::{Plugins, Search, State};
use std::fs;
use std::time::Duration;

/// A bad plugin, its listed state, and a part of the reason.
const BAD: &[(&str, &str, &str)] = &[
    ("aborts", "crashed", "crashed with SIGABRT while being probed"),
    ("exits", "crashed", "ended the process while being probed (exit status 0)"),
    ("foreign", "not_a_plugin", "exports no plugin"),
    ("newer", "incompatible", "the newer plugin contract 999.0.0, expected 0."),
    ("older", "incompatible", "the older plugin contract 0.0.1, expected 0."),
    ("other_layout", "incompatible", "its types differ from this program's: rebuild it"),
    ("panics", "failed", "panicked while loading (out of luck)"),
    ("refuses", "failed", "refused to load (needs a device that is not there)"),
    ("trespasser", "duplicate_node_type", "\"plain.idle\", which belongs to the plugin \"plain\""),
    ("twice", "duplicate_node_type", "registers \"twice.idle\" twice"),
];

#[track_caller]
fn check(user: &User, name: &str, state: &str, reason: &str) {
    let listed = user.listed(name, &[]);
    let message = listed["reason"].as_str().unwrap();
    assert_eq!(listed["state"], state, "{message}");
    assert!(message.contains(reason) && !message.contains('\n'), "{message}");
    let ran = user.run(&["plugin", "show", name]);
    assert_eq!((ran.status, ran.stdout.as_str()), (3, ""));
    assert!(ran.stderr.starts_with("error: ") && ran.stderr.contains(message), "{}", ran.stderr);
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
}

#[test]
fn each_is_reported_with_its_reason_and_status_3() {
    let names: Vec<_> = BAD.iter().map(|(name, ..)| *name).collect();
    let user = User::with(&names);
    for (name, state, reason) in BAD {
        check(&user, name, state, reason);
    }
}

#[test]
fn good_plugins_beside_bad_ones_work() {
    let user = User::with(&["aborts", "panics", "plain", "trespasser"]);
    assert_eq!(user.listed("plain", &[])["state"], "available");
    assert_eq!(user.run(&["node", "show", "plain.idle"]).status, 0);
}

#[test]
fn a_text_file_is_reported_as_not_a_library() {
    let user = User::with(&[]);
    for (name, content) in [("text", "#!/bin/sh\n"), ("empty", "")] {
        fs::write(user.plugin_dir().join(file_name(name)), content).unwrap();
        check(&user, name, "not_a_plugin", "the file is not a shared library");
    }
}

#[test]
fn a_misnamed_library_is_reported_and_never_opened() {
    let user = User::with(&[]);
    let other = file_name("aborts").replace("pulsewire_", "");
    fs::copy(library("aborts"), user.plugin_dir().join(other)).unwrap();
    check(&user, "aborts", "not_a_plugin", &format!("does not match {}", file_name("NAME")));
}

#[cfg(target_os = "linux")]
#[test]
fn a_truncated_library_crashes_only_its_probe() {
    let user = User::with(&[]);
    let whole = fs::read(library("plain")).unwrap();
    fs::write(user.plugin_dir().join(file_name("cut")), &whole[..whole.len() / 2]).unwrap();
    check(
        &user,
        "cut",
        "crashed",
        "SIGBUS while being probed: the file may be damaged or incomplete",
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_plugin_that_exhausts_memory_is_stopped() {
    check(&User::with(&["hungry"]), "hungry", "crashed", "crashed with SIGABRT while being probed");
}

#[test]
fn a_plugin_that_hangs_is_given_up_in_time() {
    let user = User::with(&["hangs", "plain"]);
    let search = Search { time_limit: Duration::from_millis(500), ..user.search() };
    let plugins = Plugins::find(&search);
    let hangs = plugins.get("hangs").unwrap();
    let reason = hangs.reason.clone().unwrap();
    assert_eq!(hangs.state, State::Crashed);
    assert!(reason.starts_with("did not answer within 500ms"), "{reason}");
}

#[test]
fn output_of_a_plugin_is_not_taken_for_its_verdict() {
    assert_eq!(User::with(&["noisy"]).listed("noisy", &[])["state"], "available");
}
