use serde_json::{Number, Value as Json};

/// Below this, `f64` represents every whole number exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The content of a message, which is sent as it is written.
const CONTENT: &str = "json";

/// Rewrites whole numbers as integers: JSON Schema accepts `45e3` and `1.0` as integers, serde does not.
pub(super) fn make_whole(value: &mut Json) {
    match value {
        Json::Number(number) => {
            if let Some(whole) = whole(number) {
                *number = whole;
            }
        }
        Json::Array(items) => items.iter_mut().for_each(make_whole),
        Json::Object(fields) => {
            let settings = fields.iter_mut().filter(|(name, _)| *name != CONTENT);
            settings.for_each(|(_, value)| make_whole(value));
        }
        Json::Null | Json::Bool(_) | Json::String(_) => {}
    }
}

fn whole(number: &Number) -> Option<Number> {
    let float = number.as_f64().filter(|_| number.is_f64())?;
    let is_whole = float.fract() == 0.0 && float.abs() <= EXACT;
    is_whole.then(|| format!("{float:.0}").parse::<i64>().ok())?.map(Number::from)
}
