use crate::attribute::whole_json;
use crate::{Attribute, ValueType};
use serde_json::{Map, Value as Json};

/// The attributes of one node: those in the file, and the defaults of its node type for the others.
#[derive(Clone, Copy, Debug)]
pub struct Attributes<'a> {
    written: &'a Map<String, Json>,
    declared: &'a [Attribute],
}

impl<'a> Attributes<'a> {
    /// The attributes in the file, already checked, and those that the node type declares.
    #[must_use]
    pub fn new(written: &'a Map<String, Json>, declared: &'a [Attribute]) -> Self {
        Self { written, declared }
    }

    /// The attributes in the file, without defaults.
    #[must_use]
    pub fn written(&self) -> &'a Map<String, Json> {
        self.written
    }

    /// The value of an attribute: the one in the file, or its default, or null for one that is not declared.
    #[must_use]
    pub fn get(&self, id: &str) -> &'a Json {
        let default = || self.declared.iter().find(|one| one.id == id).map(|one| &one.default);
        self.written.get(id).or_else(default).unwrap_or(&Json::Null)
    }

    /// A Bool attribute.
    #[must_use]
    pub fn bool(&self, id: &str) -> bool {
        self.get(id).as_bool().unwrap_or_default()
    }

    /// A whole-number attribute.
    #[must_use]
    pub fn int(&self, id: &str) -> i64 {
        whole_json(self.get(id)).unwrap_or_default()
    }

    /// A whole-number attribute that counts something: its range must not go below 0.
    #[must_use]
    pub fn count(&self, id: &str) -> usize {
        usize::try_from(self.int(id)).unwrap_or_default()
    }

    /// A String, Choice, Configuration or Variable attribute.
    #[must_use]
    pub fn text(&self, id: &str) -> &'a str {
        self.get(id).as_str().unwrap_or_default()
    }

    /// A List attribute.
    #[must_use]
    pub fn list(&self, id: &str) -> &'a [Json] {
        self.get(id).as_array().map(Vec::as_slice).unwrap_or_default()
    }

    /// A Choice attribute that names a type, as [`Attribute::data_type`] does.
    #[must_use]
    pub fn kind(&self, id: &str) -> ValueType {
        ValueType::from_name(self.text(id)).unwrap_or(ValueType::Any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AttributeKind;
    use serde_json::json;

    #[test]
    fn the_file_overrides_the_default() {
        let declared =
            [Attribute::new("count", "Count", AttributeKind::Range(1, 9), 2, "How many.")];
        let (none, some) = (Map::new(), json!({ "count": 3.0 }).as_object().unwrap().clone());
        assert_eq!(Attributes::new(&none, &declared).count("count"), 2);
        assert_eq!(Attributes::new(&some, &declared).count("count"), 3);
        assert!(declared[0].kind.check(&json!(10)).is_err());
    }
}
