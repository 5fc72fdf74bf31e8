use super::edit::{Edit, edit, parse};
use super::{Switch, SwitchError};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::fs;

/// The text after the edit; none if nothing changes.
fn switched(text: &str, plugin: &str, on: bool) -> Option<String> {
    let Edit { range, text: new } = parse(text, |root| edit(text, root, plugin, on)).unwrap()?;
    let mut text = text.to_owned();
    text.replace_range(range, &new);
    Some(text)
}

#[track_caller]
fn check(before: &str, on: bool, after: &str) {
    assert_eq!(switched(before, "hello", on).as_deref().unwrap_or(before), after);
}

#[test]
fn an_existing_switch_is_flipped() {
    let off = "{\"plugins\" :{ \"hello\": {\"enabled\":false } },\r\n \"x\":[1 ,2]}\r\n";
    check(off, true, &off.replace("false", "true"));
    check(off, false, off);
}

#[test]
fn a_new_entry_is_spaced_like_its_neighbours() {
    check(r#"{"plugins": {}}"#, false, r#"{"plugins": { "hello": { "enabled": false } }}"#);
    check(
        "{\n  \"plugins\": {\n    \"a\": {}\n  }\n}",
        false,
        "{\n  \"plugins\": {\n    \"a\": {},\n    \"hello\": { \"enabled\": false }\n  }\n}",
    );
    check(
        "{\r\n\t\"name\": \"x\",\r\n\t\"logic\": []\r\n}\r\n",
        false,
        "{\r\n\t\"name\": \"x\",\r\n\t\"plugins\": { \"hello\": { \"enabled\": false } },\r\n\t\"logic\": []\r\n}\r\n",
    );
    check(
        r#"{ "plugins": {"hello": { }} }"#,
        false,
        r#"{ "plugins": {"hello": { "enabled": false }} }"#,
    );
    check(r"{}", false, r#"{ "plugins": { "hello": { "enabled": false } } }"#);
}

#[test]
fn plugins_are_enabled_by_default() {
    for text in ["{}", r#"{"plugins":{}}"#, r#"{"plugins":{"hello":{}}}"#] {
        assert_eq!(switched(text, "hello", true), None);
    }
}

#[test]
fn an_invalid_file_is_reported_with_its_position() {
    for (text, message) in [
        ("{\n \"plugins\": [] }", "2:13: \"plugins\" must be an object"),
        (r#"{"plugins":{"hello":{"enabled":"no"}}}"#, "1:32: \"enabled\" must be true or false"),
        (r#"{"plugins":{"hello":{},"hello":{}}}"#, "1:24: \"hello\" appears twice; remove one"),
        ("[]", "1:1: a project must be a JSON object"),
        ("{\"ä\": 1, x}", "1:10: "),
    ] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("project.json"), text).unwrap();
        let failed = |mut switch: Switch| switch.set("hello", false).unwrap_err();
        let error = Switch::read(folder.path()).map_or_else(|error| error, failed).to_string();
        assert!(error.contains(message), "{error}");
        assert_eq!(fs::read_to_string(folder.path().join("project.json")).unwrap(), text);
    }
}

#[test]
fn nothing_is_written_when_nothing_changes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("project.json");
    fs::write(&file, r#"{"plugins":{"hello":{"enabled":false}}}"#).unwrap();
    let before = file.metadata().unwrap().modified().unwrap();
    let mut switch = Switch::read(folder.path()).unwrap();
    assert!(!switch.set("hello", false).unwrap());
    assert_eq!(file.metadata().unwrap().modified().unwrap(), before);
    assert_eq!(switch.disabled().unwrap().into_iter().collect::<Vec<_>>(), ["hello"]);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_survive_and_no_temporary_file_is_left() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let (real, link) = (folder.path().join("real.json"), folder.path().join("project.json"));
    fs::write(&real, "{}").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&real, &link).unwrap();
    assert!(Switch::read(folder.path()).unwrap().set("hello", false).unwrap());
    assert!(link.is_symlink());
    assert_eq!(real.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::read_to_string(&real).unwrap().contains("hello"));
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 2, "nothing is left aside");
}

#[test]
fn a_missing_file_is_reported() {
    let error = Switch::read("nowhere".as_ref()).unwrap_err();
    assert!(matches!(error, SwitchError::Read { .. }));
}

/// JSON text with all kinds of white space in all allowed positions.
fn spaced(value: &Json, gaps: &mut impl Iterator<Item = &'static str>) -> String {
    match value {
        Json::Object(entries) => {
            let open = gaps.next().unwrap_or_default();
            let mut parts = Vec::new();
            for (name, value) in entries {
                let (a, b) = (gaps.next().unwrap_or(" "), gaps.next().unwrap_or(" "));
                let value = spaced(value, gaps);
                parts.push(format!("{a}{}:{b}{value}", Json::from(name.as_str())));
            }
            format!("{{{open}{}}}", parts.join(","))
        }
        Json::Array(values) => {
            let parts: Vec<_> = values.iter().map(|value| spaced(value, gaps)).collect();
            format!("[{}]", parts.join(" , "))
        }
        other => other.to_string(),
    }
}

fn project() -> impl Strategy<Value = Json> {
    let entry = prop_oneof![
        Just(json!({})),
        any::<bool>().prop_map(|on| json!({ "enabled": on })),
        any::<bool>().prop_map(|on| json!({ "later": [1, "ä\"{"], "enabled": on })),
    ];
    let plugins = prop::collection::vec(("hello|a|b|\\PC{0,6}", entry), 0..4);
    let plugins = plugins.prop_map(|all| Json::Object(all.into_iter().collect()));
    let other = prop::collection::vec(("name|format|settings|\\PC{0,6}", "\\PC{0,9}"), 0..4);
    (prop::option::of(plugins), other).prop_map(|(plugins, other)| {
        let mut root: serde_json::Map<_, _> =
            other.into_iter().map(|(name, text)| (name, Json::from(text))).collect();
        root.remove("plugins");
        root.extend(plugins.map(|plugins| ("plugins".to_owned(), plugins)));
        Json::Object(root)
    })
}

proptest! {
    #[test]
    fn everything_else_stays_byte_for_byte(
        value in project(),
        on in any::<bool>(),
        gaps in prop::collection::vec(prop::sample::select(vec!["", " ", "\n  ", "\r\n\t", "\n\n"]), 60),
    ) {
        let text = spaced(&value, &mut gaps.into_iter()) + "\n";
        let entry = &value["plugins"]["hello"]["enabled"];
        let was = entry.as_bool().unwrap_or(true);
        let Some(after) = switched(&text, "hello", on) else {
            prop_assert_eq!(was, on);
            return Ok(());
        };
        prop_assert_ne!(was, on);
        let mut wanted = value.clone();
        wanted["plugins"]["hello"]["enabled"] = on.into();
        prop_assert_eq!(serde_json::from_str::<Json>(&after).unwrap(), wanted);
        let same_start = text.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
        let same_end = text.bytes().rev().zip(after.bytes().rev()).take_while(|(a, b)| a == b).count();
        let lost = if entry.is_boolean() { was.to_string().len() } else { 0 };
        prop_assert!(same_start + same_end + lost >= text.len(), "{:?} -> {:?}", text, after);
        if entry.is_boolean() {
            prop_assert_eq!(switched(&after, "hello", was), Some(text));
        }
    }
}
