//! The distributions of Random.

use super::draw::{
    Parameters, SampleFn, continuous, count, deviation, discrete, float, made, negative_binomial,
    poisson, uniform, uniform_int,
};
use pulsewire_plugin::ValueType::{Bool, Float, Int};
use pulsewire_plugin::{Attributes, Socket, Value, ValueType};
use rand_distr::{
    Bernoulli, Binomial, Cauchy, ChiSquared, Distribution as _, Exp, FisherF, Gamma, Geometric,
    Gumbel, LogNormal, Normal, StudentT, Weibull,
};

/// A distribution: its name, its parameters, and how a value is drawn from it.
pub(super) struct Distribution {
    pub(super) name: &'static str,
    pub(super) output: ValueType,
    /// At most two.
    pub(super) parameters: &'static [Parameter],
    pub(super) sample: SampleFn,
}

/// A parameter of a distribution: an input of the node.
pub(super) struct Parameter {
    pub(super) id: &'static str,
    title: &'static str,
    kind: ValueType,
    default: f64,
    doc: &'static str,
}

/// What the distributions are.
pub(super) const DOC: &str = "Which values are likely: uniform, all from minimum to maximum alike (a Float is less than \
    maximum); bernoulli, true with a probability; binomial, how many of some trials succeed; negative_binomial, how many \
    trials fail before some succeed; geometric, how many fail before one succeeds; poisson, how often something happens \
    in a time; exponential, the time between two such events; gamma, weibull and extreme_value, life times and largest \
    values; normal, log_normal, chi_squared, cauchy, fisher_f and student_t as in statistics.";

/// Every distribution; the first is the default.
pub(super) const ALL: [Distribution; 16] = [
    of("uniform", Float, &[MINIMUM, MAXIMUM], uniform),
    of("bernoulli", Bool, &[PROBABILITY], |it, random| {
        Ok(Value::Bool(made(Bernoulli::new(float(it, 0)?))?.sample(random)))
    }),
    of("binomial", Int, &[PROBABILITY, TRIALS], |it, random| {
        discrete(Binomial::new(count(it, 1)?, float(it, 0)?), random)
    }),
    of("negative_binomial", Int, &[PROBABILITY, TRIALS], negative_binomial),
    of("geometric", Int, &[PROBABILITY], |it, random| {
        discrete(Geometric::new(float(it, 0)?), random)
    }),
    of("poisson", Int, &[MEAN_COUNT], |it, random| poisson(float(it, 0)?, random)),
    of("exponential", Float, &[RATE], |it, random| continuous(Exp::new(float(it, 0)?), random)),
    of("gamma", Float, &[SHAPE, SCALE], |it, random| {
        continuous(Gamma::new(float(it, 0)?, float(it, 1)?), random)
    }),
    of("weibull", Float, &[SHAPE, SCALE], |it, random| {
        continuous(Weibull::new(float(it, 1)?, float(it, 0)?), random)
    }),
    of("extreme_value", Float, &[LOCATION, SCALE], |it, random| {
        continuous(Gumbel::new(float(it, 0)?, float(it, 1)?), random)
    }),
    of("normal", Float, &[MEAN, DEVIATION], |it, random| {
        continuous(Normal::new(float(it, 0)?, deviation(it)?), random)
    }),
    of("log_normal", Float, &[MEAN, DEVIATION], |it, random| {
        continuous(LogNormal::new(float(it, 0)?, deviation(it)?), random)
    }),
    of("chi_squared", Float, &[FREEDOM], |it, random| {
        continuous(ChiSquared::new(float(it, 0)?), random)
    }),
    of("cauchy", Float, &[LOCATION, SCALE], |it, random| {
        continuous(Cauchy::new(float(it, 0)?, float(it, 1)?), random)
    }),
    of("fisher_f", Float, &[NUMERATOR, DENOMINATOR], |it, random| {
        continuous(FisherF::new(float(it, 0)?, float(it, 1)?), random)
    }),
    of("student_t", Float, &[FREEDOM], |it, random| {
        continuous(StudentT::new(float(it, 0)?), random)
    }),
];

