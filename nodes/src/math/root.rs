use super::number;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{Context, NodeError, NodeInfo, NodeType, Socket};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns the root of a number: the number that, raised to the degree, gives it. A negative number has \
               roots of odd degrees only.\n\
               Fails with out_of_domain when there is no such root, and with not_finite when the result is infinite.";
    let degree = "Which root; not 0. 2 is the square root.";
    NodeInfo::value("math.root", "Root", doc)
        .input(Socket::float("base", "Base", "The number to take the root of."))
        .input(Socket::float("degree", "Degree", degree).with_default(2.0))
        .output(Socket::float("output", "Output", "The root."))
        .example_of(
            "A square root and a cube root",
            "output",
            &[(r#"{ "base": 2.25 }"#, "1.5"), (r#"{ "base": -8, "degree": 3 }"#, "-2.0")],
        )
        .compute(root)
        .check_constants(|constants| {
            if constants.float("degree") == Some(0.0) {
                constants.check("degree", Err::<(), _>(no_degree()));
            }
        })
}

fn root(context: &mut Context<'_>) -> Result<f64, NodeError> {
    let (base, degree) = (context.float(0)?, context.float(1)?);
    if degree == 0.0 {
        return Err(no_degree());
    }
    let is_odd = (degree % 2.0).abs() == 1.0;
    let root = match degree {
        _ if base < 0.0 && !is_odd => {
            let wanted =
                "0 or more, or an odd degree: other roots of a negative number are no real numbers";
            return Err(number::out_of_domain(0, base, wanted));
        }
        2.0 => base.sqrt(),
        3.0 => base.cbrt(),
        degree => base.abs().powf(degree.recip()).copysign(base),
    };
    number::finite(root)
}

#[cold]
fn no_degree() -> NodeError {
    number::out_of_domain(1, 0.0, "any other degree: 2 for the square root")
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check, constant_mistakes};
    use serde_json::json;

    #[test]
    fn negative_numbers_have_odd_roots_only() {
        let case = |base, degree| json!({ "base": base, "degree": degree });
        let cases = [
            (case(16.0, 4.0), "2.0"),
            (case(4.0, -2.0), "0.5"),
            (case(-32.0, 5.0), "-2.0"),
            (case(-4.0, 2.0), "out_of_domain"),
            (case(-4.0, 2.5), "out_of_domain"),
            (case(1.0, 0.0), "out_of_domain"),
            (case(0.0, -1.0), "not_finite"),
            (json!({}), "0.0"),
        ];
        check("math.root", "output", &cases);
    }

    #[test]
    fn nan_fails_and_a_constant_degree_is_checked() {
        assert_eq!(Bench::new("math.root", json!({})).set("base", f64::NAN).read(), "not_finite");
        let found = constant_mistakes("math.root", json!({ "degree": 0 }), &["base"]);
        assert!(found[0].starts_with("/degree out_of_domain"), "{found:?}");
    }
}
