use foldhash::HashMap;
use serde_json::{Map, Value as Json};

/// A value of a file with `${attribute:NAME}` in it.
#[derive(Clone, Debug, PartialEq)]
pub enum Template {
    /// A value without one.
    Json(Json),
    /// A text of these segments. A text of a single `${attribute:NAME}` is the value of the attribute, of any type.
    Text(Vec<Segment>),
    /// A list.
    Array(Vec<Self>),
    /// An object.
    Object(Vec<(String, Self)>),
}

/// A segment of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Segment {
    /// Literal text, or that of another placeholder: what it stands for now, and as written.
    Text {
        /// The text.
        text: String,
        /// As the file has it, to be resolved again.
        written: String,
    },
    /// The value of an attribute, or the default of this place.
    Attribute {
        /// The name of the attribute.
        name: String,
        /// What stands here when the attribute is not set.
        default: Option<String>,
    },
}

/// The value of an attribute.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AttributeValue {
    /// The value.
    pub value: Json,
    /// As written, if it holds `${…}` to be resolved again.
    pub written: Option<Json>,
}

/// The values of attributes, by name.
pub type AttributeValues = HashMap<String, AttributeValue>;

impl Template {
    /// The value with these attributes; none if one is not set and has no default.
    #[must_use]
    pub fn value(&self, values: &AttributeValues) -> Option<Json> {
        self.fill(values, false)
    }

    /// The same as written, with other placeholders kept; none if there are none.
    #[must_use]
    pub fn written(&self, values: &AttributeValues) -> Option<Json> {
        self.keeps_placeholder(values).then(|| self.fill(values, true)).flatten()
    }

    /// The attribute whose value this is, if it is nothing else.
    #[must_use]
    pub fn sole(&self) -> Option<&str> {
        match self {
            Self::Text(segments) => match &segments[..] {
                [Segment::Attribute { name, .. }] => Some(name),
                _ => None,
            },
            _ => None,
        }
    }

    /// Calls `found` with the name of each attribute in it and whether it has a default there.
    pub fn each_name<'a>(&'a self, found: &mut dyn FnMut(&'a str, bool)) {
        match self {
            Self::Json(_) => {}
            Self::Text(segments) => segments.iter().for_each(|segment| {
                if let Segment::Attribute { name, default } = segment {
                    found(name, default.is_some());
                }
            }),
            Self::Array(parts) => parts.iter().for_each(|part| part.each_name(found)),
            Self::Object(parts) => parts.iter().for_each(|(_, part)| part.each_name(found)),
        }
    }

    fn fill(&self, values: &AttributeValues, as_written: bool) -> Option<Json> {
        Some(match self {
            Self::Json(json) => json.clone(),
            Self::Text(segments) => return text(segments, values, as_written),
            Self::Array(parts) => {
                let parts = parts.iter().map(|part| part.fill(values, as_written));
                Json::Array(parts.collect::<Option<_>>()?)
            }
            Self::Object(parts) => {
                let part = |(name, part): &(String, Self)| {
                    Some((name.clone(), part.fill(values, as_written)?))
                };
                Json::Object(parts.iter().map(part).collect::<Option<Map<_, _>>>()?)
            }
        })
    }

    fn keeps_placeholder(&self, values: &AttributeValues) -> bool {
        match self {
            Self::Json(_) => false,
            Self::Text(segments) => segments.iter().any(|segment| match segment {
                Segment::Text { text, written } => text != written,
                Segment::Attribute { name, .. } => {
                    values.get(name).is_some_and(|value| value.written.is_some())
                }
            }),
            Self::Array(parts) => parts.iter().any(|part| part.keeps_placeholder(values)),
            Self::Object(parts) => parts.iter().any(|(_, part)| part.keeps_placeholder(values)),
        }
    }
}

fn text(segments: &[Segment], values: &AttributeValues, as_written: bool) -> Option<Json> {
    if let [Segment::Attribute { name, .. }] = segments
        && let Some(value) = values.get(name)
    {
        return Some(match &value.written {
            Some(written) if as_written => written.clone(),
            _ if as_written => escaped(&value.value),
            _ => value.value.clone(),
        });
    }
    if let [Segment::Attribute { name, default: Some(default) }] = segments
        && !values.contains_key(name)
    {
        return Some(number_or_text(default));
    }
    let mut whole = String::new();
    for segment in segments {
        match segment {
            Segment::Text { written, .. } if as_written => whole.push_str(written),
            Segment::Text { text, .. } => whole.push_str(text),
            Segment::Attribute { name, default } => match (values.get(name), default) {
                (Some(AttributeValue { written: Some(written), .. }), _) if as_written => {
                    whole.push_str(&as_text(written));
                }
                (Some(value), _) if as_written => whole.push_str(&as_text(&escaped(&value.value))),
                (Some(value), _) => whole.push_str(&as_text(&value.value)),
                (None, Some(default)) => whole.push_str(default),
                (None, None) => return None,
            },
        }
    }
    Some(Json::String(whole))
}

/// A default that is the whole text: a number or a boolean if it reads as one, as an attribute would be.
fn number_or_text(default: &str) -> Json {
    let read = serde_json::from_str::<Json>(default).ok();
    let scalar = read.filter(|read| read.is_number() || read.is_boolean());
    scalar.unwrap_or_else(|| Json::from(default))
}

/// A value within a text: texts as they are, all else as JSON.
fn as_text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

/// A value whose texts stand for themselves when placeholders are resolved.
fn escaped(value: &Json) -> Json {
    match value {
        Json::String(text) => Json::String(text.replace("${", "$${")),
        Json::Array(parts) => Json::Array(parts.iter().map(escaped).collect()),
        Json::Object(parts) => {
            Json::Object(parts.iter().map(|(name, part)| (name.clone(), escaped(part))).collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn attribute(name: &str) -> Segment {
        Segment::Attribute { name: name.to_owned(), default: None }
    }

    fn values(values: &[(&str, Json)]) -> AttributeValues {
        let value = |value: &Json| AttributeValue { value: value.clone(), written: None };
        values.iter().map(|(name, one)| ((*name).to_owned(), value(one))).collect()
    }

    #[test]
    fn a_single_attribute_keeps_its_type_and_others_become_text() {
        let values = values(&[("n", json!(5)), ("s", json!("x"))]);
        let of = |segments| Template::Text(segments).value(&values);
        let literal = || Segment::Text { text: "a ".into(), written: "a ".into() };
        assert_eq!(of(vec![attribute("n")]), Some(json!(5)));
        assert_eq!(of(vec![literal(), attribute("n"), attribute("s")]), Some(json!("a 5x")));
        assert_eq!(of(vec![attribute("none")]), None);
        let default = |text: &str| Segment::Attribute {
            name: "none".to_owned(),
            default: Some(text.to_owned()),
        };
        assert_eq!(of(vec![default("d")]), Some(json!("d")));
        assert_eq!(of(vec![default("1")]), Some(json!(1)));
        assert_eq!(of(vec![literal(), default("1")]), Some(json!("a 1")));
    }

    #[test]
    fn only_placeholders_of_files_are_resolved_again() {
        let from_file = Segment::Text { text: "secret".into(), written: "${env:T}".into() };
        let template = Template::Text(vec![from_file, attribute("s")]);
        let values = values(&[("s", json!("${env:NOT}"))]);
        assert_eq!(template.value(&values), Some(json!("secret${env:NOT}")));
        assert_eq!(template.written(&values), Some(json!("${env:T}$${env:NOT}")));
        assert_eq!(Template::Text(vec![attribute("s")]).written(&values), None);
    }
}
