use super::position;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{Context, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns a byte of a Binary as a number from 0 to 255.\n\
               Fails with index_out_of_range when there is none at the position.";
    NodeInfo::value("binary.get_byte", "Get Byte", doc)
        .input(Socket::binary("binary", "Binary", "The bytes."))
        .input(Socket::int("index", "Index", "The position of the byte, from 0."))
        .output(Socket::int("byte", "Byte", "The byte, 0 to 255."))
        .example_of("The second byte", "byte", &[(r#"{ "binary": "cafe", "index": 1 }"#, "254")])
        .compute(|context: &mut Context<'_>| {
            let bytes = context.binary(0)?;
            let at = position::checked(context.int(1)?, bytes.len(), 1)?;
            Ok(i64::from(bytes[at]))
        })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn a_position_outside_is_a_failure() {
        let of = |index: i64| json!({ "binary": "00ff", "index": index });
        let cases = [
            (of(0), "0"),
            (of(1), "255"),
            (of(2), "index_out_of_range"),
            (of(-1), "index_out_of_range"),
        ];
        check("binary.get_byte", "byte", &cases);
        let error = Bench::new("binary.get_byte", json!({})).error();
        assert_eq!(
            (error.message.as_str(), error.input),
            ("is 0, but the Binary is empty", Some(1))
        );
    }
}
