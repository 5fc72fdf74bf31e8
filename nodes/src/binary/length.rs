use crate::example::ExampleOf as _;
use pulsewire_plugin::{Context, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns how many bytes a Binary has.";
    NodeInfo::value("binary.length", "Length of Binary", doc)
        .input(Socket::binary("binary", "Binary", "The bytes."))
        .output(Socket::int("length", "Length", "The number of bytes."))
        .example_of("Two bytes", "length", &[(r#"{ "binary": "cafe" }"#, "2")])
        .compute(|context: &mut Context<'_>| {
            Ok(i64::try_from(context.binary(0)?.len()).unwrap_or(i64::MAX))
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn counts_bytes() {
        check("binary.length", "length", &[(json!({}), "0"), (json!({ "binary": "00ff00" }), "3")]);
    }
}
