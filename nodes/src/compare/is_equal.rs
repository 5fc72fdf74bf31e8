use super::equal;
use crate::example::ExampleOf as _;
use crate::types;
use pulsewire_plugin::{Attribute, Context, NodeType, ValueType};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns whether two values are equal, or whether they differ. Arrays are equal when all their elements \
               are, dictionaries when they have the same keys with equal values, in any order. An Int and a Float of \
               the same number are equal.";
    let modes = ["is_equal", "is_not_equal"];
    super::comparison("compare.is_equal", "Is Equal", doc)
        .attribute(Attribute::data_type(&ValueType::ALL, ValueType::Any))
        .attribute(Attribute::choice("mode", "Mode", &modes, "What to test: a = b, or a ≠ b."))
        .example_of(
            "Compare a word with another",
            "c",
            &[
                (r#"{ "a": "yes", "b": "yes" }"#, "true"),
                (r#"{ "mode": "is_not_equal", "a": 5, "b": 5.0 }"#, "false"),
            ],
        )
        .compute_with(|setup| {
            let kind = setup.attributes.kind("data_type");
            let wanted = setup.attributes.text("mode") == "is_equal";
            move |context: &mut Context<'_>| {
                let a = types::check_input(context, 0, kind)?;
                let b = types::check_input(context, 1, kind)?;
                Ok(equal(a, b) == wanted)
            }
        })
        .apply_data_type(&["a", "b"])
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn the_mode_negates_the_result() {
        let case = |mode| json!({ "mode": mode, "a": [1, "x"], "b": [1.0, "x"] });
        let cases = [(case("is_equal"), "true"), (case("is_not_equal"), "false")];
        check("compare.is_equal", "c", &cases);
    }

    #[test]
    fn values_are_of_the_data_type() {
        let mut node = Bench::new("compare.is_equal", json!({ "data_type": "String", "a": "1" }));
        assert_eq!(node.set("b", 1).error().input, Some(1));
        check("compare.is_equal", "c", &[(json!({ "a": "1", "b": 1 }), "false")]);
    }
}
