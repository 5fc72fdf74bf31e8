use crate::example::ExampleOf as _;
use pulsewire_plugin::{Context, Dictionary, Flow, NodeError, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns a dictionary without one key; without a change when there is no such key. The input dictionary \
               stays unchanged, and the other keys keep their order.";
    let example = r#"{ "dictionary": { "name": "ada", "age": 36 }, "key": "age" }"#;
    NodeInfo::value("dictionary.erase", "Erase Dictionary Element", doc)
        .input(super::dictionary("The dictionary to remove from."))
        .input(super::key("The key to remove."))
        .output(super::dictionary("The dictionary without the key."))
        .output(Socket::bool("found", "Found", "Whether the key existed."))
        .example_of("Forget the age", "dictionary", &[(example, r#"{"name":"ada"}"#)])
        .run(erase)
}

fn erase(context: &mut Context<'_>) -> Result<Flow, NodeError> {
    let (before, key) = (context.dictionary(0)?.clone(), context.text(1)?.clone());
    let found = before.get(&key).is_some();
    let rest = match found {
        true => before.iter().filter(|(name, _)| **name != key).map(pair).collect::<Dictionary>(),
        false => before,
    };
    context.set(0, rest);
    context.set(1, found);
    Ok(Flow::NEXT)
}

fn pair<K: Clone, V: Clone>((key, value): (&K, &V)) -> (K, V) {
    (key.clone(), value.clone())
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn removes_one_key() {
        let case = |key| json!({ "dictionary": { "a": 1, "é": 2, "": 3 }, "key": key });
        let cases = [
            (case("é"), r#"{"a":1,"":3}"#),
            (case(""), r#"{"a":1,"é":2}"#),
            (case("b"), r#"{"a":1,"é":2,"":3}"#),
            (json!({}), "{}"),
        ];
        check("dictionary.erase", "dictionary", &cases);
        check("dictionary.erase", "found", &[(case("a"), "true"), (case("b"), "false")]);
    }
}
