use crate::value::whole_number;
use crate::{Binary, Value, ValueType};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::borrow::Cow;

/// A value that users set on a node.
///
/// The attributes that set the defaults of data inputs are not listed: every data input has one, of its own type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribute {
    /// Its name in files, in snake_case.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// What it means, with its unit and range.
    pub doc: String,
    /// Which values are allowed.
    pub kind: AttributeKind,
    /// The value when the file does not set it; null when the file must.
    pub default: Json,
}

/// Which values an attribute allows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttributeKind {
    /// A value of this type.
    Value(ValueType),
    /// A whole number between two bounds, both included.
    Range(i64, i64),
    /// One of these words.
    Choice(Vec<String>),
    /// A list of values, each of this kind.
    List(Box<Self>),
    /// The name of an entry of this list in the plugin's settings section: a *configuration*.
    Configuration(String),
    /// The name of a variable of the graph.
    Variable,
}

/// Why a value in a file is not allowed for an attribute.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("wants {wanted}")]
pub struct AttributeError {
    /// Which values are allowed, in words.
    pub wanted: String,
}

impl Attribute {
    /// An attribute with a default.
    #[must_use]
    pub fn new(
        id: &str,
        title: &str,
        kind: AttributeKind,
        default: impl Into<Json>,
        doc: &str,
    ) -> Self {
        let (id, title, doc) = (id.to_owned(), title.to_owned(), doc.to_owned());
        Self { id, title, doc, kind, default: default.into() }
    }

    /// An attribute without a default: the file must set it.
    #[must_use]
    pub fn required(id: &str, title: &str, kind: AttributeKind, doc: &str) -> Self {
        Self::new(id, title, kind, Json::Null, doc)
    }

    /// An attribute that holds a Bool.
    #[must_use]
    pub fn bool(id: &str, title: &str, default: bool, doc: &str) -> Self {
        Self::new(id, title, AttributeKind::Value(ValueType::Bool), default, doc)
    }

    /// An attribute that holds a String.
    #[must_use]
    pub fn string(id: &str, title: &str, default: &str, doc: &str) -> Self {
        Self::new(id, title, AttributeKind::Value(ValueType::String), default, doc)
    }

    /// An attribute that holds one of these words; the first is the default.
    #[must_use]
    pub fn choice(id: &str, title: &str, options: &[&str], doc: &str) -> Self {
        let default = options.first().copied().unwrap_or_default();
        let options = options.iter().map(|&option| option.to_owned()).collect();
        Self::new(id, title, AttributeKind::Choice(options), default, doc)
    }

    /// An attribute that holds the name of one of these types.
    #[must_use]
    pub fn value_type(
        id: &str,
        title: &str,
        kinds: &[ValueType],
        default: ValueType,
        doc: &str,
    ) -> Self {
        let names = kinds.iter().map(|kind| kind.name().to_owned()).collect();
        Self::new(id, title, AttributeKind::Choice(names), default.name(), doc)
    }

    /// The attribute `data_type` with which a node's sockets change their type.
    #[must_use]
    pub fn data_type(kinds: &[ValueType], default: ValueType) -> Self {
        let doc = "The type of the node's data sockets.";
        Self::value_type("data_type", "Data Type", kinds, default, doc)
    }

    /// The attribute by which a node picks an entry of `list` in its plugin's settings.
    #[must_use]
    pub fn configuration(list: &str, doc: &str) -> Self {
        let kind = AttributeKind::Configuration(list.to_owned());
        Self::required("configuration", "Configuration", kind, doc)
    }

    /// The attribute by which a node picks a variable of its graph.
    #[must_use]
    pub fn variable() -> Self {
        let doc = "The name of a variable that the logic file declares.";
        Self::required("variable", "Variable", AttributeKind::Variable, doc)
    }
}

