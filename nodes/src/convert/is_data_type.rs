use crate::example::ExampleOf as _;
use pulsewire_plugin::{Attribute, Context, NodeInfo, NodeType, Socket, ValueType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns whether a value is of a type. An Int is no Float; every value is Any; null is nothing else.";
    let kind = "The type to test for.";
    NodeInfo::value("convert.is_data_type", "Is Data Type", doc)
        .attribute(Attribute::value_type(
            "data_type",
            "Data Type",
            &ValueType::ALL,
            ValueType::String,
            kind,
        ))
        .input(Socket::any("input", "Input", "The value to test."))
        .output(Socket::bool("output", "Output", "Whether the value is of the type."))
        .example_of(
            "Is it text?",
            "output",
            &[(r#"{ "data_type": "String", "input": 5 }"#, "false")],
        )
        .compute_with(|setup| {
            let kind = setup.attributes.kind("data_type");
            move |context: &mut Context<'_>| Ok(kind.accepts(context.input(0)))
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn types_are_exact() {
        let case = |kind, input| json!({ "data_type": kind, "input": input });
        let cases = [
            (case("Int", json!(5)), "true"),
            (case("Float", json!(5)), "false"),
            (case("Float", json!(5.0)), "true"),
            (case("Dictionary", json!({})), "true"),
            (case("Array", json!({})), "false"),
            (case("String", json!(null)), "false"),
            (case("Any", json!(null)), "true"),
        ];
        check("convert.is_data_type", "output", &cases);
    }
}