const UNIFORM_INT: Distribution = of(
    "uniform",
    Int,
    &[Parameter { kind: Int, ..MINIMUM }, Parameter { kind: Int, ..MAXIMUM }],
    uniform_int,
);

const MINIMUM: Parameter = input("minimum", "Minimum", 0.0, "The least value.");
const MAXIMUM: Parameter = input("maximum", "Maximum", 1.0, "The greatest value.");
const PROBABILITY: Parameter =
    input("probability", "Probability", 0.5, "The probability of true, or of a success, 0 to 1.");
const TRIALS: Parameter = Parameter {
    kind: Int,
    ..input("trials", "Number of trials", 1.0, "How many trials, or successes.")
};
const MEAN: Parameter = input("mean", "Mean", 0.0, "The mean; for log_normal, of the logarithm.");
const MEAN_COUNT: Parameter = input("mean", "Mean", 1.0, "The mean, greater than 0.");
const DEVIATION: Parameter = input(
    "standard_deviation",
    "Standard deviation",
    1.0,
    "The standard deviation, 0 or more; for log_normal, of the logarithm.",
);
const RATE: Parameter = input("rate", "Rate", 1.0, "How many events in a time, greater than 0.");
const SHAPE: Parameter = input("shape", "Shape", 1.0, "The shape, greater than 0.");
const SCALE: Parameter = input("scale", "Scale", 1.0, "The scale, greater than 0.");
const LOCATION: Parameter = input("location", "Location", 0.0, "Where the peak is.");
const FREEDOM: Parameter = input(
    "degrees_of_freedom",
    "Degrees of freedom",
    1.0,
    "The degrees of freedom, greater than 0.",
);
const NUMERATOR: Parameter =
    input("numerator_dof", "Numerator DoF", 1.0, "The degrees of freedom of the numerator.");
const DENOMINATOR: Parameter =
    input("denominator_dof", "Denominator DoF", 1.0, "The degrees of freedom of the denominator.");

const fn of(
    name: &'static str,
    output: ValueType,
    parameters: &'static [Parameter],
    sample: SampleFn,
) -> Distribution {
    Distribution { name, output, parameters, sample }
}

const fn input(
    id: &'static str,
    title: &'static str,
    default: f64,
    doc: &'static str,
) -> Parameter {
    Parameter { id, title, kind: Float, default, doc }
}

impl Distribution {
    /// The distribution that the attributes of a node name.
    pub(super) fn of(attributes: Attributes<'_>) -> Self {
        let name = attributes.text("distribution");
        let [uniform, rest @ ..] = ALL;
        match rest.into_iter().find(|one| one.name == name) {
            Some(distribution) => distribution,
            None if attributes.kind("data_type") == Int => UNIFORM_INT,
            None => uniform,
        }
    }

    /// The inputs of a node that draws from this distribution.
    pub(super) fn sockets(&self) -> impl Iterator<Item = Socket> {
        self.parameters.iter().map(|parameter| {
            let Parameter { id, title, kind, default, doc } = parameter;
            let socket = Socket::new(id, title, *kind, doc);
            match kind {
                #[allow(clippy::cast_possible_truncation)]
                Int => socket.with_default(*default as i64),
                _ => socket.with_default(*default),
            }
        })
    }
}

/// The values of the parameters; null for those that a distribution does not have.
pub(super) fn parameters<'a>(values: impl Iterator<Item = &'a Value>) -> Parameters {
    let mut parameters = Parameters::default();
    parameters.iter_mut().zip(values).for_each(|(parameter, value)| *parameter = value.clone());
    parameters
}

#[cfg(test)]
mod tests {
    use super::{ALL, UNIFORM_INT};
    use crate::testing::Bench;
    use pulsewire_plugin::Value;
    use rand::SeedableRng as _;
    use rand::rngs::ChaCha12Rng;
    use serde_json::{Value as Json, json};

