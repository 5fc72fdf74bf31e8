use crate::names;
use pulsewire_plugin::{
    Attribute, AttributeKind, AttributeMistake, Attributes, Setup, Socket, Sockets, ValueType,
};
use serde_json::Value as Json;

/// Ids that the nodes with parameters use for other sockets and attributes.
const RESERVED: [&str; 6] =
    ["enabled", "pulse_pass_through", "pulse", "event", "parameters", "pattern"];

/// The attribute `count`: how many inputs a node has.
pub(crate) fn count() -> Attribute {
    let kind = AttributeKind::Range(2, 100);
    Attribute::new("count", "Count", kind, 2, "How many inputs the node has, 2 to 100.")
}

/// How the sockets of a node with `counted_inputs` depend on its attributes.
pub(crate) const COUNTED: &str = "`count` inputs: input_1, input_2, ...";

/// Adds the inputs `input_1`, `input_2`, ... of this type, as many as the attribute `count` says.
pub(crate) fn counted_inputs(
    kind: ValueType,
    doc: &'static str,
) -> impl Fn(Attributes<'_>, &mut Sockets) -> Result<(), AttributeMistake> + Send + Sync {
    counted(["input", "Input"], kind, doc)
}

/// Adds inputs of this type, as many as the attribute `count` says. Their ids and titles are these, with a number.
pub(crate) fn counted(
    [id, title]: [&'static str; 2],
    kind: ValueType,
    doc: &'static str,
) -> impl Fn(Attributes<'_>, &mut Sockets) -> Result<(), AttributeMistake> + Send + Sync {
    move |attributes, sockets| {
        for at in 1..=attributes.count("count") {
            let (id, title) = (format!("{id}_{at}"), format!("{title} {at}"));
            sockets.inputs.push(Socket::new(&id, &title, kind, doc));
        }
        Ok(())
    }
}

/// What a node does when the element it looks up is missing.
#[derive(Clone, Copy)]
pub(crate) enum IfMissing {
    /// It fails.
    Error,
    /// It returns its input `default`.
    Default,
}

impl IfMissing {
    pub(crate) fn of(setup: &Setup<'_>) -> Self {
        match setup.attributes.text("if_missing") {
            "default" => Self::Default,
            _ => Self::Error,
        }
    }
}

/// The attribute `if_missing`: what to do when there is no such `what`.
pub(crate) fn if_missing(what: &str) -> Attribute {
    let doc = format!(
        "What to do when there is no such {what}: error fails, default returns the input `default`."
    );
    Attribute::choice("if_missing", "If Missing", &["error", "default"], &doc)
}

/// How the sockets of a node with `if_missing` depend on its attributes.
pub(crate) const IF_MISSING: &str = "`data_type` is the type of `value`; with `if_missing` default there is an input \
                                 `default` of that type.";

/// Applies the data type to the output `value` and, if asked for, adds the input `default`.
pub(crate) fn if_missing_sockets(
    attributes: Attributes<'_>,
    sockets: &mut Sockets,
) -> Result<(), AttributeMistake> {
    let kind = attributes.kind("data_type");
    sockets.set_kind(&["value"], kind);
    if attributes.text("if_missing") == "default" {
        let doc = "The value to return when there is no such element.";
        sockets.inputs.push(Socket::new("default", "Default", kind, doc));
    }
    Ok(())
}

/// The attribute `parameters`: a list of names, each of which becomes a socket.
pub(crate) fn parameters(default: &[&str], doc: &str) -> Attribute {
    let kind = AttributeKind::List(Box::new(AttributeKind::Value(ValueType::String)));
    let default: Vec<Json> = default.iter().map(|name| Json::from(*name)).collect();
    Attribute::new("parameters", "Parameters", kind, default, doc)
}

/// The sockets that the attribute `parameters` names.
pub(crate) fn parameter_sockets(
    attributes: Attributes<'_>,
    doc: &str,
) -> Result<Vec<Socket>, AttributeMistake> {
    let names = parameter_names(attributes);
    for (at, name) in names.iter().enumerate() {
        names::check("parameters", name, &RESERVED, &names[..at])
            .map_err(|why| AttributeMistake::new(format!("/parameters/{at}"), why))?;
    }
    Ok(names
        .iter()
        .map(|name| Socket::new(name, &names::title(name), ValueType::Any, doc))
        .collect())
}

/// The names that the attribute `parameters` lists.
pub(crate) fn parameter_names(attributes: Attributes<'_>) -> Vec<&str> {
    attributes.list("parameters").iter().map(|name| name.as_str().unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(parameters: &Json) -> Result<Vec<Socket>, AttributeMistake> {
        let written = json!({ "parameters": parameters }).as_object().unwrap().clone();
        parameter_sockets(Attributes::new(&written, &[]), "A parameter.")
    }

    #[test]
    fn parameters_become_sockets() {
        let sockets = read(&json!(["user_name", "b2"])).unwrap();
        let titles: Vec<&str> = sockets.iter().map(|socket| socket.title.as_str()).collect();
        assert_eq!(titles, ["User Name", "B2"]);
    }

    #[test]
    fn invalid_parameter_names_are_rejected() {
        for name in ["", "A", "1a", "a.b", "a-b", "é", "enabled"] {
            assert!(read(&json!([name])).is_err(), "{name}");
        }
        let twice = read(&json!(["a", "a"])).unwrap_err();
        assert!(twice.message.contains("twice"), "{twice}");
        assert_eq!(twice.pointer, "/parameters/1");
    }

    #[test]
    fn a_name_in_upper_case_is_shown_in_lower_case() {
        let why = read(&json!(["a", "User"])).unwrap_err();
        assert_eq!(why.pointer, "/parameters/1");
        assert!(why.message.ends_with("begin with a letter; write \"user\""), "{why}");
    }
}
