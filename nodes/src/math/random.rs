use super::distribution::{self, Distribution};
use super::draw::BAD_PARAMETER;
use crate::example::ExampleOf as _;
use pulsewire_plugin::{
    Attribute, AttributeKind, Constants, Context, NodeError, NodeInfo, NodeType, Setup, Socket,
    Value, ValueType,
};
use rand::SeedableRng as _;
use rand::rngs::ChaCha12Rng;

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns a random value of a distribution, a new one each time it runs or is read. The numbers come from \
               ChaCha12, and are good enough for cryptography unless `is_deterministic` is on.\n\
               Fails with bad_parameter when the distribution has no such parameters, with overflow when an Int result \
               does not fit in 64 bits, and with not_finite when a Float result is infinite.";
    let deterministic = "Whether the node returns the same sequence of values in every run.";
    let seed = "Chooses the sequence when `is_deterministic` is on.";
    let range = "The type of a value of the uniform distribution.";
    let kinds = [ValueType::Float, ValueType::Int];
    let dice = r#"{ "data_type": "Int", "minimum": 1, "maximum": 6, "is_deterministic": true, "seed": 7 }"#;
    NodeInfo::value("math.random", "Random", doc)
        .attribute(Attribute::bool("is_deterministic", "Is Deterministic", false, deterministic))
        .attribute(Attribute::new("seed", "Seed", AttributeKind::Value(ValueType::Int), 0, seed))
        .attribute(Attribute::choice(
            "distribution",
            "Distribution",
            &distribution::ALL.map(|one| one.name),
            distribution::DOC,
        ))
        .attribute(Attribute::value_type("data_type", "Data Type", &kinds, ValueType::Float, range))
        .output(Socket::float("output", "Output", "The random value."))
        .example_of("A die", "output", &[(dice, "1")])
        .compute_with(random)
        .dynamic_sockets(
            "An input for each parameter of `distribution`; `output` is a Bool, an Int or a Float as it says. `data_type` \
             is the type of the output, `minimum` and `maximum` of the uniform distribution.",
            |attributes, sockets| {
                let distribution = Distribution::of(attributes);
                sockets.set_kind(&["output"], distribution.output);
                sockets.inputs.extend(distribution.sockets());
                Ok(())
            },
        )
        .check_constants(check_parameters)
}

fn random(setup: &Setup<'_>) -> impl FnMut(&mut Context<'_>) -> Result<Value, NodeError> + use<> {
    let distribution = Distribution::of(setup.attributes);
    let mut random = match setup.attributes.bool("is_deterministic") {
        true => ChaCha12Rng::seed_from_u64(setup.attributes.int("seed").cast_unsigned()),
        false => rand::make_rng(),
    };
    move |context| {
        let values = (0..context.inputs()).map(|at| context.input(at));
        (distribution.sample)(&distribution::parameters(values), &mut random)
    }
}

/// Refuses constant parameters that the distribution does not have.
fn check_parameters(constants: &mut Constants<'_>) {
    let distribution = Distribution::of(constants.attributes());
    let values = distribution.parameters.iter().map(|parameter| constants.value(parameter.id));
    let Some(values) = values.collect::<Option<Vec<Value>>>() else { return };
    let parameters = distribution::parameters(values.iter());
    let sampled = (distribution.sample)(&parameters, &mut ChaCha12Rng::seed_from_u64(0));
    if let Err(error) = sampled.as_ref()
        && error.code == BAD_PARAMETER
    {
        let at = error.input.unwrap_or_default() as usize;
        let id = distribution.parameters.get(at).map_or("distribution", |parameter| parameter.id);
        constants.check(id, sampled);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, constant_mistakes};
    use pulsewire_plugin::Value;
    use serde_json::{Value as Json, json};

    fn sequence(attributes: &Json) -> Vec<String> {
        let mut node = Bench::new("math.random", attributes.clone());
        let next = |_| {
            assert_eq!(node.read(), "pulse", "{attributes}");
            node.text("output")
        };
        (0..20).map(next).collect()
    }

    #[test]
    fn only_a_seed_makes_the_sequence_the_same() {
        let seeded = |seed| sequence(&json!({ "is_deterministic": true, "seed": seed }));
        assert_eq!(seeded(1), seeded(1));
        assert_ne!(seeded(1), seeded(-1));
        assert_ne!(sequence(&json!({})), sequence(&json!({})));
    }

    #[test]
    fn a_uniform_int_reaches_both_ends() {
        let attributes = json!({ "data_type": "Int", "minimum": -1, "maximum": 1 });
        let mut seen: Vec<String> = (0..20).flat_map(|_| sequence(&attributes)).collect();
        seen.sort();
        seen.dedup();
        assert_eq!(seen, ["-1", "0", "1"]);
        let all = json!({ "data_type": "Int", "minimum": i64::MIN, "maximum": i64::MAX });
        assert_eq!(sequence(&all).len(), 20);
    }

    #[test]
    fn a_uniform_float_is_below_the_maximum() {
        let mut node = Bench::new("math.random", json!({ "minimum": 2, "maximum": 3 }));
        for _ in 0..100 {
            node.read();
            let Value::Float(number) = *node.get("output") else { panic!("a Float") };
            assert!((2.0..3.0).contains(&number), "{number}");
        }
        let error = node.set("maximum", 1.0).error();
        assert_eq!(error.code, "bad_parameter");
        assert_eq!(node.set("maximum", f64::NAN).error().input, Some(1));
    }

    #[test]
    fn bad_constants_are_refused() {
        let cases = [
            (json!({ "minimum": 2 }), "/minimum bad_parameter"),
            (
                json!({ "distribution": "bernoulli", "probability": 1.5 }),
                "/probability bad_parameter",
            ),
            (json!({ "distribution": "binomial", "trials": -1 }), "/trials bad_parameter"),
            (
                json!({ "distribution": "normal", "standard_deviation": -1 }),
                "/standard_deviation bad_parameter",
            ),
        ];
        for (attributes, wanted) in cases {
            let found = constant_mistakes("math.random", attributes.clone(), &[]);
            assert!(found.len() == 1 && found[0].starts_with(wanted), "{attributes}: {found:?}");
            let wired = ["minimum", "probability", "trials", "mean"];
            assert!(constant_mistakes("math.random", attributes, &wired).is_empty());
        }
    }
}
