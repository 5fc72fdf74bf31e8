use super::number;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{Attribute, Context, NodeError, NodeInfo, NodeType, Setup, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the logarithm of a number: the power to which the base must be raised to give it.\n\
               Fails with out_of_domain when the number is not greater than 0, or the base is not greater than 0 or is 1.";
    let base = "The base: e is 2.718..., custom is the input `base_value`.";
    NodeInfo::value("math.logarithm", "Logarithm", doc)
        .attribute(Attribute::choice("base", "Base", &["e", "2", "10", "custom"], base))
        .input(Socket::float("input", "Input", "The number, greater than 0.").with_default(1.0))
        .output(Socket::float("exponent", "Exponent", "The logarithm."))
        .example_of(
            "Logarithms to different bases",
            "exponent",
            &[
                (r#"{ "base": "10", "input": 1000 }"#, "3.0"),
                (r#"{ "base": "custom", "base_value": 4, "input": 2 }"#, "0.5"),
            ],
        )
        .compute_with(logarithm)
        .dynamic_sockets(
            "With `base` custom there is an input `base_value`.",
            |attributes, sockets| {
                if attributes.text("base") == "custom" {
                    let doc = "The base, greater than 0 and not 1.";
                    sockets
                        .inputs
                        .push(Socket::float("base_value", "Base Value", doc).with_default(2.0));
                }
                Ok(())
            },
        )
}

fn logarithm(setup: &Setup<'_>) -> impl FnMut(&mut Context<'_>) -> Result<f64, NodeError> + use<> {
    let base = setup.attributes.text("base").to_owned();
    move |context| {
        let input = positive(context, 0)?;
        match base.as_str() {
            "e" => number::finite(input.ln()),
            "2" => number::finite(input.log2()),
            "10" => number::finite(input.log10()),
            _ => match positive(context, 1)? {
                1.0 => Err(number::out_of_domain(1, 1.0, "another base: each power of 1 is 1")),
                base => number::finite(input.log2() / base.log2()),
            },
        }
    }
}

fn positive(context: &Context<'_>, input: usize) -> Result<f64, NodeError> {
    match context.float(input)? {
        number if number > 0.0 => Ok(number),
        number => Err(number::out_of_domain(input, number, "a number greater than 0")),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::json;

    #[test]
    fn every_base_has_its_logarithm() {
        let case = |base, input| json!({ "base": base, "input": input });
        let custom = |base, input| json!({ "base": "custom", "base_value": base, "input": input });
        let cases = [
            (json!({}), "0.0"),
            (case("2", 8.0), "3.0"),
            (case("10", 0.01), "-2.0"),
            (case("e", std::f64::consts::E), "1.0"),
            (custom(3.0, 9.0), "2.0"),
            (custom(0.5, 4.0), "-2.0"),
        ];
        check("math.logarithm", "exponent", &cases);
    }

    #[test]
    fn numbers_without_a_logarithm_are_rejected() {
        let mut node = Bench::new("math.logarithm", json!({ "base": "custom" }));
        for input in [0.0, -1.0, f64::NAN] {
            let error = node.set("input", input).error();
            assert_eq!((error.code.as_ref(), error.input), ("out_of_domain", Some(0)), "{input}");
        }
        node.set("input", 2.0);
        for base in [0.0, 1.0, -2.0, f64::NAN] {
            let error = node.set("base_value", base).error();
            assert_eq!((error.code.as_ref(), error.input), ("out_of_domain", Some(1)), "{base}");
        }
        assert_eq!(node.set("base_value", 2.0).set("input", f64::INFINITY).read(), "not_finite");
    }
}
