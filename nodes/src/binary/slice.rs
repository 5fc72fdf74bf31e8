use crate::example::ExampleOf as _;
use pulsewire_plugin::{Binary, Context, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the bytes from `start` up to, not including, `end`, without copying them. Negative positions count \
               from the end; positions beyond the bytes count as their begin or end, so the result may be empty.";
    let end = "The position after the last byte; the end of the bytes by default.";
    NodeInfo::value("binary.slice", "Slice Binary", doc)
        .input(Socket::binary("binary", "Binary", "The bytes."))
        .input(Socket::int("start", "Start", "The position of the first byte, from 0."))
        .input(Socket::int("end", "End", end).with_default(i64::MAX))
        .output(Socket::binary("slice", "Slice", "The bytes between."))
        .example_of(
            "The second byte",
            "slice",
            &[(r#"{ "binary": "cafe", "start": 1, "end": 2 }"#, "fe")],
        )
        .compute(|context: &mut Context<'_>| {
            let bytes = context.binary(0)?;
            let start = position(context.int(1)?, bytes.len());
            let end = position(context.int(2)?, bytes.len()).max(start);
            Ok(Binary::from(bytes.clone().into_payload().slice(start..end)))
        })
}

fn position(at: i64, length: usize) -> usize {
    match usize::try_from(at) {
        Ok(at) => at.min(length),
        Err(_) => length.saturating_sub(usize::try_from(at.unsigned_abs()).unwrap_or(usize::MAX)),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn positions_count_from_either_end() {
        let of = |start: i64, end: i64| json!({ "binary": "00010203", "start": start, "end": end });
        check(
            "binary.slice",
            "slice",
            &[
                (of(1, 3), "0102"),
                (of(-2, i64::MAX), "0203"),
                (of(0, -1), "000102"),
                (of(3, 1), ""),
                (of(9, 10), ""),
                (of(i64::MIN, i64::MAX), "00010203"),
                (json!({}), ""),
            ],
        );
    }
}
