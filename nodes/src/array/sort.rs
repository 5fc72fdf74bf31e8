use crate::compare::numbers;
use crate::example::ExampleOf as _;
use crate::types;
use pulsewire_plugin::{Array, Attribute, Context, NodeError, NodeInfo, NodeType, Setup, Value};
use std::cmp::Ordering;

pub(crate) fn node_type() -> NodeType {
    let doc = "Sorts an array of numbers or of strings, or an array of dictionaries by a key. Strings are compared by the \
               code points of their characters, so capital letters come before small ones. Equal elements keep their \
               order; NaN counts as greater than every number.\n\
               Fails with type_mismatch when the values are neither all numbers nor all strings, and with missing_key \
               when an element has no such key.";
    let key = "The key of the dictionaries by whose value they are sorted; empty to sort the elements themselves.";
    let order = Attribute::choice("order", "Order", &["ascending", "descending"], "The direction.");
    let people =
        r#"{ "key": "age", "array": [{ "name": "ada", "age": 36 }, { "name": "bob", "age": 7 }] }"#;
    let sorted = r#"[{"name":"bob","age":7},{"name":"ada","age":36}]"#;
    NodeInfo::value("array.sort", "Sort Array", doc)
        .attribute(order)
        .attribute(Attribute::string("key", "Key", "", key))
        .input(super::array("The array to sort."))
        .output(super::array("The sorted array."))
        .example_of(
            "Numbers, and people by their age",
            "array",
            &[
                (r#"{ "array": [3, 1, 2.5], "order": "descending" }"#, "[3,2.5,1]"),
                (people, sorted),
            ],
        )
        .compute_with(sort)
}

fn sort(setup: &Setup<'_>) -> impl FnMut(&mut Context<'_>) -> Result<Array, NodeError> + use<> {
    let key = setup.attributes.text("key").to_owned();
    let descending = setup.attributes.text("order") == "descending";
    move |context| {
        let array = context.array(0)?;
        let keyed = array.iter().enumerate().map(|(at, one)| Ok((sort_value(one, at, &key)?, one)));
        let mut keyed = keyed.collect::<Result<Vec<_>, NodeError>>()?;
        check_comparable(&keyed)?;
        match descending {
            true => keyed.sort_by(|(a, _), (b, _)| compare(b, a)),
            false => keyed.sort_by(|(a, _), (b, _)| compare(a, b)),
        }
        Ok(keyed.into_iter().map(|(_, element)| element.clone()).collect())
    }
}

/// The value by which an element is sorted.
fn sort_value<'a>(element: &'a Value, at: usize, key: &str) -> Result<&'a Value, NodeError> {
    if key.is_empty() {
        return Ok(element);
    }
    let Value::Dictionary(dictionary) = element else {
        let found = types::with_article(types::name(element));
        let why = format!("element {at} is {found}, so it has no key {key:?}");
        return Err(NodeError::new("type_mismatch", why).at_input(0));
    };
    dictionary.get(key).ok_or_else(|| {
        let why = format!("element {at} has no key {key:?}");
        NodeError::new("missing_key", why).at_input(0)
    })
}

fn check_comparable(keyed: &[(&Value, &Value)]) -> Result<(), NodeError> {
    let class = |value: &Value| match value {
        Value::Int(_) | Value::Float(_) => Some(true),
        Value::String(_) => Some(false),
        _ => None,
    };
    let wanted = keyed.first().and_then(|(first, _)| class(first));
    let odd = keyed.iter().position(|(value, _)| class(value).is_none() || class(value) != wanted);
    odd.map_or(Ok(()), |at| {
        let [found, first] = [keyed[at].0, keyed[0].0].map(|value| types::with_article(types::name(value)));
        let why = format!(
            "cannot sort: element {at} has {found} and element 0 has {first}; sort numbers or strings"
        );
        Err(NodeError::new("type_mismatch", why).at_input(0))
    })
}

/// How two numbers or two strings compare.
fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::String(a), Value::String(b)) => a.as_str().cmp(b),
        _ => numbers(a, b).unwrap_or_else(|| is_nan(a).cmp(&is_nan(b))),
    }
}

fn is_nan(value: &Value) -> bool {
    matches!(value, Value::Float(value) if value.is_nan())
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use pulsewire_plugin::{Array, Value};
    use serde_json::{Value as Json, json};

    #[test]
    fn sorts_numbers_and_strings() {
        let case = |array: Json| json!({ "array": array });
        let cases = [
            (json!({}), "[]"),
            (case(json!([3, -1, 2.5, 3.0])), "[-1,2.5,3,3.0]"),
            (case(json!(["b", "é", "B", ""])), r#"["","B","b","é"]"#),
            (case(json!([1, "x"])), "type_mismatch"),
            (case(json!([null])), "type_mismatch"),
            (json!({ "order": "descending", "array": ["a", "c", "b"] }), r#"["c","b","a"]"#),
        ];
        check("array.sort", "array", &cases);
    }

    #[test]
    fn sorts_by_a_key_and_keeps_the_order_of_equals() {
        let case = |order, array: Json| json!({ "key": "k", "order": order, "array": array });
        let equals = json!([{ "k": 2, "n": 1 }, { "k": 1 }, { "k": 2, "n": 2 }]);
        let cases = [
            (case("ascending", equals.clone()), r#"[{"k":1},{"k":2,"n":1},{"k":2,"n":2}]"#),
            (case("descending", equals), r#"[{"k":2,"n":1},{"k":2,"n":2},{"k":1}]"#),
            (case("ascending", json!([{ "k": 1 }, {}])), "missing_key"),
            (case("ascending", json!([1])), "type_mismatch"),
        ];
        check("array.sort", "array", &cases);
    }

    #[test]
    fn nan_is_the_last() {
        let values = [f64::NAN, 1.0, f64::INFINITY, f64::NAN, -1.0].map(Value::Float);
        let mut node = Bench::new("array.sort", json!({}));
        node.set("array", Array::from_iter(values)).read();
        let Value::Array(sorted) = node.get("array") else { panic!("an Array") };
        let texts: Vec<String> = sorted.iter().map(ToString::to_string).collect();
        assert_eq!(texts, ["-1.0", "1.0", "inf", "NaN", "NaN"]);
    }
}
