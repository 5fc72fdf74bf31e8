//! Our values as those of CEL, and back.

use crate::text;
use cel::common::types::{
    CelBool, CelBytes, CelDouble, CelInt, CelList, CelMap, CelMapKey, CelNull, CelString, CelUInt,
};
use cel::common::value::Val;
use pulsewire_plugin::{Array, Binary, Dictionary, Text, Value};

/// A value for CEL. It borrows texts and bytes; `volume` grows by its elements and by one for each 16 bytes of text.
pub(super) fn to_cel<'a>(value: &'a Value, volume: &mut u64) -> Box<dyn Val + 'a> {
    *volume += 1;
    match value {
        Value::Null => Box::new(CelNull),
        Value::Bool(value) => Box::new(CelBool::from(*value)),
        Value::Int(value) => Box::new(CelInt::from(*value)),
        Value::Float(value) => Box::new(CelDouble::from(*value)),
        Value::String(value) => {
            *volume += value.len() as u64 / 16;
            Box::new(CelString::from(value.as_str()))
        }
        Value::Binary(value) => {
            *volume += value.len() as u64 / 16;
            Box::new(CelBytes::from(&**value))
        }
        Value::Array(values) => {
            let values: Vec<_> = values.iter().map(|value| to_cel(value, volume)).collect();
            Box::new(CelList::from(values))
        }
        Value::Dictionary(values) => {
            let pair = |(name, value): (&'a Text, &'a Value)| {
                (CelMapKey::from(name.as_str()), to_cel(value, volume))
            };
            let values: std::collections::HashMap<_, _> = values.iter().map(pair).collect();
            Box::new(CelMap::from(values))
        }
    }
}

/// The value of an expression as ours.
///
/// # Errors
/// What has no counterpart.
pub(super) fn from_cel(value: &dyn Val) -> Result<Value, String> {
    if let Some(value) = value.downcast_ref::<CelBool>() {
        return Ok(Value::Bool(*value.inner()));
    }
    if let Some(value) = value.downcast_ref::<CelInt>() {
        return Ok(Value::Int(*value.inner()));
    }
    if let Some(value) = value.downcast_ref::<CelDouble>() {
        return Ok(Value::Float(*value.inner()));
    }
    if let Some(value) = value.downcast_ref::<CelString>() {
        return Ok(Value::from(value.inner()));
    }
    if let Some(values) = value.downcast_ref::<CelList>() {
        let values: Result<Array, String> =
            values.inner().iter().map(|value| from_cel(value.as_ref())).collect();
        return Ok(Value::Array(values?));
    }
    rare(value)
}

fn rare(value: &dyn Val) -> Result<Value, String> {
    if value.downcast_ref::<CelNull>().is_some() {
        return Ok(Value::Null);
    }
    if let Some(value) = value.downcast_ref::<CelBytes>() {
        return Ok(Value::Binary(Binary::from(value.inner())));
    }
    if let Some(value) = value.downcast_ref::<CelUInt>() {
        let too_large = || format!("the uint {} does not fit in an Int", value.inner());
        return i64::try_from(*value.inner()).map(Value::Int).map_err(|_| too_large());
    }
    if let Some(values) = value.downcast_ref::<CelMap>() {
        return dictionary(values);
    }
    Err(format!(
        "the expression gives a value of type {}, which no socket holds",
        value.get_type().name()
    ))
}

/// The names in alphabetical order, since CEL keeps none.
fn dictionary(values: &CelMap<'_>) -> Result<Value, String> {
    let mut pairs = Vec::with_capacity(values.inner().len());
    for (key, value) in values.inner() {
        let CelMapKey::String(name) = key else {
            return Err("the expression gives a map whose keys are not all strings".to_owned());
        };
        pairs.push((text::into_text(name.inner().to_owned()), from_cel(value.as_ref())?));
    }
    pairs.sort_by(|(a, _), (b, _)| a.as_str().cmp(b.as_str()));
    Ok(Value::Dictionary(pairs.into_iter().collect::<Dictionary>()))
}
