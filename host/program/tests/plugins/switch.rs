//! `plugin enable` and `plugin disable`.

use crate::fixtures::User;
use std::fs;

const PROJECT: &str = "{\r\n\t\"format\": 1,   \"name\": \"Ä\",\r\n\t\"settings\": { \"gone\": { } } ,\r\n\t\"logic\": [ ]\r\n}";

#[test]
fn a_plugin_is_disabled_and_enabled_and_the_rest_is_unchanged() {
    let user = User::with(&["hello"]);
    let project = user.project(PROJECT);
    let read = || fs::read_to_string(user.path("project/project.json")).unwrap();
    let run = |word| user.run(&["plugin", word, "hello", "--project", &project]);
    assert!(run("enable").stdout.starts_with("hello is already enabled in "));
    assert_eq!(read(), PROJECT);
    let off = run("disable");
    assert_eq!((off.status, off.stderr.as_str()), (0, ""));
    assert!(off.stdout.starts_with("hello is now disabled in "), "{}", off.stdout);
    let added = ",   \"plugins\": { \"hello\": { \"enabled\": false } }";
    assert_eq!(read().replace(added, ""), PROJECT);
    assert!(run("enable").stdout.starts_with("hello is now enabled in "));
    assert_eq!(read().replace(&added.replace("false", "true"), ""), PROJECT);
    let json = user.run(&["plugin", "disable", "hello", "--json", "--project", &project]).json();
    assert_eq!((json["changed"].as_bool(), json["enabled"].as_bool()), (Some(true), Some(false)));
}

#[test]
fn only_names_that_are_installed_or_in_the_project_are_accepted() {
    let user = User::with(&["hello"]);
    let project = user.project(PROJECT);
    let run = |word, name| user.run(&["plugin", word, name, "--project", &project]);
    let slip = run("disable", "helo");
    assert_eq!(slip.status, 2);
    assert!(slip.stderr.contains("did you mean \"hello\"?"), "{}", slip.stderr);
    assert_eq!(fs::read_to_string(user.path("project/project.json")).unwrap(), PROJECT);
    assert_eq!(run("disable", "gone").status, 0, "the project has settings for it");
}

#[test]
fn an_unreadable_project_is_reported_with_its_position() {
    let user = User::with(&["hello"]);
    let project = user.project("{ \"plugins\": 7 }");
    let ran = user.run(&["plugin", "disable", "hello", "--project", &project]);
    assert_eq!(ran.status, 2);
    assert!(
        ran.stderr.contains("project.json:1:14: \"plugins\" must be an object"),
        "{}",
        ran.stderr
    );
    let ran = user.run(&["plugin", "disable", "hello", "--project", "nowhere"]);
    assert!(ran.status == 2 && ran.stderr.contains("nowhere"), "{}", ran.stderr);
}
