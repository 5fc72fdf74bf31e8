use crate::example::ExampleOf as _;
use pulsewire_plugin::{
    Attribute, Context, NodeError, NodeInfo, NodeType, Setup, Socket, Value, ValueType,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Computes with the bits of two Ints, or with those of two Binaries byte by byte; when one Binary is shorter, \
               it is used again from its begin, as the mask of a WebSocket frame is. `not` looks at `a` only. \
               `shift_left` and `shift_right` move the bits of an Int by 0 to 63 places and fill up with zeros.\n\
               Fails with bad_shift when the places are not 0 to 63, with empty_mask when `b` is an empty Binary and `a` \
               is not.";
    let operations = ["and", "or", "xor", "not", "shift_left", "shift_right"];
    let kinds = [ValueType::Int, ValueType::Binary];
    let cases = [
        (r#"{ "operation": "and", "a": 12, "b": 10 }"#, "8"),
        (r#"{ "operation": "xor", "data_type": "Binary", "a": "ff00ff", "b": "0f" }"#, "f00ff0"),
    ];
    NodeInfo::value("binary.bitwise", "Bitwise", doc)
        .attribute(Attribute::choice("operation", "Operation", &operations, "What to compute."))
        .attribute(Attribute::data_type(&kinds, ValueType::Int))
        .input(Socket::int("a", "A", "The first operand."))
        .input(Socket::int("b", "B", "The second operand, or the number of places to shift by."))
        .output(Socket::int("output", "Output", "The result."))
        .example_of("Common bits, and a mask", "output", &cases)
        .compute_with(|setup| {
            let bitwise = Bitwise::new(setup);
            move |context: &mut Context<'_>| bitwise.run(context)
        })
        .dynamic_sockets(
            "`data_type` is the type of `a`, `b` and `output`.",
            |attributes, sockets| {
                let kind = attributes.kind("data_type");
                let shifts = attributes.text("operation").starts_with("shift");
                if shifts && kind == ValueType::Binary {
                    return Err("only an Int can be shifted: set data_type to Int"
                        .to_owned()
                        .into());
                }
                sockets.set_kind(&["a", "b", "output"], kind);
                Ok(())
            },
        )
}

#[derive(Clone, Copy)]
enum Operation {
    And,
    Or,
    Xor,
    Not,
    ShiftLeft,
    ShiftRight,
}

struct Bitwise {
    operation: Operation,
    of_bytes: bool,
}

impl Bitwise {
    fn new(setup: &Setup<'_>) -> Self {
        let operation = match setup.attributes.text("operation") {
            "or" => Operation::Or,
            "xor" => Operation::Xor,
            "not" => Operation::Not,
            "shift_left" => Operation::ShiftLeft,
            "shift_right" => Operation::ShiftRight,
            _ => Operation::And,
        };
        Self { operation, of_bytes: setup.attributes.kind("data_type") == ValueType::Binary }
    }

    fn run(&self, context: &Context<'_>) -> Result<Value, NodeError> {
        if self.of_bytes {
            return self.bytes(context.binary(0)?, context.binary(1)?);
        }
        let (a, b) = (context.int(0)?, context.int(1)?);
        Ok(Value::Int(match self.operation {
            Operation::And => a & b,
            Operation::Or => a | b,
            Operation::Xor => a ^ b,
            Operation::Not => !a,
            Operation::ShiftLeft => a << places(b)?,
            Operation::ShiftRight => (a.cast_unsigned() >> places(b)?).cast_signed(),
        }))
    }

    fn bytes(&self, a: &[u8], b: &[u8]) -> Result<Value, NodeError> {
        if matches!(self.operation, Operation::Not) {
            return Ok(super::owned(a.iter().map(|byte| !byte).collect()));
        }
        if b.is_empty() && !a.is_empty() {
            let why = "is empty: nothing can be computed with no bytes";
            return Err(NodeError::new("empty_mask", why).at_input(1));
        }
        let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
        if short.is_empty() {
            return Ok(super::owned(long.to_vec()));
        }
        let operate = |(a, b): (&u8, &u8)| match self.operation {
            Operation::And => a & b,
            Operation::Or => a | b,
            _ => a ^ b,
        };
        Ok(super::owned(long.iter().zip(short.iter().cycle()).map(operate).collect()))
    }
}

fn places(places: i64) -> Result<u32, NodeError> {
    u32::try_from(places).ok().filter(|places| *places < 64).ok_or_else(|| {
        NodeError::new("bad_shift", format!("wants 0 to 63 places, got {places}")).at_input(1)
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::{Value as Json, json};

    fn of(operation: &str, a: impl Into<Json>, b: impl Into<Json>) -> Json {
        let (a, b) = (a.into(), b.into());
        let kind = if a.is_string() { "Binary" } else { "Int" };
        json!({ "operation": operation, "data_type": kind, "a": a, "b": b })
    }

    #[test]
    fn computes_with_bits() {
        check(
            "binary.bitwise",
            "output",
            &[
                (of("and", 12, 10), "8"),
                (of("or", 12, 10), "14"),
                (of("xor", 12, -1), "-13"),
                (of("not", 0, 5), "-1"),
                (of("shift_left", 1, 63), "-9223372036854775808"),
                (of("shift_right", -1, 60), "15"),
                (of("shift_right", 5, 0), "5"),
                (of("shift_left", 1, 64), "bad_shift"),
                (of("shift_right", 1, -1), "bad_shift"),
                (of("and", "ff0f", "f0"), "f000"),
                (of("or", "0f", "f000"), "ff0f"),
                (of("xor", "0102030405", "0102"), "0000020604"),
                (of("not", "00ff", ""), "ff00"),
                (of("xor", "00", ""), "empty_mask"),
                (of("xor", "", ""), ""),
            ],
        );
        let found = Bench::creation_error("binary.bitwise", of("shift_left", "00", ""));
        assert!(found.contains("only an Int"), "{found}");
    }
}
