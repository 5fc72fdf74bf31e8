use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value as Json};
use std::fmt;

/// A JSON value; parsing fails for a duplicate name in an object, where `serde_json` would keep the last.
///
/// Objects and arrays have no spare capacity, which matters in files with a million nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct UniqueKeys(pub Json);

/// Parses an object as [`UniqueKeys`] does; for `#[serde(deserialize_with)]`.
pub(crate) fn map<'de, D: Deserializer<'de>>(from: D) -> Result<Map<String, Json>, D::Error> {
    from.deserialize_map(MapVisitor)
}

/// Parses a value as [`UniqueKeys`] does; for `#[serde(deserialize_with)]`.
pub(crate) fn value<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Json>, D::Error> {
    Ok(Some(UniqueKeys::deserialize(from)?.0))
}

impl<'de> Deserialize<'de> for UniqueKeys {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ValueVisitor).map(Self)
    }
}

struct MapVisitor;

impl<'de> Visitor<'de> for MapVisitor {
    type Value = Map<String, Json>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut parts: A) -> Result<Self::Value, A::Error> {
        let mut entries: Vec<(String, Json)> = Vec::new();
        while let Some((name, value)) = parts.next_entry::<String, UniqueKeys>()? {
            entries.push((name, value.0));
        }
        let count = entries.len();
        let mut map = Map::with_capacity(count);
        map.extend(entries);
        if map.len() == count { Ok(map) } else { Err(A::Error::custom("duplicate name")) }
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Number::from_f64(value).map_or(Json::Null, Json::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Json, A::Error> {
        let mut values = Vec::new();
        while let Some(UniqueKeys(value)) = parts.next_element()? {
            values.push(value);
        }
        values.shrink_to_fit();
        Ok(Json::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, parts: A) -> Result<Json, A::Error> {
        MapVisitor.visit_map(parts).map(Json::Object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_parsed_unchanged() {
        let text =
            r#"{"b": [1, -2, 1.5, "x\n", null, true, {}], "a": {"c": 18446744073709551615}}"#;
        let UniqueKeys(value) = serde_json::from_str(text).unwrap();
        assert_eq!(value, serde_json::from_str::<Json>(text).unwrap());
        assert_eq!(value["b"][2], json!(1.5));
        assert_eq!(value.as_object().unwrap().keys().next().unwrap(), "b");
    }

    #[test]
    fn a_duplicate_name_is_an_error_at_any_depth() {
        for text in [r#"{"a": 1, "a": 2}"#, r#"[{"x": {"a": 1, "\u0061": 1}}]"#] {
            let error = serde_json::from_str::<UniqueKeys>(text).unwrap_err();
            assert!(error.to_string().contains("duplicate name"), "{error}");
        }
    }
}
