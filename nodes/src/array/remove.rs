use super::index;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{Context, Flow, NodeError, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns an array without the element at `index`. The input array stays unchanged.\n\
               Fails with index_out_of_range when there is no such element.";
    let example = r#"{ "array": ["red", "green", "blue"], "index": 1 }"#;
    NodeInfo::value("array.remove", "Remove Array Element", doc)
        .input(super::array("The array to remove from."))
        .input(super::index())
        .output(super::array("The array without the element."))
        .output(Socket::any("value", "Value", "The removed element."))
        .example_of("Remove the second element", "array", &[(example, r#"["red","blue"]"#)])
        .run(remove)
        .check_constants(index::check_index)
}

fn remove(context: &mut Context<'_>) -> Result<Flow, NodeError> {
    let mut array = context.array(0)?.clone();
    let Some(at) = index::within(context, &array)? else {
        return Err(index::out_of_range(context.input(1), array.len()));
    };
    let removed = array.remove(at);
    context.set(0, array);
    context.set(1, removed.unwrap_or_default());
    Ok(Flow::NEXT)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn removes_one_element() {
        let case = |index| json!({ "array": [1, "x", 3], "index": index });
        let cases = [
            (case(0), r#"["x",3]"#),
            (case(2), r#"[1,"x"]"#),
            (case(3), "index_out_of_range"),
            (case(-1), "index_out_of_range"),
            (json!({}), "index_out_of_range"),
            (json!({ "array": [[]] }), "[]"),
        ];
        check("array.remove", "array", &cases);
        check("array.remove", "value", &[(case(1), "x")]);
    }

    #[test]
    fn a_missing_element_is_reported() {
        let error = Bench::new("array.remove", json!({ "array": [1], "index": 1 })).error();
        assert_eq!((error.code.as_ref(), error.input), ("index_out_of_range", Some(1)));
    }
}
