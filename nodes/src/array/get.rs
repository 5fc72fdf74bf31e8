use super::index;
use crate::example::ExampleOf as _;
use crate::sockets::{self, IfMissing};
use crate::types;
use pulsewire_plugin::{
    Attribute, Context, Flow, Node, NodeError, NodeInfo, NodeType, Setup, Socket, Value, ValueType,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Returns an element of an array.\n\
               Fails with index_out_of_range when there is no such element, unless If Missing is default, and \
               with type_mismatch when the element is of another type than `data_type`.";
    let example = r#"{ "array": ["red", "green", "blue"], "index": 1 }"#;
    NodeInfo::value("array.get", "Get Array Element", doc)
        .attribute(Attribute::data_type(&ValueType::ALL, ValueType::Any))
        .attribute(sockets::if_missing("element"))
        .input(super::array("The array to read."))
        .input(super::index())
        .output(super::array("The same array."))
        .output(Socket::any("value", "Value", "The element."))
        .output(Socket::bool("found", "Found", "Whether the element exists."))
        .example_of("The second of three elements", "value", &[(example, "green")])
        .create(|setup| Ok(Get::new(&setup)))
        .dynamic_sockets(sockets::IF_MISSING, sockets::if_missing_sockets)
        .check_constants(|constants| {
            if constants.attributes().text("if_missing") == "error" {
                index::check_index(constants);
            }
        })
}

struct Get {
    kind: ValueType,
    missing: IfMissing,
}

impl Get {
    fn new(setup: &Setup<'_>) -> Self {
        Self { kind: setup.attributes.kind("data_type"), missing: IfMissing::of(setup) }
    }

    fn default(&self, context: &Context<'_>, length: usize) -> Result<Value, NodeError> {
        match self.missing {
            IfMissing::Error => Err(index::out_of_range(context.input(1), length)),
            IfMissing::Default => types::coerce_input(context, 2, self.kind),
        }
    }
}

impl Node for Get {
    fn run(&mut self, context: &mut Context<'_>) -> Result<Flow, NodeError> {
        let array = context.array(0)?.clone();
        let at = index::within(context, &array)?;
        let value = match at {
            Some(at) => types::coerce(&array[at], self.kind).ok_or_else(|| {
                types::part_mismatch(&format!("element {at}"), self.kind, &array[at])
            })?,
            None => self.default(context, array.len())?,
        };
        context.set(0, array);
        context.set(1, value);
        context.set(2, at.is_some());
        Ok(Flow::NEXT)
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn returns_the_element_and_the_array() {
        let attributes = json!({ "array": ["a", "b"], "index": 1, "data_type": "String" });
        let mut node = Bench::new("array.get", attributes);
        assert_eq!((node.read(), node.text("value")), ("pulse".into(), "b".into()));
        assert_eq!(
            (node.text("array"), node.text("found")),
            (r#"["a","b"]"#.into(), "true".into())
        );
    }

    #[test]
    fn a_missing_element_is_reported() {
        let mut node = Bench::new("array.get", json!({ "array": [1, 2, 3] }));
        for index in [3, -1, i64::MAX, i64::MIN] {
            let error = node.set("index", index).error();
            assert_eq!((error.code.as_ref(), error.input), ("index_out_of_range", Some(1)));
            assert_eq!(error.message, format!("is {index}, but the array has 3 elements (0 to 2)"));
        }
        let empty = Bench::new("array.get", json!({})).error();
        assert_eq!(empty.message, "is 0, but the array is empty");
    }

    #[test]
    fn the_default_replaces_a_missing_element() {
        let attributes = json!({ "if_missing": "default", "data_type": "Int", "default": 9 });
        let mut node = Bench::new("array.get", attributes);
        assert_eq!((node.read(), node.text("value")), ("pulse".into(), "9".into()));
        assert_eq!(node.text("found"), "false");
    }

    #[test]
    fn an_element_of_another_type_is_rejected() {
        let attributes = json!({ "array": ["x"], "data_type": "Int" });
        let error = Bench::new("array.get", attributes).error();
        assert_eq!(error.code, "type_mismatch");
        assert!(
            error.message.starts_with("element 0 is a String, not an Int"),
            "{}",
            error.message
        );
    }
}
