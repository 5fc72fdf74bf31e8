use super::bytes::{OutputAs, binary};
use pulsewire_plugin::{Constants, Context, NodeError, NodeInfo, NodeType, Socket, Value};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns random bytes from the operating system, good enough for keys and nonces. Without a wire to \
               `pulse`, each read returns others.\n\
               Fails with bad_count when the count is not 0 to 1048576.";
    let count = "How many bytes, 0 to 1048576.";
    NodeInfo::value("codec.random_bytes", "Random Bytes", doc)
        .attribute(OutputAs::attribute())
        .input(Socket::int("count", "Count", count).with_default(16))
        .output(Socket::string("bytes", "Bytes", "The random bytes."))
        .example("Sixteen bytes are 32 digits", EXAMPLE, "32")
        .compute_with(|setup| {
            let output = OutputAs::of(setup.attributes.text("output_as"));
            move |context: &mut Context<'_>| random(checked(context.int(0)?)?, output)
        })
        .dynamic_sockets("With `output_as` binary, `bytes` is a Binary.", |attributes, sockets| {
            OutputAs::apply(attributes.text("output_as"), "bytes", sockets);
            Ok(())
        })
        .check_constants(|constants: &mut Constants<'_>| {
            if let Some(count) = constants.int("count") {
                constants.check("count", checked(count));
            }
        })
}

const MAX_COUNT: usize = 1 << 20;

fn checked(count: i64) -> Result<usize, NodeError> {
    usize::try_from(count).ok().filter(|count| *count <= MAX_COUNT).ok_or_else(|| {
        let why = format!("wants a count from 0 to {MAX_COUNT}, got {count}");
        NodeError::new("bad_count", why).at_input(0)
    })
}

fn random(count: usize, output: OutputAs) -> Result<Value, NodeError> {
    let mut bytes = vec![0; count];
    getrandom::fill(&mut bytes).map_err(|why| {
        NodeError::new("no_random", format!("the operating system gives no random bytes: {why}"))
    })?;
    Ok(if output == OutputAs::Binary { binary(bytes) } else { output.value(&bytes) })
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "nonce":  { "type": "codec.random_bytes" },
    "length": { "type": "string.length" },
    "show":   { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> show.pulse",
    "nonce.bytes -> length.string",
    "length.length -> show.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, constant_mistakes};
    use serde_json::json;

    #[test]
    fn each_read_gives_other_bytes() {
        let mut node = Bench::new("codec.random_bytes", json!({ "count": 32 }));
        let mut read = || {
            node.read();
            node.text("bytes")
        };
        let (first, second) = (read(), read());
        assert_eq!((first.len(), second.len()), (64, 64));
        assert_ne!(first, second);
    }

    #[test]
    fn the_count_has_a_limit() {
        let mut node = Bench::new("codec.random_bytes", json!({ "output_as": "binary" }));
        assert_eq!(
            (node.set("count", 1 << 20).read(), node.text("bytes").len()),
            ("pulse".into(), 1 << 21)
        );
        assert_eq!(
            (node.set("count", 0).read(), node.text("bytes")),
            ("pulse".into(), String::new())
        );
        for count in [-1, (1 << 20) + 1] {
            assert_eq!(node.set("count", count).read(), "bad_count");
            let found = constant_mistakes("codec.random_bytes", json!({ "count": count }), &[]);
            assert!(found[0].starts_with("/count bad_count"), "{found:?}");
        }
    }
}
