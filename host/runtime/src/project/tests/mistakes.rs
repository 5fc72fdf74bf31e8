use super::{ECHO, MAIN, folder, lines, load, load_folder};
use std::fmt::Write;

const BROKEN_PROJECT: &str = r#"{
  "format": 1,
  "nam": "Broken",
  "plugins": { "websocket": { "enabled": "yes" }, "websocket": {} },
  "settings": {
    "websocket": { "connections": [ { "name": "Echo", "port": "${env:NO_PORT}", "port": 1 } ] }
  },
  "limits": { "inbox": 0, "stepz": 1 },
  "logic": ["logic/main.json", "./logic/main.json", "logic/other.json", "../main.json", 5]
}
"#;

const BROKEN_LOGIC: &str = r#"{
  "variables": { "count": { "type": "Integer" }, "rate": { "type": "Strin" } },
  "nodes": {
    "begin": { "type": "event.initialize", "atributes": {} },
    "two words": { "type": "console.print", "attributes": { "input": "é \n ${env:NOBODY}" } },
    "begin": { "attributes": [] }
  },
  "wires": [ "a.b -> c.d", 7 ],
  "layout": { "begin": [0] },
  "wire": []
}
"#;

#[test]
fn every_mistake_of_every_file_is_in_one_report() {
    let files = [("project.json", BROKEN_PROJECT), ("logic/main.json", BROKEN_LOGIC)];
    let report = load(&files, &[]).unwrap_err();
    insta::assert_snapshot!(report.to_text());
}

/// Each: what is written as `project.json`, and what is reported.
#[test]
fn mistakes_in_the_project() {
    let mut printed = String::new();
    for text in [
        "",
        "[]",
        "{",
        "{} {}",
        r#"{ "format": 1, "name": "x", }"#,
        r#"{ "format": 1, // one"#,
        "{ \"format\": 1 \n \"name\": \"x\" }",
        r#"{ 'format': 1 }"#,
        r#"{ format: 1 }"#,
        r#"{ "format" 1 }"#,
        r#"{ "format": }"#,
        r#"{ "format": yes }"#,
        r#"{ "format": 1, "name": "a }"#,
        "{ \"format\": 1, \"name\": \"a\tb\" }",
        r#"{ "format": 1, "name": "\ud800" }"#,
        r#"{ "format": 1, "name": "\q" }"#,
        r#"{ "format": 01, "name": "" }"#,
        r#"{ "format": 1, "logic": [1, 2 }"#,
        r#"{ "format": 0, "name": "x" }"#,
        r#"{ "format": 2, "name": "x", "new": 1 }"#,
        r#"{ "format": "1", "name": "x" }"#,
        r#"{ "format": 1.5, "name": "x" }"#,
        r#"{ "format": 1 }"#,
        r#"{ "format": 1, "name": null }"#,
        r#"{ "format": 1, "name": "x", "name": "y" }"#,
        r#"{ "format": 1, "name": "x", "logics": [] }"#,
        r#"{ "format": 1, "name": "x", "logic": "main.json" }"#,
        r#"{ "format": 1, "name": "x", "logic": [""] }"#,
        r#"{ "format": 1, "name": "x", "logic": ["/etc/passwd"] }"#,
        r#"{ "format": 1, "name": "x", "settings": [] }"#,
        r#"{ "format": 1, "name": "x", "limits": { "inbox": 2000000, "steps": -1 } }"#,
        r#"{ "format": 1, "name": "x", "logic": ["a/../../main.json"] }"#,
        r#"{ "format": 1, "name": "x", "limits": { "steps": 1e30 } }"#,
    ] {
        let report = load(&[("project.json", text)], &[]).unwrap_err();
        let _ = writeln!(printed, "{text}\n    {}", lines(&report).join("\n    "));
    }
    insta::assert_snapshot!(printed);
}

