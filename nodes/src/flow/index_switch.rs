use pulsewire_plugin::{
    Attribute, AttributeKind, AttributeMistake, Attributes, Context, Flow, NodeInfo, NodeType,
    Socket, Sockets,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Turns a number into Bools: the output of the same number is true, and the others are false. To send a pulse \
               one of several ways, use Switch.";
    let count = "How many outputs there are besides `default`, 1 to 100.";
    NodeInfo::value("flow.index_switch", "Index Switch", doc)
        .attribute(Attribute::new("outputs", "Outputs", AttributeKind::Range(1, 100), 2, count))
        .input(Socket::int("index", "Index", "The number to compare."))
        .example("Number 1 of 0 and 1", EXAMPLE, "false\ntrue")
        .run_with(|setup| {
            let count = setup.attributes.count("outputs");
            move |context: &mut Context<'_>| {
                let index = usize::try_from(context.int(0)?).unwrap_or(count).min(count);
                (0..=count).for_each(|output| context.set(output, output == index));
                Ok(Flow::NEXT)
            }
        })
        .dynamic_sockets(
            "`outputs` outputs: index_0, index_1, ..., and `default` last.",
            index_sockets,
        )
}

fn index_sockets(
    attributes: Attributes<'_>,
    sockets: &mut Sockets,
) -> Result<(), AttributeMistake> {
    let output = |at| {
        let (id, title) = (format!("index_{at}"), format!("Index: {at}"));
        Socket::bool(&id, &title, "Whether the index is this number.")
    };
    sockets.outputs = (0..attributes.count("outputs")).map(output).collect();
    sockets.outputs.push(Socket::bool("default", "Default", "Whether the index is none of them."));
    Ok(())
}

const EXAMPLE: &str = r#"{
  "nodes": {
    "begin":  { "type": "event.initialize" },
    "number": { "type": "flow.index_switch", "attributes": { "index": 1 } },
    "zero":   { "type": "console.print" },
    "one":    { "type": "console.print" }
  },
  "wires": [
    "begin.pulse -> zero.pulse",
    "number.index_0 -> zero.input",
    "zero.pulse -> one.pulse",
    "number.index_1 -> one.input"
  ]
}"#;

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn one_output_is_true() {
        let mut node = Bench::new("flow.index_switch", json!({ "outputs": 3 }));
        let outputs = ["index_0", "index_1", "index_2", "default"];
        for (index, wanted) in [(0, 0), (2, 2), (3, 3), (-1, 3), (i64::MAX, 3), (i64::MIN, 3)] {
            assert_eq!(node.set("index", index).read(), "pulse");
            let found = outputs.map(|output| node.text(output) == "true");
            assert_eq!(found, [0, 1, 2, 3].map(|at| at == wanted), "{index}");
        }
        assert_eq!(node.set("index", "1").read(), "type_mismatch");
    }
}
