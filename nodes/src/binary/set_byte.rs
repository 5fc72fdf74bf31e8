use super::position;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{Constants, Context, NodeError, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns a copy of a Binary in which one byte is another.\n\
               Fails with index_out_of_range when there is none at the position, with bad_byte when the byte is not 0 to \
               255.";
    NodeInfo::value("binary.set_byte", "Set Byte", doc)
        .input(Socket::binary("binary", "Binary", "The bytes."))
        .input(Socket::int("index", "Index", "The position of the byte, from 0."))
        .input(Socket::int("byte", "Byte", "The new byte, 0 to 255."))
        .output(Socket::binary("output", "Output", "The changed bytes."))
        .example_of(
            "Change a byte",
            "output",
            &[(r#"{ "binary": "cafe", "index": 1, "byte": 255 }"#, "caff")],
        )
        .compute(|context: &mut Context<'_>| {
            let bytes = context.binary(0)?;
            let at = position::checked(context.int(1)?, bytes.len(), 1)?;
            let byte = checked(context.int(2)?)?;
            let mut bytes = bytes.to_vec();
            bytes[at] = byte;
            Ok(super::owned(bytes))
        })
        .check_constants(|constants: &mut Constants<'_>| {
            if let Some(byte) = constants.int("byte") {
                constants.check("byte", checked(byte));
            }
        })
}

fn checked(byte: i64) -> Result<u8, NodeError> {
    u8::try_from(byte)
        .map_err(|_| NodeError::new("bad_byte", format!("wants 0 to 255, got {byte}")).at_input(2))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, constant_mistakes};
    use serde_json::json;

    #[test]
    fn changes_one_byte() {
        let of = |index: i64, byte: i64| json!({ "binary": "0000", "index": index, "byte": byte });
        check(
            "binary.set_byte",
            "output",
            &[
                (of(0, 255), "ff00"),
                (of(1, 1), "0001"),
                (of(2, 1), "index_out_of_range"),
                (of(0, 256), "bad_byte"),
                (of(0, -1), "bad_byte"),
            ],
        );
        assert!(
            constant_mistakes("binary.set_byte", of(0, 256), &[])[0].starts_with("/byte bad_byte")
        );
    }
}
