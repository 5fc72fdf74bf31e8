//! JSON Schema in words.

use pulsewire_runtime::contract::json_text;
use serde_json::{Map, Value as Json};

/// A schema with the document that its references point into.
#[derive(Clone)]
pub(super) struct Schema<'a> {
    root: &'a Json,
    here: Map<String, Json>,
}

impl<'a> Schema<'a> {
    pub(super) fn of(root: &'a Json) -> Self {
        Self::at(root, root)
    }

    /// Resolves references; keywords beside a reference override those of its target. The "or null" of an optional
    /// value is dropped, because an optional setting may be omitted.
    fn at(root: &'a Json, here: &Json) -> Self {
        /// More references than this are a cycle.
        const FOLLOW: usize = 16;
        let mut here = here.as_object().cloned().unwrap_or_default();
        for _ in 0..FOLLOW {
            let Some(target) = target(root, &mut here) else { break };
            here = overlaid(target, here);
        }
        Self { root, here }
    }

    fn within(&self, here: &Json) -> Self {
        Self::at(self.root, here)
    }

    pub(super) fn text(&self, keyword: &str) -> &str {
        self.here.get(keyword).and_then(Json::as_str).unwrap_or_default()
    }

    pub(super) fn default(&self) -> Option<&Json> {
        self.here.get("default").filter(|default| !default.is_null())
    }

    /// The properties of an object, each with whether it is required.
    pub(super) fn properties(&self) -> Vec<(&str, Schema<'a>, bool)> {
        let must = self.list("required");
        let properties = self.here.get("properties").and_then(Json::as_object);
        let property = |(name, schema): (&'_ String, &Json)| {
            (self.within(schema), must.iter().any(|one| one == name))
        };
        let properties = properties.into_iter().flatten();
        properties.map(|one| (one.0.as_str(), property(one))).map(|(a, (b, c))| (a, b, c)).collect()
    }

    /// The schema of the elements of a list or dictionary.
    pub(super) fn inner(&self) -> Option<Schema<'a>> {
        let inner = self.here.get("items").or_else(|| self.here.get("additionalProperties"));
        inner.filter(|inner| inner.is_object()).map(|inner| self.within(inner))
    }

    /// The choices that have docs of their own.
    pub(super) fn documented_choices(&self) -> Vec<(String, String)> {
        let options = self.options().into_iter();
        let documented = options.filter(|option| !option.text("description").is_empty());
        documented.map(|option| (option.words(), option.text("description").to_owned())).collect()
    }

    /// The type in a few words: `Int, 1 to 65535`.
    pub(super) fn words(&self) -> String {
        let unit = self.text("x-unit");
        let unit = if unit.is_empty() { String::new() } else { format!(" in {unit}") };
        format!("{}{unit}{}", self.kind(), self.bounds())
    }

    fn kind(&self) -> String {
        if let Some(constant) = self.here.get("const") {
            return bare(constant);
        }
        let choices: Vec<_> =
            self.list("enum").iter().filter(|one| !one.is_null()).map(bare).collect();
        if !choices.is_empty() {
            return choices.join(" | ");
        }
        let options: Vec<_> = self.options().iter().map(Self::words).collect();
        if !options.is_empty() {
            return options.join(" | ");
        }
        self.plain_kind()
    }

    fn plain_kind(&self) -> String {
        let inner = || self.inner().map_or_else(|| "Any".to_owned(), |inner| inner.words());
        match self.type_name() {
            "string" => "String".to_owned(),
            "integer" => "Int".to_owned(),
            "number" => "Float".to_owned(),
            "boolean" => "Bool".to_owned(),
            "array" => format!("list of {}", inner()),
            "object" if self.here.contains_key("properties") => "object".to_owned(),
            "object" => format!("Dictionary of {}", inner()),
            _ => "Any".to_owned(),
        }
    }

    fn type_name(&self) -> &str {
        let named = self.list("type").iter().filter_map(Json::as_str).find(|name| *name != "null");
        named.unwrap_or_else(|| self.text("type"))
    }

    fn bounds(&self) -> String {
        let bound = |keyword| self.here.get(keyword).filter(|bound| bound.is_number());
        match (bound("minimum"), bound("maximum")) {
            (Some(low), Some(high)) => format!(", {low} to {high}"),
            (Some(low), None) => format!(", {low} or more"),
            (None, Some(high)) => format!(", up to {high}"),
            (None, None) => String::new(),
        }
    }

    fn options(&self) -> Vec<Schema<'a>> {
        let options = [self.list("oneOf"), self.list("anyOf")].concat();
        options.iter().map(|option| self.within(option)).collect()
    }

    fn list(&self, keyword: &str) -> &[Json] {
        self.here.get(keyword).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The target of a schema that is a reference or a choice between a schema and null.
fn target(root: &Json, here: &mut Map<String, Json>) -> Option<Map<String, Json>> {
    if let Some(reference) = here.remove("$ref") {
        let pointer = reference.as_str()?.strip_prefix('#')?;
        return root.pointer(pointer)?.as_object().cloned();
    }
    let options = here.get("anyOf")?.as_array()?;
    let mut real = options.iter().filter(|option| option["type"] != "null");
    let (only, None) = (real.next()?, real.next()) else { return None };
    let only = only.as_object().cloned();
    here.remove("anyOf");
    only
}

fn overlaid(mut below: Map<String, Json>, above: Map<String, Json>) -> Map<String, Json> {
    below.extend(above);
    below
}

fn bare(value: &Json) -> String {
    value.as_str().map_or_else(|| json_text(value), ToOwned::to_owned)
}
