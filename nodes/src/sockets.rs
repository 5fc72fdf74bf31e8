use pulsewire_plugin::{Attribute, AttributeKind, Attributes, Setup, Socket, Sockets, ValueType};
use serde_json::Value as Json;

/// What sockets and attributes of the nodes with parameters are called already.
const TAKEN: [&str; 6] =
    ["enabled", "pulse_pass_through", "pulse", "event", "parameters", "pattern"];

/// Gives sockets the type that an attribute chose.
pub(crate) fn retype(sockets: &mut [Socket], kind: ValueType) {
    sockets.iter_mut().for_each(|socket| socket.kind = kind);
}

/// The attribute `count`: how many inputs a node has.
pub(crate) fn count() -> Attribute {
    let kind = AttributeKind::Range(2, 100);
    Attribute::new("count", "Count", kind, 2, "How many inputs the node has, 2 to 100.")
}

/// Adds the inputs `input_1`, `input_2` and so on, as many as the attribute `count` says.
pub(crate) fn add_counted(attributes: Attributes<'_>, sockets: &mut Sockets, of: &Socket) {
    for at in 1..=attributes.count("count") {
        let mut socket = of.clone();
        socket.id = format!("{}_{at}", of.id);
        socket.title = format!("{} {at}", of.title);
        sockets.inputs.push(socket);
    }
}

/// What a node does about an element that is not there.
#[derive(Clone, Copy)]
pub(crate) enum Missing {
    /// It fails.
    Error,
    /// It gives what its input `default` holds.
    Default,
}

impl Missing {
    pub(crate) fn of(setup: &Setup<'_>) -> Self {
        match setup.attributes.text("if_missing") {
            "default" => Self::Default,
            _ => Self::Error,
        }
    }
}

/// The attribute `if_missing`: what to do when there is no such `what`.
pub(crate) fn if_missing(what: &str) -> Attribute {
    let kind = AttributeKind::Choice(["error", "default"].map(ToOwned::to_owned).to_vec());
    let doc = format!(
        "What to do when there is no such {what}: error fails, default gives what the input `default` holds."
    );
    Attribute::new("if_missing", "If Missing", kind, "error", &doc)
}

/// How the sockets of a node with `if_missing` depend on attributes.
pub(crate) const MISSING: &str = "`data_type` is the type of `value`; with `if_missing` default there is an input \
                                 `default` of that type.";

/// Gives `value`, the second output, its type and adds the input `default` when it is wanted.
pub(crate) fn of_missing(attributes: Attributes<'_>, sockets: &mut Sockets) -> Result<(), String> {
    let kind = attributes.kind("data_type");
    retype(&mut sockets.outputs[1..2], kind);
    if attributes.text("if_missing") == "default" {
        let doc = "What to give when there is nothing to find.";
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
pub(crate) fn of_parameters(attributes: Attributes<'_>, doc: &str) -> Result<Vec<Socket>, String> {
    let names = parameter_names(attributes);
    for (at, name) in names.iter().enumerate() {
        check_name(name, &names[..at])?;
    }
    Ok(names.iter().map(|name| Socket::new(name, &title(name), ValueType::Any, doc)).collect())
}

/// What the attribute `parameters` lists.
pub(crate) fn parameter_names(attributes: Attributes<'_>) -> Vec<&str> {
    attributes.list("parameters").iter().map(|name| name.as_str().unwrap_or_default()).collect()
}

fn check_name(name: &str, before: &[&str]) -> Result<(), String> {
    let plain =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) || !name.chars().all(plain) {
        return Err(format!(
            "`parameters` has {name:?}: write a name of a to z, 0 to 9 and _ that begins with a letter"
        ));
    }
    if TAKEN.contains(&name) {
        return Err(format!("`parameters` has {name:?}, which the node uses for something else"));
    }
    if before.contains(&name) {
        return Err(format!("`parameters` has {name:?} twice"));
    }
    Ok(())
}

fn title(id: &str) -> String {
    let capital = |word: &str| word[..1].to_ascii_uppercase() + &word[1..];
    let words: Vec<String> = id.split('_').filter(|word| !word.is_empty()).map(capital).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(parameters: &Json) -> Result<Vec<Socket>, String> {
        let written = json!({ "parameters": parameters }).as_object().unwrap().clone();
        of_parameters(Attributes::new(&written, &[]), "A parameter.")
    }

    #[test]
    fn parameters_become_sockets() {
        let sockets = read(&json!(["user_name", "b2"])).unwrap();
        let titles: Vec<&str> = sockets.iter().map(|socket| socket.title.as_str()).collect();
        assert_eq!(titles, ["User Name", "B2"]);
    }

    #[test]
    fn names_that_cannot_be_sockets_are_refused() {
        for name in ["", "A", "1a", "a.b", "a-b", "é", "enabled"] {
            assert!(read(&json!([name])).is_err(), "{name}");
        }
        assert!(read(&json!(["a", "a"])).unwrap_err().contains("twice"));
    }
}
