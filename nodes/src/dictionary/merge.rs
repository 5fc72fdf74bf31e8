use crate::example::ExampleOf as _;
use crate::sockets;
use pulsewire_plugin::{Context, Dictionary, NodeError, NodeInfo, NodeType, Socket, ValueType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Joins dictionaries to one. For a key that several of them have, the value of the last one counts, at the \
               place of the first; dictionaries inside them are replaced, not merged.";
    let example = r#"{ "dictionary_1": { "a": 1, "b": 2 }, "dictionary_2": { "a": 9, "c": 3 } }"#;
    NodeInfo::value("dictionary.merge", "Merge Dictionaries", doc)
        .attribute(sockets::count())
        .output(Socket::dictionary(
            "new_dictionary",
            "New Dictionary",
            "The keys of all dictionaries.",
        ))
        .example_of("Replace and add", "new_dictionary", &[(example, r#"{"a":9,"b":2,"c":3}"#)])
        .compute(merge)
        .dynamic_sockets(
            "`count` inputs: dictionary_1, dictionary_2, ...",
            sockets::counted(
                ["dictionary", "Dictionary"],
                ValueType::Dictionary,
                "One of the dictionaries.",
            ),
        )
}

fn merge(context: &mut Context<'_>) -> Result<Dictionary, NodeError> {
    let mut all = Vec::new();
    for input in 0..context.inputs() {
        let pairs = context.dictionary(input)?.iter();
        all.extend(pairs.map(|(key, value)| (key.clone(), value.clone())));
    }
    Ok(all.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn the_last_value_counts() {
        let three = json!({
            "count": 3,
            "dictionary_1": { "a": { "x": 1 } },
            "dictionary_2": { "é": 2 },
            "dictionary_3": { "a": { "y": 3 }, "é": null },
        });
        let cases = [(json!({}), "{}"), (three, r#"{"a":{"y":3},"é":null}"#)];
        check("dictionary.merge", "new_dictionary", &cases);
        let error = Bench::new("dictionary.merge", json!({})).set("dictionary_2", 1).error();
        assert_eq!((error.code.as_ref(), error.input), ("type_mismatch", Some(1)));
    }
}
