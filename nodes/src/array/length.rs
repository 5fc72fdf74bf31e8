use crate::example::ExampleOf as _;
use pulsewire_plugin::{Flow, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the number of elements of an array.";
    let example = r#"{ "array": ["red", "green", "blue"] }"#;
    NodeInfo::value("array.length", "Length of Array", doc)
        .input(super::array("The array to measure."))
        .output(Socket::int("length", "Length", "The number of elements."))
        .output(super::array("The same array."))
        .example_of("Count three colors", "length", &[(example, "3")])
        .run(|context| {
            let array = context.array(0)?.clone();
            context.set(0, i64::try_from(array.len()).unwrap_or(i64::MAX));
            context.set(1, array);
            Ok(Flow::NEXT)
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn counts_the_elements() {
        for (array, length) in [(json!([]), "0"), (json!([[1, 2], null]), "2")] {
            let attributes = json!({ "array": array });
            check("array.length", "length", &[(attributes.clone(), length)]);
            check("array.length", "array", &[(attributes, &array.to_string())]);
        }
    }
}
