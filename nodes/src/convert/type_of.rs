use crate::example::ExampleOf as _;
use crate::types;
use pulsewire_plugin::{NodeInfo, NodeType, Socket, Text};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the name of the type of a value: Bool, Int, Float, String, Binary, Array, Dictionary or null. Switch \
               tells them apart.";
    NodeInfo::value("convert.type_of", "Type Of", doc)
        .input(Socket::any("input", "Input", "The value to look at."))
        .output(Socket::string("type", "Type", "The name of its type."))
        .example_of(
            "A number and a list",
            "type",
            &[(r#"{ "input": 2.5 }"#, "Float"), (r#"{ "input": [1] }"#, "Array")],
        )
        .compute(|context| Ok(Text::from_static(types::name(context.input(0)))))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn every_value_has_a_type() {
        let cases = [
            (json!(null), "null"),
            (json!(true), "Bool"),
            (json!(1), "Int"),
            (json!(1.0), "Float"),
            (json!(""), "String"),
            (json!([]), "Array"),
            (json!({}), "Dictionary"),
        ];
        let cases = cases.map(|(input, name)| (json!({ "input": input }), name));
        check("convert.type_of", "type", &cases);
        let mut node = Bench::new("convert.type_of", json!({}));
        node.set("input", pulsewire_plugin::Binary::default()).read();
        assert_eq!(node.text("type"), "Binary");
    }
}
