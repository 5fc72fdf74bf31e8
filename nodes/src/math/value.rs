use super::number::{NumberType, Numbers};
use crate::example::ExampleOf as _;
use pulsewire_plugin::{Context, NodeInfo, NodeType, Socket, Value};

pub(crate) fn node_type() -> NodeType {
    let doc =
        "Returns a number: the one that is written in the node, or the one that comes over a wire.";
    NodeInfo::value("math.value", "Numerical Value", doc)
        .attribute(super::data_type())
        .input(Socket::int("input", "Input", "The number."))
        .output(Socket::int("output", "Output", "The same number."))
        .example_of("A price", "output", &[(r#"{ "data_type": "Float", "input": 2.5 }"#, "2.5")])
        .compute_with(|setup| {
            let kind = NumberType::of(setup);
            move |context: &mut Context<'_>| {
                Ok(match kind.inputs(context)? {
                    Numbers::Ints([number]) => Value::Int(number),
                    Numbers::Floats([number]) => Value::Float(number),
                })
            }
        })
        .dynamic_sockets(super::TYPED, super::typed)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn returns_the_input() {
        let case = |kind, input| json!({ "data_type": kind, "input": input });
        let cases = [
            (json!({}), "0"),
            (case("Float", json!(1)), "1.0"),
            (case("Number", json!(1)), "1"),
            (case("Number", json!(1.5)), "1.5"),
        ];
        check("math.value", "output", &cases);
        let mut node = Bench::new("math.value", json!({ "data_type": "Float" }));
        node.set("input", f64::NAN);
        assert_eq!((node.read(), node.text("output")), ("pulse".into(), "NaN".into()));
    }
}