    /// The mean of many draws, and the type of the values.
    fn mean(mut attributes: Json) -> (f64, String) {
        attributes["is_deterministic"] = true.into();
        let mut node = Bench::new("math.random", attributes.clone());
        let draw = |_| {
            assert_eq!(node.read(), "pulse", "{attributes}");
            match node.get("output") {
                Value::Bool(value) => f64::from(u8::from(*value)),
                Value::Int(value) => *value as f64,
                Value::Float(value) => *value,
                other => panic!("{other}"),
            }
        };
        let sum: f64 = (0..4000).map(draw).sum();
        (sum / 4000.0, node.get("output").kind().to_string())
    }

    #[test]
    fn each_distribution_has_its_type_and_mean() {
        let cases = [
            (json!({ "distribution": "uniform", "maximum": 4 }), "Float", 2.0),
            (json!({ "distribution": "uniform", "data_type": "Int", "maximum": 4 }), "Int", 2.0),
            (json!({ "distribution": "bernoulli", "probability": 0.25 }), "Bool", 0.25),
            (json!({ "distribution": "binomial", "probability": 0.25, "trials": 8 }), "Int", 2.0),
            (json!({ "distribution": "negative_binomial", "trials": 3 }), "Int", 3.0),
            (json!({ "distribution": "geometric", "probability": 0.25 }), "Int", 3.0),
            (json!({ "distribution": "poisson", "mean": 3 }), "Int", 3.0),
            (json!({ "distribution": "exponential", "rate": 0.5 }), "Float", 2.0),
            (json!({ "distribution": "gamma", "shape": 2, "scale": 1.5 }), "Float", 3.0),
            (json!({ "distribution": "weibull", "shape": 1, "scale": 2 }), "Float", 2.0),
            (json!({ "distribution": "extreme_value", "location": 1 }), "Float", 1.577),
            (json!({ "distribution": "normal", "mean": 5, "standard_deviation": 2 }), "Float", 5.0),
            (json!({ "distribution": "log_normal", "standard_deviation": 0.5 }), "Float", 1.133),
            (json!({ "distribution": "chi_squared", "degrees_of_freedom": 3 }), "Float", 3.0),
            (json!({ "distribution": "fisher_f", "denominator_dof": 9 }), "Float", 9.0 / 7.0),
            (json!({ "distribution": "student_t", "degrees_of_freedom": 9 }), "Float", 0.0),
        ];
        for (attributes, kind, wanted) in cases {
            let (mean, found) = mean(attributes.clone());
            assert_eq!(found, kind, "{attributes}");
            assert!((mean - wanted).abs() < 0.2, "{attributes}: {mean}");
        }
    }

    /// A node must return soon, whatever its parameters are.
    #[test]
    fn extreme_parameters_give_a_value_or_an_error() {
        let floats = [0.0, 5e-324, 1e-17, 1e-9, 0.5, 1.0 - f64::EPSILON, 1.0, 9e18, f64::MAX, -1.0];
        let ints = [0, 1, 1000, 1 << 53, i64::MAX, i64::MIN];
        let values: Vec<Value> =
            floats.map(Value::Float).into_iter().chain(ints.map(Value::Int)).collect();
        let mut random = ChaCha12Rng::seed_from_u64(0);
        for distribution in ALL.iter().chain([&UNIFORM_INT]) {
            for (first, second) in values.iter().flat_map(|a| values.iter().map(move |b| (a, b))) {
                for _ in 0..5 {
                    let drawn =
                        (distribution.sample)(&[first.clone(), second.clone()], &mut random);
                    assert!(
                        drawn.is_err() || drawn.is_ok_and(|one| distribution.output.accepts(&one))
                    );
                }
            }
        }
    }

    #[test]
    fn half_of_the_cauchy_values_are_beyond_the_location() {
        let attributes =
            json!({ "distribution": "cauchy", "location": 3, "is_deterministic": true });
        let mut node = Bench::new("math.random", attributes);
        let beyond = (0..4000).filter(|_| {
            node.read();
            matches!(node.get("output"), Value::Float(value) if *value > 3.0)
        });
        assert!((1800..2200).contains(&beyond.count()));
    }
}
