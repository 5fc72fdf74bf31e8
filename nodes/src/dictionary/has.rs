use crate::example::ExampleOf as _;
use pulsewire_plugin::{NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns whether a dictionary has a key, whatever its value.";
    let example = r#"{ "dictionary": { "name": "ada" }, "key": "name" }"#;
    NodeInfo::value("dictionary.has", "Has Key", doc)
        .input(super::dictionary("The dictionary to search."))
        .input(super::key("The key to look for."))
        .output(Socket::bool("has", "Has", "Whether the key exists."))
        .example_of("Look for a name", "has", &[(example, "true")])
        .compute(|context| Ok(context.dictionary(0)?.get(context.text(1)?).is_some()))
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn a_key_exists_whatever_its_value() {
        let case = |key| json!({ "dictionary": { "a": null, "": 1 }, "key": key });
        let cases =
            [(case("a"), "true"), (case(""), "true"), (case("A"), "false"), (json!({}), "false")];
        check("dictionary.has", "has", &cases);
    }
}