impl AttributeKind {
    /// Checks a value from a file against this kind, as far as that is possible without the project.
    ///
    /// # Errors
    /// Which values are allowed instead.
    pub fn check(&self, written: &Json) -> Result<(), AttributeError> {
        match self {
            Self::Value(kind) => Value::from_attribute(written, *kind).map(drop),
            Self::Range(low, high) => match whole_json(written) {
                Some(number) if (*low..=*high).contains(&number) => Ok(()),
                _ => Err(AttributeError::wanted(format!("a whole number from {low} to {high}"))),
            },
            Self::Choice(options) => match written.as_str() {
                Some(word) if options.iter().any(|option| option == word) => Ok(()),
                _ => Err(AttributeError::wanted(format!("one of {}", options.join(", ")))),
            },
            Self::List(kind) => match written {
                Json::Array(parts) => parts.iter().try_for_each(|part| kind.check(part)),
                _ => Err(AttributeError::wanted("a list".to_owned())),
            },
            Self::Configuration(_) | Self::Variable if written.is_string() => Ok(()),
            Self::Configuration(_) => {
                Err(AttributeError::wanted("the name of a connection".into()))
            }
            Self::Variable => Err(AttributeError::wanted("the name of a variable".into())),
        }
    }

    /// Which values are allowed, in a few words for listings.
    #[must_use]
    pub fn describe(&self) -> Cow<'static, str> {
        match self {
            Self::Value(kind) => kind.name().into(),
            Self::Range(low, high) if *high == i64::MAX => format!("Int, {low} or more").into(),
            Self::Range(low, high) => format!("Int, {low} to {high}").into(),
            Self::Choice(options) => options.join(" | ").into(),
            Self::List(kind) => format!("list of {}", kind.describe()).into(),
            Self::Configuration(list) => format!("name of an entry of {list}").into(),
            Self::Variable => "name of a variable".into(),
        }
    }
}

impl AttributeError {
    pub(crate) fn wanted(wanted: String) -> Self {
        Self { wanted }
    }
}

impl Value {
    /// A value from a file as a value of type `kind`. A Binary is written as hexadecimal digits; a whole number becomes
    /// a Float when `kind` is Float, and `1.0` is an Int.
    ///
    /// # Errors
    /// When it is of another type.
    pub fn from_attribute(written: &Json, kind: ValueType) -> Result<Self, AttributeError> {
        let wrong = || AttributeError::wanted(kind.name().to_owned());
        match kind {
            ValueType::Binary => written.as_str().and_then(from_hex).ok_or_else(|| {
                AttributeError::wanted(
                    "Binary, written as an even number of hexadecimal digits".into(),
                )
            }),
            ValueType::Int => whole_json(written).map(Self::Int).ok_or_else(wrong),
            ValueType::Float => written.as_f64().map(Self::Float).ok_or_else(wrong),
            _ => {
                let value: Self = serde::Deserialize::deserialize(written).map_err(|_| wrong())?;
                if kind.accepts(&value) { Ok(value) } else { Err(wrong()) }
            }
        }
    }
}

/// A whole number, which may be written as `1.0` or `1e3`.
pub(crate) fn whole_json(written: &Json) -> Option<i64> {
    written
        .as_i64()
        .or_else(|| written.as_f64().filter(|_| written.is_f64()).and_then(whole_number))
}

fn from_hex(digits: &str) -> Option<Value> {
    let nibbles: Option<Vec<u32>> = digits.chars().map(|digit| digit.to_digit(16)).collect();
    let nibbles = nibbles.filter(|nibbles| nibbles.len() % 2 == 0)?;
    let bytes: Option<Vec<u8>> =
        nibbles.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).ok()).collect();
    Some(Value::Binary(Binary::from(&bytes?[..])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn json_becomes_a_value_of_the_type() {
        let read = |json: Json, kind| Value::from_attribute(&json, kind);
        assert_eq!(read(json!(5), ValueType::Float), Ok(Value::Float(5.0)));
        let bytes = Value::Binary(Binary::from(&[0xca, 0xfe][..]));
        assert_eq!(read(json!("CAfe"), ValueType::Binary), Ok(bytes));
        for odd in ["abc", "zz"] {
            assert!(read(json!(odd), ValueType::Binary).is_err());
        }
        assert!(read(json!(1.5), ValueType::Int).is_err());
        assert_eq!(read(json!(1e3), ValueType::Int), Ok(Value::Int(1000)));
        assert!(AttributeKind::Range(1, 5).check(&json!(2.0)).is_ok());
        assert_eq!(read(json!([1]), ValueType::Any).unwrap().to_string(), "[1]");
    }
}
