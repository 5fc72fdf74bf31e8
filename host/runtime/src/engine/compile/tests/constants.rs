//! Constants with which a node could only fail, and what hangs on them.

use super::*;

/// The mistakes of a graph of built-in nodes: `code @ place: message`.
fn found(logic: Json) -> Vec<String> {
    let toolbox = Toolbox::built_in();
    let configurations = Configurations::default();
    let environment = Environment { toolbox: &toolbox, configurations: &configurations };
    let logic: Logic = serde_json::from_value(logic).unwrap();
    let source = Source {
        file: Path::new("main.json"),
        name: "main.json",
        logic: &logic,
        placeholders: &[],
    };
    let (_, found) = compile(source, environment);
    let shown = found.into_iter().map(|one| {
        format!("{} @ {}: {}", one.code, one.location.at.pointer().unwrap_or_default(), one.message)
    });
    shown.collect()
}

#[test]
fn a_literal_that_can_only_fail_is_refused_unless_a_wire_takes_its_place() {
    let mut logic = json!({
        "nodes": {
            "begin": node("event.initialize"),
            "size": node("math.add"),
            "half": { "type": "math.divide", "attributes": { "divisor": 0 } },
            "off": { "type": "math.divide", "attributes": { "divisor": 0, "enabled": false } },
            "print": node("console.print"),
        },
        "wires": ["begin.pulse -> print.pulse", "half.quotient -> print.input"],
    });
    let expected = "division_by_zero @ /nodes/half/attributes/divisor: node `half`: `divisor`: is 0, and division by \
                    0 is undefined: test it with Is Equal and Branch first";
    assert_eq!(found(logic.clone()), [expected]);
    logic["wires"].as_array_mut().unwrap().push("size.output -> half.divisor".into());
    assert_eq!(found(logic), [""; 0]);
}

#[test]
fn a_default_that_can_only_fail_is_told_at_the_node() {
    let reported = found(json!({ "nodes": { "get": node("array.get") } }));
    let expected =
        "index_out_of_range @ /nodes/get: node `get`: `index`: is 0, but the array is empty";
    assert_eq!(reported, [expected]);
}

#[test]
fn one_wrong_parameter_name_is_one_mistake_at_the_name() {
    let attributes =
        json!({ "pattern": "{x} {Y}", "parameters": ["x", "Y", "z"], "x": 1, "Y": 2, "z": 3 });
    let reported = found(json!({
        "nodes": {
            "begin": node("event.initialize"),
            "sum": node("math.add"),
            "text": { "type": "string.format", "attributes": attributes },
            "print": node("console.print"),
        },
        "wires": [
            "begin.pulse -> print.pulse", "sum.output -> text.x", "sum.output -> text.Y",
            "sum.output -> text.z", "text.formatted -> print.input",
        ],
    }));
    let expected = "bad_attribute @ /nodes/text/attributes/parameters/1: node `text`: `parameters` has \"Y\": names are \
                    lower case, a to z, 0 to 9 and _, and begin with a letter; write \"y\"";
    assert_eq!(reported, [expected]);
}
