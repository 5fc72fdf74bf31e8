use crate::example::ExampleOf as _;
use crate::sockets;
use pulsewire_plugin::{NodeInfo, NodeType, Socket, ValueType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns whether at least one of its inputs is true.";
    let attributes = r#"{ "count": 3, "input_1": false, "input_2": true, "input_3": false }"#;
    NodeInfo::value("logic.or", "OR", doc)
        .attribute(sockets::count())
        .output(Socket::bool("output", "Output", "Whether at least one of the inputs is true."))
        .example_of("One of three inputs", "output", &[(attributes, "true")])
        .compute(|context| {
            let mut output = false;
            for input in 0..context.inputs() {
                output |= context.bool(input)?;
            }
            Ok(output)
        })
        .dynamic_sockets(
            sockets::COUNTED,
            sockets::counted_inputs(ValueType::Bool, "One of the values."),
        )
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn true_when_one_input_is() {
        for inputs in 0..8 {
            let [a, b, c] = [1, 2, 4].map(|bit| inputs & bit != 0);
            let attributes = json!({ "count": 3, "input_1": a, "input_2": b, "input_3": c });
            let expected = if inputs != 0 { "true" } else { "false" };
            check("logic.or", "output", &[(attributes, expected)]);
        }
        assert_eq!(Bench::new("logic.or", json!({})).set("input_2", 1).read(), "type_mismatch");
    }
}
