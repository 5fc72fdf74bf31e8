use crate::compare::equal;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{Flow, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the position of the first element that equals a value. Values are compared as by Is Equal.";
    let example = r#"{ "array": ["red", "green", "blue"], "value": "green" }"#;
    NodeInfo::value("array.find", "Find in Array", doc)
        .input(super::array("The array to search."))
        .input(Socket::any("value", "Value", "The value to look for."))
        .output(Socket::int("index", "Index", "The position, from 0; -1 when there is none."))
        .output(Socket::bool("found", "Found", "Whether an element equals the value."))
        .example_of("Where is green?", "index", &[(example, "1")])
        .run(|context| {
            let value = context.input(1);
            let at = context.array(0)?.iter().position(|element| equal(element, value));
            context.set(0, at.map_or(-1, |at| i64::try_from(at).unwrap_or(i64::MAX)));
            context.set(1, at.is_some());
            Ok(Flow::NEXT)
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn finds_the_first_equal_element() {
        let array = json!([null, 5, [1], "é", 5]);
        let case = |value| json!({ "array": array, "value": value });
        let cases = [
            (case(json!(5.0)), "1"),
            (case(json!([1])), "2"),
            (case(json!("é")), "3"),
            (case(json!("e")), "-1"),
            (case(json!(null)), "0"),
            (json!({}), "-1"),
        ];
        check("array.find", "index", &cases);
        check("array.find", "found", &[(case(json!(5)), "true"), (case(json!(6)), "false")]);
    }

    #[test]
    fn nan_equals_nothing() {
        let mut node = Bench::new("array.find", json!({}));
        let nan = pulsewire_plugin::Value::Float(f64::NAN);
        node.set("array", pulsewire_plugin::Array::from_iter([nan.clone()])).set("value", nan);
        assert_eq!((node.read(), node.text("index")), ("pulse".into(), "-1".into()));
    }
}
