//! The attribute `layout` of Pack and Unpack.

use super::field_type::FieldType;
use crate::names;
use pulsewire_plugin::{Attribute, AttributeKind, AttributeMistake, Attributes, Socket, ValueType};
use serde_json::{Map, Value as Json};

/// The fields of a message.
#[derive(Debug)]
pub(super) struct Layout(pub(super) Vec<Field>);

#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) of: FieldType,
    pub(super) length: Length,
    /// The field whose length this one holds.
    pub(super) measures: Option<usize>,
}

/// How long a field of bytes or text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// As its type says.
    OfType,
    Fixed(usize),
    /// As another field says.
    Field(usize),
}

/// The attribute `layout`.
pub(super) fn attribute() -> Attribute {
    let kind = AttributeKind::List(Box::new(AttributeKind::Value(ValueType::Dictionary)));
    let doc = format!(
        "The fields in their order, each with `name` and `type`: {}. A field of type bytes or string has a `length`: \
         a number of bytes, or the name of a field before it that holds the number: [{{ \"name\": \"length\", \"type\": \
         \"u16be\" }}, {{ \"name\": \"payload\", \"type\": \"bytes\", \"length\": \"length\" }}].",
        FieldType::NAMES
    );
    Attribute::required("layout", "Layout", kind, &doc)
}

/// The longest text or bytes of a fixed length.
const MAX_FIXED: u64 = 1 << 30;

impl Layout {
    /// Reads the attribute. `reserved` are the ids of the node's other sockets and attributes.
    pub(super) fn read(
        attributes: Attributes<'_>,
        reserved: &[&str],
    ) -> Result<Self, AttributeMistake> {
        let mut fields: Vec<Field> = Vec::new();
        for (at, written) in attributes.list("layout").iter().enumerate() {
            let none = Map::new();
            let written = written.as_object().unwrap_or(&none);
            let field = read_field(written, &fields, reserved)
                .map_err(|(key, why)| AttributeMistake::new(format!("/layout/{at}{key}"), why))?;
            if let Length::Field(length) = field.length {
                fields[length].measures = Some(at);
            }
            fields.push(field);
        }
        check_order(&fields)?;
        Ok(Self(fields))
    }
}

impl Field {
    pub(super) fn socket(&self, doc: &str) -> Socket {
        Socket::new(&self.name, &names::title(&self.name), self.of.kind(), doc)
    }
}

