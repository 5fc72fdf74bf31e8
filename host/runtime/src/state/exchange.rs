//! A state as JSON: every value comes back as it was.
//!
//! JSON has no Binary, NaN or infinity: these are `{"$binary": "BASE64"}` and `{"$float": "NaN"}`. A Dictionary with a name
//! that begins with `$` is `{"$dictionary": {…}}`.

use super::StoredVariable;
use crate::engine::VariableKey;
use data_encoding::BASE64;
use pulsewire_plugin::{Array, Binary, Dictionary, Text, Value};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

/// The version of the format.
const FORMAT: u32 = 1;

/// An exported state.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exported {
    format: u32,
    variables: Vec<ExportedVariable>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExportedVariable {
    /// None for a variable of the project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    graph: Option<String>,
    variable: String,
    value: Json,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    set_aside: bool,
}

impl Exported {
    /// The state in these variables.
    #[must_use]
    pub fn of(stored: Vec<StoredVariable>) -> Self {
        let export = |one: StoredVariable| ExportedVariable {
            graph: Some(one.key.graph).filter(|graph| !graph.is_empty()),
            variable: one.key.variable,
            value: to_json(&one.value),
            set_aside: one.set_aside,
        };
        Self { format: FORMAT, variables: stored.into_iter().map(export).collect() }
    }

    /// The variables of an exported state, without those that were set aside.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn variables(self) -> Result<Vec<(VariableKey, Value)>, String> {
        if self.format != FORMAT {
            return Err(format!(
                "it has the format {}, and this program reads {FORMAT}",
                self.format
            ));
        }
        let current = self.variables.into_iter().filter(|one| !one.set_aside);
        let import = |one: ExportedVariable| {
            let value = from_json(&one.value)
                .map_err(|why| format!("the value of the variable `{}` {why}", one.variable))?;
            let graph = one.graph.unwrap_or_default();
            Ok((VariableKey { graph, variable: one.variable }, value))
        };
        current.map(import).collect()
    }
}

/// A value as JSON.
#[must_use]
pub fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => json!(value),
        Value::Int(value) => json!(value),
        Value::Float(value) if !value.is_finite() => json!({ "$float": value.to_string() }),
        Value::Float(value) => json!(value),
        Value::String(value) => json!(value.as_str()),
        Value::Binary(value) => json!({ "$binary": BASE64.encode(value) }),
        Value::Array(values) => values.iter().map(to_json).collect(),
        Value::Dictionary(values) => {
            let object: Map<_, _> =
                values.iter().map(|(name, value)| (name.to_string(), to_json(value))).collect();
            match object.keys().any(|name| name.starts_with('$')) {
                true => json!({ "$dictionary": object }),
                false => object.into(),
            }
        }
    }
}

fn from_json(json: &Json) -> Result<Value, String> {
    match json {
        Json::Null => Ok(Value::Null),
        Json::Bool(value) => Ok(Value::Bool(*value)),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(value), _) => Ok(Value::Int(value)),
            (None, Some(value)) if number.is_f64() => Ok(Value::Float(value)),
            _ => Err(format!("is beyond 64 bits: {number}")),
        },
        Json::String(text) => Ok(Value::text(text)),
        Json::Array(values) => {
            let values: Result<Vec<_>, _> = values.iter().map(from_json).collect();
            Ok(Array::from(values?).into())
        }
        Json::Object(object) => match object.iter().next() {
            Some((tag, inner)) if tag.starts_with('$') && object.len() == 1 => tagged(tag, inner),
            _ => dictionary(object),
        },
    }
}

fn tagged(tag: &str, inner: &Json) -> Result<Value, String> {
    let bad = || format!("has a bad `{tag}`: {inner}");
    match (tag, inner) {
        ("$binary", Json::String(text)) => {
            let bytes = BASE64.decode(text.as_bytes()).map_err(|_| bad())?;
            Ok(Binary::from(&*bytes).into())
        }
        ("$float", Json::String(text)) => text.parse().map(Value::Float).map_err(|_| bad()),
        ("$dictionary", Json::Object(object)) => dictionary(object),
        _ => Err(bad()),
    }
}

fn dictionary(object: &Map<String, Json>) -> Result<Value, String> {
    let pair = |(name, value): (&String, &Json)| Ok((Text::from(&**name), from_json(value)?));
    let pairs: Result<Vec<_>, String> = object.iter().map(pair).collect();
    Ok(Dictionary::from_iter(pairs?).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_comes_back_as_it_was() {
        let bytes = Value::from(Binary::from(&[0, 255][..]));
        let odd = Dictionary::from_iter([(Text::from("$binary"), bytes.clone())]);
        let numbers =
            [Value::Int(5), Value::Float(5.0), Value::Float(-0.0), Value::Float(f64::INFINITY)];
        let all: Vec<Value> = numbers.into_iter().chain([bytes, odd.into(), Value::Null]).collect();
        let all = Value::from(Array::from(all));
        let text = to_json(&all).to_string();
        let back = from_json(&serde_json::from_str(&text).unwrap()).unwrap();
        assert_eq!((&back, format!("{back:?}")), (&all, format!("{all:?}")), "{text}");
        let nan = from_json(&to_json(&Value::Float(f64::NAN))).unwrap();
        assert!(matches!(nan, Value::Float(value) if value.is_nan()));
        for bad in [json!({ "$binary": "?" }), json!({ "$int": 5 }), json!(u64::MAX)] {
            assert!(from_json(&bad).is_err(), "{bad}");
        }
    }
}
