//! What is wrong with functions and their uses.

use super::Files;
use serde_json::json;

const BEGIN: &str = "begin = event.initialize\n";

#[test]
fn a_mistake_in_a_function_is_told_once_at_the_function() {
    let files = Files::new()
        .function(
            "bad",
            json!({ "inputs": { "pulse": "pulse" } }),
            "show = console.print\ninput.pulse -> show.puls",
        )
        .logic(
            "main",
            &format!("{BEGIN}a = function.bad\nb = function.bad\nbegin.pulse -> a.pulse\na.pulse -> b.pulse"),
        );
    let found = files.check();
    let inner =
        "unknown_socket functions/bad.json:10: node `show` (console.print) has no input `puls`";
    assert_eq!(found.iter().filter(|one| *one == inner).count(), 1, "{found:#?}");
    assert!(found.iter().any(|one| one.starts_with("unknown_socket main.json")), "{found:#?}");
}

#[test]
fn a_mistake_that_depends_on_the_use_names_the_use() {
    let files = Files::new()
        .function(
            "text",
            json!({ "attributes": { "name": { "type": "String", "default": "x" } }, "outputs": { "text": "String" } }),
            "format = string.format {\"pattern\": \"{x}\", \"parameters\": [\"${attribute:name}\"]}\nformat.formatted -> output.text",
        )
        .logic(
            "main",
            &format!("{BEGIN}good = function.text\nbad = function.text {{\"name\": \"y\"}}\nshow = console.print\nbegin.pulse -> show.pulse\nbad.text -> show.input"),
        );
    let found = files.check();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(
        found[0].contains(" functions/text.json:") && found[0].contains("`bad/format`"),
        "{found:#?}"
    );
}

#[test]
fn a_function_that_comes_back_to_itself_names_the_chain() {
    let head = || json!({ "inputs": { "pulse": "pulse" } });
    let files = Files::new()
        .function("a", head(), "to_b = function.b\ninput.pulse -> to_b.pulse")
        .function("b", head(), "to_a = function.a\ninput.pulse -> to_a.pulse")
        .logic("main", &format!("{BEGIN}a = function.a\nbegin.pulse -> a.pulse"));
    assert_eq!(
        files.check(),
        [
            "function_circle functions/a.json:4: a function cannot come back to itself: a (node `to_b`, \
          functions/a.json:4:15) -> b (node `to_a`, functions/b.json:4:15) -> a"
        ]
    );
}

#[test]
fn depth_and_size_have_limits() {
    let head = || json!({ "inputs": { "pulse": "pulse" } });
    let twice = |inner: &str| {
        format!(
            "s = flow.sequential\na = {inner}\nb = {inner}\ninput.pulse -> s.pulse\ns.pulse_1 -> a.pulse\ns.pulse_2 -> b.pulse"
        )
    };
    let chain = |count: usize| {
        let first = Files::new().function("f0", head(), &twice("console.print"));
        (1..count).fold(first, |files, at| {
            files.function(&format!("f{at}"), head(), &twice(&format!("function.f{}", at - 1)))
        })
    };
    let main = |last: usize| format!("{BEGIN}use = function.f{last}\nbegin.pulse -> use.pulse");
    let found = chain(22).logic("main", &main(21)).check();
    assert_eq!(
        found,
        [
            "too_many_nodes main.json:7: with the nodes of node `use` this graph has more than 1000000 nodes"
        ]
    );
    let found = chain(34).logic("main", &main(33)).check();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("functions_too_deep functions/f32.json:"), "{found:#?}");
}

#[test]
fn an_unused_function_is_a_warning_and_a_typo_is_a_mistake() {
    let files = Files::new()
        .function(
            "greet",
            json!({ "inputs": { "pulse": "pulse" } }),
            "show = console.print\ninput.pulse -> show.pulse",
        )
        .logic("main", &format!("{BEGIN}a = function.gret\nbegin.pulse -> a.pulse"));
    let report = files.open(&[]).unwrap().report;
    let help = report.diagnostics().iter().find(|one| one.code == "unknown_node_type").unwrap();
    assert_eq!(help.help.as_deref(), Some("did you mean `function.greet`?"));
    let found = files.check();
    assert!(
        found.iter().any(|one| one.starts_with("unused_function project.json:5")),
        "{found:#?}"
    );
}

#[test]
fn attributes_and_sockets_of_a_use_are_checked_as_those_of_any_node() {
    let files = Files::new()
        .function(
            "f",
            json!({
                "attributes": { "mode": { "type": "String", "choices": ["on", "off"] }, "n": { "type": "Int" } },
                "inputs": { "pulse": "pulse" }, "outputs": { "text": "String" }
            }),
            "show = console.print {\"label\": \"${attribute:mode}\", \"input\": \"${attribute:n}\"}\nlabel = string.concat\ninput.pulse -> show.pulse\nlabel.output -> output.text",
        )
        .logic(
            "main",
            &format!("{BEGIN}f = function.f {{\"mode\": \"of\"}}\nsum = math.add\nshow = console.print\nbegin.pulse -> f.pulse\nf.text -> sum.input_1\nf.txt -> show.input"),
        );
    let codes: Vec<String> =
        files.check().iter().map(|one| one.split(' ').next().unwrap().to_owned()).collect();
    for code in ["bad_attribute", "missing_attribute", "wire_types_differ", "unknown_socket"] {
        assert!(codes.iter().any(|one| one == code), "{code} is not in {codes:?}");
    }
}

#[test]
fn mistakes_in_the_head_are_reported() {
    let files = Files::new()
        .function(
            "f",
            json!({
                "attributes": { "enabled": { "type": "Bool", "default": true }, "n": { "type": "Int", "default": "x" } },
                "inputs": { "n": "Int" }, "outputs": { "o": { "type": "Int", "default": 1 } }
            }),
            "output = console.print {\"input\": \"${attribute:m}\"}",
        )
        .logic("main", BEGIN);
    let codes: Vec<String> =
        files.check().iter().map(|one| one.split(' ').next().unwrap().to_owned()).collect();
    for code in ["bad_value", "bad_name", "duplicate_name", "unknown_attribute"] {
        assert!(codes.iter().any(|one| one == code), "{code} is not in {codes:?}");
    }
}
