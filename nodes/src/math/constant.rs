use crate::example::ExampleOf as _;
use pulsewire_plugin::{Attribute, Context, NodeInfo, NodeType, Socket};
use std::f64::consts;

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns a constant of mathematics.";
    let names = CONSTANTS.map(|(name, _)| name);
    let which = "Which constant: tau is two pi, golden_ratio is 1.618..., sqrt_2 the square root of 2, ln_2 and ln_10 are \
                 natural logarithms.";
    NodeInfo::value("math.constant", "Math Constant", doc)
        .attribute(Attribute::choice("type", "Type", &names, which))
        .output(Socket::float("value", "Value", "The constant."))
        .example_of("Pi", "value", &[(r#"{ "type": "pi" }"#, "3.141592653589793")])
        .compute_with(|setup| {
            let name = setup.attributes.text("type");
            let known = CONSTANTS.iter().find(|(known, _)| *known == name);
            let value = known.map_or(consts::PI, |(_, value)| *value);
            move |_: &mut Context<'_>| Ok(value)
        })
}

const CONSTANTS: [(&str, f64); 7] = [
    ("pi", consts::PI),
    ("tau", consts::TAU),
    ("e", consts::E),
    ("golden_ratio", 1.618_033_988_749_895),
    ("sqrt_2", consts::SQRT_2),
    ("ln_2", consts::LN_2),
    ("ln_10", consts::LN_10),
];

#[cfg(test)]
mod tests {
    use crate::testing::check;
    use serde_json::json;

    #[test]
    fn each_name_has_its_constant() {
        let case = |name| json!({ "type": name });
        let cases = [
            (json!({}), "3.141592653589793"),
            (case("tau"), "6.283185307179586"),
            (case("e"), "2.718281828459045"),
            (case("golden_ratio"), "1.618033988749895"),
            (case("sqrt_2"), "1.4142135623730951"),
            (case("ln_2"), "0.6931471805599453"),
            (case("ln_10"), "2.302585092994046"),
        ];
        check("math.constant", "value", &cases);
    }
}
