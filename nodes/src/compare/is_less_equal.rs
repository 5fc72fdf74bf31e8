use crate::example::ExampleOf as _;
use pulsewire_plugin::NodeType;
use std::cmp::Ordering;

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns whether one value is less than another, or equal. Strings are compared by the code points of \
               their characters, so capital letters come before small ones.\n\
               Fails with type_mismatch when one value is a number and the other a string.";
    let modes = ["is_less_equal", "is_less"];
    super::ordering(
        "compare.is_less_equal",
        "Is Less Equal",
        doc,
        modes,
        "What to test: a ≤ b, or a < b.",
    )
    .example_of(
        "At most, and less than",
        "c",
        &[
            (r#"{ "a": 5, "b": 5 }"#, "true"),
            (r#"{ "data_type": "String", "mode": "is_less", "a": "ada", "b": "Zoe" }"#, "false"),
        ],
    )
    .compute_with(|setup| super::test_order(setup, Ordering::Less))
    .apply_data_type(&["a", "b"])
    .check_constants(super::order::check_operands)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::{Value as Json, json};

    fn case(mode: &str, a: impl Into<Json>, b: impl Into<Json>) -> Json {
        json!({ "data_type": "Any", "mode": mode, "a": a.into(), "b": b.into() })
    }

    #[test]
    fn compares_numbers_and_strings() {
        let cases = [
            (case("is_less", 2, 2.5), "true"),
            (case("is_less_equal", 2.5, 2), "false"),
            (case("is_less", 2.5, 2.5), "false"),
            (case("is_less_equal", 2.5, 2.5), "true"),
            (case("is_less", "a", "b"), "true"),
        ];
        check("compare.is_less_equal", "c", &cases);
    }

    #[test]
    fn values_without_an_order_are_rejected() {
        let cases = [(json!(1), json!("1")), (json!(true), json!(false)), (json!(null), json!(1))];
        for (a, b) in cases {
            check("compare.is_less_equal", "c", &[(case("is_less", a, b), "type_mismatch")]);
        }
        let mut nan = Bench::new("compare.is_less_equal", json!({ "data_type": "Float" }));
        assert_eq!(
            (nan.set("a", f64::NAN).read(), nan.text("c")),
            ("pulse".into(), "false".into())
        );
    }
}
