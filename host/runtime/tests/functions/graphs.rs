//! Logic used several times.

use super::Files;
use serde_json::json;

const DEVICE: &str = r#"
    begin = event.initialize
    name = console.print {"input": "I am ${attribute:id}"}
    size = console.print {"input": "${attribute:size:-small}"}
    exit = program.exit
    begin.pulse -> name.pulse
    name.pulse -> size.pulse
    size.pulse -> exit.pulse
"#;

#[test]
fn each_entry_is_a_graph_with_its_own_name_and_attributes() {
    let files = Files::new().unlisted("device", DEVICE).entry(
        json!({ "file": "device.json", "name": "pump 1", "attributes": { "id": "P1", "size": 5 } }),
    );
    files.prints("I am P1\n5");
    let (printed, report) = files.run_with(&["logic.pump 1.attributes.id=P9"]);
    assert_eq!(printed, ["I am P9", "5"]);
    let graph = &report.graphs[0];
    assert_eq!((graph.name.as_str(), graph.file.as_str()), ("pump 1", "device.json"));
}

#[test]
fn failures_name_the_graph() {
    let (_, report) = Files::new()
        .unlisted(
            "device",
            "begin = event.initialize\nnone = array.length\nhalf = math.divide\nnever = console.print\nboth = flow.sequential\nexit = program.exit {\"status\": 0}\nbegin.pulse -> both.pulse\nboth.pulse_1 -> never.pulse\nnone.length -> half.divisor\nhalf.quotient -> never.input\nboth.pulse_2 -> exit.pulse",
        )
        .entry(json!({ "file": "device.json", "name": "pump 1" }))
        .run();
    assert_eq!(report.failures.list[0].failure.graph, "pump 1");
}

#[test]
fn mistakes_in_entries_are_reported_at_the_entry() {
    let files = Files::new()
        .unlisted("device", DEVICE)
        .entry(json!("device.json"))
        .entry(json!({ "file": "device.json", "name": "a", "attributes": { "id": 1, "sise": 2 } }))
        .entry(json!({ "file": "device.json", "name": "a", "attributes": { "id": 1 } }));
    assert_eq!(
        files.check(),
        [
            "missing_attribute project.json:6: `device.json` needs the attribute `id`",
            "unknown_attribute project.json:12: `device.json` has no attribute `sise`",
            "duplicate_logic project.json:17: two graphs have the name `a`",
        ]
    );
}

#[test]
fn a_mistake_that_only_one_graph_has_names_it() {
    let files = Files::new()
        .unlisted(
            "device",
            "begin = event.initialize\nshow = string.format {\"pattern\": \"{x}\", \"parameters\": [\"${attribute:name}\"]}\nprint = console.print\nbegin.pulse -> print.pulse\nshow.formatted -> print.input",
        )
        .entry(json!({ "file": "device.json", "name": "good", "attributes": { "name": "x" } }))
        .entry(json!({ "file": "device.json", "name": "bad", "attributes": { "name": "y" } }));
    let found = files.check();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("(in the graph `bad`)"), "{found:?}");
}