type Mistake = (&'static str, String);

fn read_field(
    written: &Map<String, Json>,
    before: &[Field],
    reserved: &[&str],
) -> Result<Field, Mistake> {
    let known = ["name", "type", "length"];
    if let Some(other) = written.keys().find(|key| !known.contains(&key.as_str())) {
        return Err((
            "",
            format!("a field of `layout` knows name, type and length, not {other:?}"),
        ));
    }
    let text = |key: &str| written.get(key).and_then(Json::as_str).unwrap_or_default();
    let name = text("name");
    let others: Vec<&str> = before.iter().map(|field| field.name.as_str()).collect();
    names::check("layout", name, reserved, &others).map_err(|why| ("/name", why))?;
    let of = FieldType::parse(text("type")).ok_or_else(|| {
        let why = format!(
            "field {name:?} has the type {:?}: there are {}",
            text("type"),
            FieldType::NAMES
        );
        ("/type", why)
    })?;
    let takes_length = matches!(of, FieldType::Bytes | FieldType::Text);
    let length = match written.get("length") {
        None if takes_length => {
            return Err((
                "",
                format!(
                    "field {name:?} wants a `length`; or the type rest for all bytes up to the end"
                ),
            ));
        }
        None => Length::OfType,
        Some(_) if !takes_length => {
            return Err((
                "/length",
                format!("field {name:?} has no `length`: only bytes and string do"),
            ));
        }
        Some(length) => read_length(name, length, before).map_err(|why| ("/length", why))?,
    };
    Ok(Field { name: name.to_owned(), of, length, measures: None })
}

fn read_length(name: &str, length: &Json, before: &[Field]) -> Result<Length, String> {
    if let Some(bytes) = length.as_u64().filter(|bytes| *bytes <= MAX_FIXED) {
        return Ok(Length::Fixed(usize::try_from(bytes).unwrap_or(usize::MAX)));
    }
    let Some(at) = before.iter().position(|field| length.as_str() == Some(&field.name)) else {
        return Err(format!(
            "the `length` of {name:?} wants a number, or the name of a field before it, not {length}"
        ));
    };
    let field = &before[at];
    if !field.of.is_count() {
        return Err(format!(
            "field {:?} cannot hold a length: it may be negative or is no whole number",
            field.name
        ));
    }
    match field.measures {
        Some(_) => Err(format!("field {:?} holds the length of another field already", field.name)),
        None => Ok(Length::Field(at)),
    }
}

/// Bits fill whole bytes, and nothing comes after the rest.
fn check_order(fields: &[Field]) -> Result<(), AttributeMistake> {
    let mut bits = 0;
    for (at, field) in fields.iter().enumerate() {
        let place = || format!("/layout/{at}");
        match field.of {
            FieldType::Bits(count) => bits += count,
            _ if bits % 8 != 0 => {
                let why = format!(
                    "the bits before {:?} do not fill whole bytes: there are {bits}",
                    field.name
                );
                return Err(AttributeMistake::new(place(), why));
            }
            FieldType::Rest if at + 1 < fields.len() => {
                let why =
                    format!("field {:?} is the rest, so no field can come after it", field.name);
                return Err(AttributeMistake::new(place(), why));
            }
            _ => bits = 0,
        }
    }
    match bits % 8 {
        0 => Ok(()),
        _ => Err(AttributeMistake::new(
            "/layout",
            format!("the last bits do not fill whole bytes: there are {bits}"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn mistake(layout: Json) -> String {
        let written = json!({ "layout": layout }).as_object().unwrap().clone();
        let found = Layout::read(Attributes::new(&written, &[]), &["used"]).unwrap_err();
        format!("{} {}", found.pointer, found.message)
    }

    #[test]
    fn a_layout_that_is_wrong_says_where() {
        let bits =
            |name: &str, count: u32| json!({ "name": name, "type": format!("bits:{count}") });
        let field = |name: &str, of: &str| json!({ "name": name, "type": of });
        let long = |name: &str, of: &str, length: Json| json!({ "name": name, "type": of, "length": length });
        for (layout, wanted) in [
            (
                json!([field("a", "u8"), field("a", "u8")]),
                "/layout/1/name `layout` has \"a\" twice",
            ),
            (json!([field("used", "u8")]), "/layout/0/name `layout` has \"used\", which"),
            (json!([{}]), "/layout/0/name `layout` has \"\": names"),
            (
                json!([field("a", "u16")]),
                "/layout/0/type field \"a\" has the type \"u16\": there are u8",
            ),
            (json!([{ "name": "a", "typ": "u8" }]), "/layout/0 a field of `layout` knows"),
            (json!([field("a", "bytes")]), "/layout/0 field \"a\" wants a `length`"),
            (json!([long("a", "u8", json!(1))]), "/layout/0/length field \"a\" has no `length`"),
            (
                json!([long("a", "bytes", json!("b"))]),
                "/layout/0/length the `length` of \"a\" wants",
            ),
            (
                json!([long("a", "bytes", json!(-1))]),
                "/layout/0/length the `length` of \"a\" wants",
            ),
            (
                json!([field("n", "i8"), long("a", "bytes", json!("n"))]),
                "/layout/1/length field \"n\" cannot",
            ),
            (
                json!([
                    field("n", "u8"),
                    long("a", "bytes", json!("n")),
                    long("b", "bytes", json!("n"))
                ]),
                "/layout/2/length field \"n\" holds the length of another",
            ),
            (
                json!([bits("a", 4), field("b", "u8")]),
                "/layout/1 the bits before \"b\" do not fill",
            ),
            (json!([bits("a", 7)]), "/layout the last bits do not fill whole bytes: there are 7"),
            (json!([field("a", "rest"), field("b", "u8")]), "/layout/0 field \"a\" is the rest"),
        ] {
            let found = mistake(layout);
            assert!(found.starts_with(wanted), "{found}");
        }
    }
}
