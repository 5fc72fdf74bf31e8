use super::{At, Diagnostic, Location, Override, Report, join};
use serde_json::json;
use std::path::PathBuf;

const TEXT: &str = "{\n\t\"name\": \"é \\\"x\\\" \\u00e9 end\",\n  \"list\": [1, {\"a\": 2, \"a\": 3}],\n  \"a/b~c\": {}\n}\n";

fn report(diagnostics: impl IntoIterator<Item = Diagnostic>) -> Report {
    let mut report = Report::default().relative_to("/p");
    report.set_text("/p/x.json", TEXT);
    report.extend(diagnostics);
    report
}

fn at(at: At) -> Diagnostic {
    Diagnostic::error("wrong", "this is wrong", Location { file: PathBuf::from("/p/x.json"), at })
}

/// Line, column, end line, end column.
fn found(at_: At) -> [u64; 4] {
    let json = report([at(at_)]).to_json();
    ["line", "column", "end_line", "end_column"].map(|key| json[0][key].as_u64().unwrap_or(0))
}

fn value(pointer: &str) -> At {
    At::Value { pointer: pointer.into(), within: None }
}

fn name(pointer: &str, occurrence: usize) -> At {
    At::Name { pointer: pointer.into(), occurrence }
}

#[test]
fn locations_are_found() {
    assert_eq!(found(At::File), [0, 0, 0, 0]);
    assert_eq!(found(At::Position { line: 3, column: 3 }), [3, 3, 3, 4]);
    assert_eq!(found(At::Position { line: 99, column: 9 }), [6, 1, 6, 1]);
    assert_eq!(found(value("")), [1, 1, 1, 2]);
    assert_eq!(found(value("/name")), [2, 10, 2, 30]);
    assert_eq!(found(value("/list")), [3, 11, 3, 12]);
    assert_eq!(found(value("/list/0")), [3, 12, 3, 13]);
    assert_eq!(found(value("/list/1/a")), [3, 29, 3, 30]);
    assert_eq!(found(name("/list/1/a", 0)), [3, 16, 3, 19]);
    assert_eq!(found(name("/list/1/a", 1)), [3, 24, 3, 27]);
    assert_eq!(found(name("/list/1", 0)), [3, 15, 3, 16]);
    assert_eq!(found(name(&join("", "a/b~c"), 0)), [4, 3, 4, 10]);
}

#[test]
fn a_missing_value_is_located_at_its_nearest_parent() {
    assert_eq!(found(value("/list/7/x")), [3, 3, 3, 9]);
    assert_eq!(found(value("/nothing")), [1, 1, 1, 2]);
    assert_eq!(found(name("/list/1/a", 2)), [3, 15, 3, 16]);
}

#[test]
fn part_of_a_string_is_located_after_escapes() {
    let text = "é \"x\" é end";
    let start = text.find("end").unwrap();
    let within = Some(start..start + 3);
    assert_eq!(found(At::Value { pointer: "/name".into(), within }), [2, 26, 2, 29]);
}

#[test]
fn a_report_is_sorted_and_counted() {
    let mut report = report([
        at(value("/list/1/a")).with_help("do this".to_owned()),
        at(At::Value { pointer: "/name".into(), within: Some(3..6) }),
        at(value("/list/1/a")).with_help("do this".to_owned()),
        Diagnostic::warning("odd", "this is odd", Location::name("/p/x.json", "/list")),
        Diagnostic::error("missing_file", "there is no such file", Location::file("/p/a/y.json")),
    ]);
    report.set_text("/p/z.json", "");
    report.add(Diagnostic::error("empty", "nothing here", Location::value("/p/z.json", "/a")));
    let end = At::Position { line: 1, column: 1 };
    report.add(Diagnostic::error("end", "ends", Location { file: "/p/z.json".into(), at: end }));
    insta::assert_snapshot!(report.to_text());
    insta::assert_snapshot!(format!("{:#}", report.to_json()));
}

#[test]
fn a_very_long_line_is_cut_around_the_mistake() {
    let numbers: Vec<usize> = (0..100_000).collect();
    let mut report = Report::default().relative_to("/p");
    report.set_text("/p/x.json", json!(numbers).to_string());
    report.add(Diagnostic::error("odd", "this is odd", Location::value("/p/x.json", "/50000")));
    let text = report.to_text();
    assert!(text.len() < 2000, "{}", text.len());
    assert!(text.contains("x.json:1:288892"), "{text}");
    assert!(text.contains("50000"), "{text}");
}

#[test]
fn mistakes_in_overridden_values_point_to_the_command_line() {
    let (file, text) = (PathBuf::from("/p/x.json"), "list.1=é".to_owned());
    let one = Override { file, pointer: "/list/1".into(), text, value_at: 7 };
    let report = report([at(value("/list/1/a")), at(name("/list/1", 0)), at(value("/list/10"))])
        .with_overrides(vec![one]);
    insta::assert_snapshot!(report.to_text());
}

#[test]
fn lines_may_end_with_crlf() {
    let mut report = Report::default().relative_to("/p");
    report.set_text("/p/x.json", "{\r\n  \"a\": 1\r\n}\r\n");
    report.add(at(value("/a")));
    insta::assert_snapshot!(report.to_text());
}
