use crate::example::ExampleOf as _;
use crate::sockets;
use pulsewire_plugin::{Context, NodeInfo, NodeType, ValueType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Puts Binaries one after the other.";
    let cases = [(r#"{ "input_1": "ca", "input_2": "fe" }"#, "cafe")];
    NodeInfo::value("binary.concat", "Concat Binaries", doc)
        .attribute(sockets::count())
        .output(pulsewire_plugin::Socket::binary("output", "Output", "All the bytes."))
        .example_of("Two Binaries", "output", &cases)
        .compute(|context: &mut Context<'_>| {
            let mut bytes = Vec::new();
            for at in 0..context.inputs() {
                bytes.extend_from_slice(context.binary(at)?);
            }
            Ok(super::owned(bytes))
        })
        .dynamic_sockets(
            sockets::COUNTED,
            sockets::counted_inputs(ValueType::Binary, "Bytes to put after those before."),
        )
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn keeps_the_order() {
        let three = json!({ "count": 3, "input_1": "01", "input_2": "", "input_3": "0203" });
        check("binary.concat", "output", &[(three, "010203"), (json!({}), "")]);
    }
}
