//! How values are drawn from distributions.

use super::number;
use crate::types;
use pulsewire_plugin::{NodeError, Value, ValueType};
use rand::rngs::ChaCha12Rng;
use rand_distr::{Distribution, Gamma, Poisson, Uniform};
use std::fmt::Display;

/// The values of the parameters of a distribution; null for those that it does not have.
pub(super) type Parameters = [Value; 2];

/// Draws a value.
pub(super) type SampleFn = fn(&Parameters, &mut ChaCha12Rng) -> Result<Value, NodeError>;

/// The code of a failure for parameters that a distribution does not have.
pub(super) const BAD_PARAMETER: &str = "bad_parameter";

/// A distribution, or why it has no such parameters.
pub(super) fn made<D, E: Display>(distribution: Result<D, E>) -> Result<D, NodeError> {
    distribution.map_err(|error| {
        NodeError::new(BAD_PARAMETER, format!("the distribution has no such parameters: {error}"))
    })
}

/// A Float of a continuous distribution.
pub(super) fn continuous<D: Distribution<f64>, E: Display>(
    distribution: Result<D, E>,
    random: &mut ChaCha12Rng,
) -> Result<Value, NodeError> {
    Ok(Value::Float(number::finite(made(distribution)?.sample(random))?))
}

/// An Int of a discrete distribution.
pub(super) fn discrete<D: Distribution<u64>, E: Display>(
    distribution: Result<D, E>,
    random: &mut ChaCha12Rng,
) -> Result<Value, NodeError> {
    let number = i64::try_from(made(distribution)?.sample(random));
    number.map(Value::Int).map_err(|_| number::overflow())
}

pub(super) fn uniform(it: &Parameters, random: &mut ChaCha12Rng) -> Result<Value, NodeError> {
    let (low, high) = (float(it, 0)?, float(it, 1)?);
    match low == high {
        true => Ok(Value::Float(low)),
        false => continuous(Uniform::new(low, high), random),
    }
}

pub(super) fn uniform_int(it: &Parameters, random: &mut ChaCha12Rng) -> Result<Value, NodeError> {
    let range = Uniform::new_inclusive(int(it, 0)?, int(it, 1)?);
    Ok(Value::Int(made(range)?.sample(random)))
}

pub(super) fn poisson(mean: f64, random: &mut ChaCha12Rng) -> Result<Value, NodeError> {
    #[allow(clippy::cast_possible_truncation)]
    match made(Poisson::new(mean))?.sample(random) {
        number if number < 9e18 => Ok(Value::Int(number as i64)),
        _ => Err(number::overflow()),
    }
}

/// The number of failures is that of a Poisson distribution whose mean has a gamma distribution.
pub(super) fn negative_binomial(
    it: &Parameters,
    random: &mut ChaCha12Rng,
) -> Result<Value, NodeError> {
    let (probability, successes) = (float(it, 0)?, count(it, 1)?);
    if !(probability > 0.0 && probability <= 1.0) {
        return made(Err("the probability is greater than 0 and at most 1"));
    }
    if probability == 1.0 || successes == 0 {
        return Ok(Value::Int(0));
    }
    #[allow(clippy::cast_precision_loss)]
    let means = Gamma::new(successes as f64, (1.0 - probability) / probability);
    match made(means)?.sample(random) {
        mean if mean > 0.0 => poisson(mean, random),
        _ => Ok(Value::Int(0)),
    }
}

/// A parameter that is a finite number.
#[allow(clippy::cast_precision_loss)]
pub(super) fn float(parameters: &Parameters, at: usize) -> Result<f64, NodeError> {
    match &parameters[at] {
        Value::Float(number) if number.is_finite() => Ok(*number),
        Value::Int(number) => Ok(*number as f64),
        Value::Float(number) => {
            let why = format!("is {number}, but wants a finite number");
            Err(NodeError::new(BAD_PARAMETER, why).at_input(at))
        }
        other => Err(NodeError::mismatch(at, ValueType::Float, other)),
    }
}

/// A parameter that counts something.
pub(super) fn count(parameters: &Parameters, at: usize) -> Result<u64, NodeError> {
    let number = int(parameters, at)?;
    u64::try_from(number).map_err(|_| {
        NodeError::new(BAD_PARAMETER, format!("is {number}, but wants 0 or more")).at_input(at)
    })
}

/// The standard deviation, which is the second parameter.
pub(super) fn deviation(parameters: &Parameters) -> Result<f64, NodeError> {
    match float(parameters, 1)? {
        deviation if deviation >= 0.0 => Ok(deviation),
        deviation => {
            let why = format!("is {}, but wants 0 or more", crate::text::number(deviation));
            Err(NodeError::new(BAD_PARAMETER, why).at_input(1))
        }
    }
}

fn int(parameters: &Parameters, at: usize) -> Result<i64, NodeError> {
    match types::coerce(&parameters[at], ValueType::Int) {
        Some(Value::Int(number)) => Ok(number),
        _ => Err(NodeError::mismatch(at, ValueType::Int, &parameters[at])),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Bench, check};
    use serde_json::{Value as Json, json};

    fn case(distribution: &str, parameters: Json) -> Json {
        let mut attributes = parameters;
        attributes["distribution"] = distribution.into();
        attributes
    }

    #[test]
    fn the_ends_of_parameters() {
        let cases = [
            (json!({ "minimum": 2, "maximum": 2 }), "2.0"),
            (json!({ "minimum": -f64::MAX, "maximum": f64::MAX }), "bad_parameter"),
            (json!({ "data_type": "Int", "minimum": 5, "maximum": 5 }), "5"),
            (json!({ "data_type": "Int", "minimum": 6, "maximum": 5 }), "bad_parameter"),
            (case("bernoulli", json!({ "probability": 1 })), "true"),
            (case("bernoulli", json!({ "probability": 0 })), "false"),
            (case("bernoulli", json!({ "probability": -0.1 })), "bad_parameter"),
            (
                case("binomial", json!({ "probability": 1, "trials": i64::MAX })),
                "9223372036854775807",
            ),
            (case("binomial", json!({ "trials": 0 })), "0"),
            (case("geometric", json!({ "probability": 1 })), "0"),
            (case("geometric", json!({ "probability": 0 })), "overflow"),
            (case("negative_binomial", json!({ "probability": 1, "trials": 5 })), "0"),
            (case("negative_binomial", json!({ "probability": 0 })), "bad_parameter"),
            (case("poisson", json!({ "mean": 0 })), "bad_parameter"),
            (case("normal", json!({ "mean": 3, "standard_deviation": 0 })), "3.0"),
            (case("log_normal", json!({ "mean": 1000 })), "not_finite"),
            (case("exponential", json!({ "rate": -1 })), "bad_parameter"),
            (case("gamma", json!({ "shape": 0 })), "bad_parameter"),
            (case("weibull", json!({ "scale": 0 })), "bad_parameter"),
            (case("student_t", json!({ "degrees_of_freedom": 0 })), "bad_parameter"),
        ];
        check("math.random", "output", &cases);
    }

    #[test]
    fn what_is_no_finite_number_is_rejected() {
        let mut node = Bench::new("math.random", case("normal", json!({})));
        for mean in [f64::NAN, f64::INFINITY] {
            let error = node.set("mean", mean).error();
            assert_eq!((error.code.as_ref(), error.input), ("bad_parameter", Some(0)));
        }
        assert_eq!(node.set("mean", "x").error().code, "type_mismatch");
    }
}
