use crate::example::ExampleOf as _;
use crate::sockets;
use pulsewire_plugin::{Array, Context, NodeError, NodeInfo, NodeType, Socket, ValueType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Joins arrays, one after the other, to one array.";
    let example = r#"{ "array_1": [1, 2], "array_2": [3] }"#;
    NodeInfo::value("array.concat", "Concat Arrays", doc)
        .attribute(sockets::count())
        .output(Socket::array("new_array", "New Array", "The elements of all arrays."))
        .example_of("Join two arrays", "new_array", &[(example, "[1,2,3]")])
        .compute(concat)
        .dynamic_sockets(
            "`count` inputs: array_1, array_2, ...",
            sockets::counted(["array", "Array"], ValueType::Array, "One of the arrays."),
        )
}

fn concat(context: &mut Context<'_>) -> Result<Array, NodeError> {
    let mut all = context.array(0)?.clone();
    for input in 1..context.inputs() {
        all.extend(context.array(input)?.iter().cloned());
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn joins_in_order() {
        let three = json!({ "count": 3, "array_1": [1], "array_3": ["x", [2]] });
        check("array.concat", "new_array", &[(json!({}), "[]"), (three, r#"[1,"x",[2]]"#)]);
        let error = Bench::new("array.concat", json!({})).set("array_2", "x").error();
        assert_eq!((error.code.as_ref(), error.input), ("type_mismatch", Some(1)));
    }
}
