use crate::example::ExampleOf as _;
use crate::sockets::{self, IfMissing};
use crate::types;
use pulsewire_plugin::{
    Attribute, Context, Flow, NodeError, NodeInfo, NodeType, Setup, Socket, ValueType,
};

pub(crate) fn node_type() -> NodeType {
    let doc = "Takes the last element off an array, or the first. The input array stays unchanged.\n\
               Fails with empty_array when there is no element, unless If Missing is default, and with \
               type_mismatch when the element is of another type than `data_type`.";
    let at_end = "Whether the last element is taken; otherwise it is the first.";
    let example = r#"{ "array": ["red", "green", "blue"] }"#;
    NodeInfo::value("array.pop", "Pop Array Element", doc)
        .attribute(Attribute::data_type(&ValueType::ALL, ValueType::Any))
        .attribute(Attribute::bool("pop_end", "Pop end", true, at_end))
        .attribute(sockets::if_missing("element"))
        .input(super::array("The array to take from."))
        .output(super::array("The array without the element."))
        .output(Socket::any("value", "Value", "The element."))
        .output(Socket::bool("found", "Found", "Whether there was an element."))
        .example_of("The last of three elements", "value", &[(example, "blue")])
        .run_with(pop)
        .dynamic_sockets(sockets::IF_MISSING, sockets::if_missing_sockets)
}

fn pop(setup: &Setup<'_>) -> impl FnMut(&mut Context<'_>) -> Result<Flow, NodeError> + use<> {
    let kind = setup.attributes.kind("data_type");
    let (at_end, missing) = (setup.attributes.bool("pop_end"), IfMissing::of(setup));
    move |context| {
        let array = context.array(0)?.clone();
        let at = if at_end { array.len().saturating_sub(1) } else { 0 };
        let mut rest = array.clone();
        let value = match (rest.remove(at), missing) {
            (Some(element), _) => {
                let mismatch = || types::part_mismatch("the element", kind, &element);
                types::coerce(&element, kind).ok_or_else(mismatch)?
            }
            (None, IfMissing::Default) => types::coerce_input(context, 1, kind)?,
            (None, IfMissing::Error) => return Err(empty_array()),
        };
        context.set(0, rest);
        context.set(1, value);
        context.set(2, !array.is_empty());
        Ok(Flow::NEXT)
    }
}

#[cold]
fn empty_array() -> NodeError {
    let why = "has no element to take: test Length of Array first, or set if_missing to default";
    NodeError::new("empty_array", why).at_input(0)
}

#[cfg(test)]
mod tests {
    use crate::testing::Bench;
    use serde_json::json;

    #[test]
    fn takes_from_either_end() {
        for (at_end, value, rest) in [(true, "3", "[1,2]"), (false, "1", "[2,3]")] {
            let attributes = json!({ "array": [1, 2, 3], "pop_end": at_end });
            let mut node = Bench::new("array.pop", attributes);
            assert_eq!(node.read(), "pulse");
            assert_eq!((node.text("value"), node.text("array")), (value.into(), rest.into()));
            assert_eq!(node.text("found"), "true");
        }
    }

    #[test]
    fn an_empty_array_fails_or_gives_the_default() {
        let mut node = Bench::new("array.pop", json!({}));
        assert_eq!((node.error().code.as_ref(), node.error().input), ("empty_array", Some(0)));
        let default = json!({ "if_missing": "default", "data_type": "Int", "default": 9 });
        let mut node = Bench::new("array.pop", default);
        assert_eq!((node.read(), node.text("value")), ("pulse".into(), "9".into()));
        assert_eq!((node.text("found"), node.text("array")), ("false".into(), "[]".into()));
    }

    #[test]
    fn an_element_of_another_type_is_rejected() {
        let error = Bench::new("array.pop", json!({ "array": ["x"], "data_type": "Int" })).error();
        assert_eq!(error.code, "type_mismatch");
    }
}
