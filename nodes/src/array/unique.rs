use crate::compare::ByValue;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{Array, NodeInfo, NodeType};
use std::collections::HashSet;

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns an array in which each value occurs once: the first of equal elements stays, in its order. Values \
               are compared as by Is Equal.";
    let example = r#"{ "array": ["red", "blue", "red"] }"#;
    NodeInfo::value("array.unique", "Unique", doc)
        .input(super::array("The array in which values may repeat."))
        .output(super::array("The elements without repetitions."))
        .example_of("Each color once", "array", &[(example, r#"["red","blue"]"#)])
        .compute(|context| {
            let array = context.array(0)?;
            let mut seen = HashSet::with_capacity(array.len());
            let new = array.iter().filter(|element| seen.insert(ByValue(element)));
            Ok(new.cloned().collect::<Array>())
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use pulsewire_plugin::{Array, Value};
    use serde_json::json;

    #[test]
    fn the_first_of_equal_elements_stays() {
        let cases = [
            (json!({}), "[]"),
            (json!({ "array": [1, 1.0, "1", null, [1], [1.0], null] }), r#"[1,"1",null,[1]]"#),
            (json!({ "array": [{ "a": 1, "b": 2 }, { "b": 2, "a": 1 }] }), r#"[{"a":1,"b":2}]"#),
        ];
        check("array.unique", "array", &cases);
    }

    #[test]
    fn many_different_elements_take_little_time() {
        let many: Array = (0..100_000).map(|at| Value::Int(at / 2)).collect();
        let mut node = Bench::new("array.unique", json!({}));
        node.set("array", many).read();
        let Value::Array(unique) = node.get("array") else { panic!("an Array") };
        assert_eq!(unique.len(), 50_000);
    }
}