#[test]
fn each_limit_has_its_range() {
    const STEPS: i64 = 1_000_000_000_000;
    const HOUR: i64 = 3_600_000;
    const TIB: i64 = 1 << 40;
    let limits: [(&str, &[i64], &[i64], &str); 5] = [
        ("steps", &[1, STEPS], &[-1, 0, STEPS + 1], "from 1 to 1000000000000"),
        ("inbox", &[1, 1 << 20], &[-1, 0, (1 << 20) + 1], "from 1 to 1048576"),
        ("inbox_bytes", &[1, TIB], &[-1, 0, TIB + 1], "from 1 to 1099511627776"),
        ("stop_ms", &[0, HOUR], &[-1, HOUR + 1], "from 0 to 3600000"),
        ("stuck_ms", &[10, HOUR], &[-1, 0, 9, HOUR + 1], "from 10 to 3600000"),
    ];
    for (name, good, bad, range) in limits {
        let with = |value: i64| {
            let limits = format!(r#""limits": {{ "{name}": {value} }}"#);
            let text = format!("{{\n  \"format\": 1,\n  \"name\": \"x\",\n  {limits}\n}}\n");
            load(&[("project.json", &text)], &[])
        };
        assert!(good.iter().all(|value| with(*value).is_ok()), "{name}");
        for value in bad {
            let location =
                format!("project.json:4:{}", r#"  "limits": { "": "#.len() + name.len() + 1);
            let message = format!("`{name}` must be a whole number {range}, got {value}");
            let expected = [format!("{location} [out_of_range] {message} ()")];
            assert_eq!(lines(&with(*value).unwrap_err()), expected);
        }
    }
}

#[test]
fn mistakes_in_logic() {
    let mut printed = String::new();
    for text in [
        "",
        "[]",
        "{}",
        r#"{ "nodes": [] }"#,
        r#"{ "nodes": { "a": 5 } }"#,
        r#"{ "nodes": { "a": {} } }"#,
        r#"{ "nodes": { "a": { "typ": "x.y" } } }"#,
        r#"{ "nodes": { "": { "type": "x.y" }, "a.b": { "type": "x.y" } } }"#,
        r#"{ "nodes": { "a": { "type": "x.y", "attributes": { "b": 1, "b": 2 } } } }"#,
        r#"{ "nodes": { "a": { "type": "x.y", "type": "x.y" } } }"#,
        r#"{ "nodes": {}, "variables": { "v": { "type": "Bool" }, "v": { "type": "Int" } } }"#,
        r#"{ "nodes": {}, "layout": { "a": [1, "2"], "b": [1, 2, 3] } }"#,
        r#"{ "nodes": {}, "wires": {} }"#,
    ] {
        let report = load(&[("project.json", ECHO), ("logic/main.json", text)], &[]).unwrap_err();
        let _ = writeln!(printed, "{text}\n    {}", lines(&report).join("\n    "));
    }
    insta::assert_snapshot!(printed);
}

#[test]
fn unreadable_files_are_reported() {
    let empty = folder(&[("a/main.json", MAIN)]);
    // A text is read again to be shown, so each report is rendered before the next is written.
    let rendered = |report| lines(&report).join("\n");
    let nowhere = load_folder(&empty.path().join("nowhere"), &[]).unwrap_err();
    let nothing = load_folder(empty.path(), &[]).unwrap_err().relative_to(empty.path());
    std::fs::write(empty.path().join("project.json"), b"{ \"name\": \"\xff\" }").unwrap();
    let bytes = rendered(load_folder(empty.path(), &[]).unwrap_err());
    let list = ECHO.replace("logic/main.json", "a");
    std::fs::write(empty.path().join("project.json"), list).unwrap();
    let directory = load_folder(empty.path(), &[]).unwrap_err();
    insta::assert_snapshot!(
        [rendered(nowhere), rendered(nothing), bytes, rendered(directory)]
            .join("\n")
            .replace(&*empty.path().to_string_lossy(), "DIR")
    );
}

#[test]
fn a_link_out_of_the_folder_is_refused() {
    let other = folder(&[("main.json", MAIN)]);
    let project = folder(&[("project.json", ECHO), ("logic/x.json", MAIN)]);
    let link = project.path().join("logic/main.json");
    std::os::unix::fs::symlink(other.path().join("main.json"), link).unwrap();
    let report = load_folder(project.path(), &[]).unwrap_err();
    assert_eq!(report.diagnostics()[0].code, "file_outside");
}

#[test]
fn a_layout_entry_without_a_node_is_a_warning() {
    let main = MAIN.replace("\"begin\": [0, 0]", "\"begn\": [0, 0]");
    let project = load(&[("project.json", ECHO), ("logic/main.json", &main)], &[]).unwrap();
    let report = project.report();
    assert!(!report.has_errors());
    assert_eq!(report.diagnostics()[0].help.as_deref(), Some("did you mean `begin`?"));
}
