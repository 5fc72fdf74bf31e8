use pulsewire_plugin::{
    Attribute, AttributeKind, AttributeMistake, Attributes, Binary, NodeError, Sockets, Text,
    Value, ValueType,
};

/// Returns a message in the type that the node outputs, and whether it arrived in a binary frame.
///
/// # Errors
/// Never for a node that wants text: the connection has already checked that the message is UTF-8.
#[inline]
pub(super) fn read(message: Value, is_binary: bool) -> Result<(Value, bool), NodeError> {
    Ok(match (message, is_binary) {
        (Value::String(text), true) => (Binary::from(text.into_payload()).into(), false),
        (Value::Binary(bytes), false) => {
            let text = Text::from_payload(bytes.into_payload());
            (text.map_err(|error| NodeError::new("utf8", error.to_string()))?.into(), true)
        }
        (message, _) => (message, is_binary),
    })
}

/// The attribute that selects the type of a message.
pub(super) fn is_binary() -> Attribute {
    let doc = "true: messages are Binary, whatever the frame type. false: messages are String; a binary frame that is \
               not valid UTF-8 is an error of kind utf8.";
    Attribute::new("is_binary", "Is Binary", AttributeKind::Value(ValueType::Bool), false, doc)
}

/// How that attribute changes the sockets.
pub(super) const RULE: &str = "`message` is a Binary if `is_binary` is true, otherwise a String";

/// Sets the type of `message`.
///
/// # Errors
/// None.
#[allow(clippy::unnecessary_wraps)]
pub(super) fn set_type(
    attributes: Attributes<'_>,
    sockets: &mut Sockets,
) -> Result<(), AttributeMistake> {
    let is_binary = attributes.bool("is_binary");
    let messages = sockets.outputs.iter_mut().filter(|socket| socket.id == "message");
    messages.for_each(|socket| {
        socket.kind = if is_binary { ValueType::Binary } else { ValueType::String };
    });
    Ok(())
}
