use crate::error::{Error, ErrorKind};
use crate::protocol::handshake::Target;
use crate::settings::escape;
use pulsewire_plugin::{Dictionary, NodeError, Placeholders, Text, Value, ValueType};
use std::fmt;

/// What a Start overrides in the settings.
#[derive(Clone, Default)]
pub(crate) struct Overrides {
    url: Text,
    headers: Dictionary,
    /// The attributes of the node, if they apply and contain `${…}`. Values from a wire are never resolved.
    placeholders: Placeholders,
}

impl Overrides {
    /// Reads the inputs of a Start. Checks them here, so that the node fails instead of the attempt.
    ///
    /// # Errors
    /// What is wrong with the url or a header.
    pub(crate) fn new(
        url: &Text,
        headers: &Dictionary,
        placeholders: &Placeholders,
        settings: &Target,
    ) -> Result<Self, NodeError> {
        settings.with_overrides(url, headers)?;
        Ok(Self { url: url.clone(), headers: headers.clone(), placeholders: placeholders.clone() })
    }

    /// Returns the target of the settings with the overrides of this Start, each `${…}` resolved again.
    ///
    /// # Errors
    /// When a `${…}` cannot be resolved, or its value cannot be used; the message shows no value.
    pub(super) fn apply_to(&self, settings: &Target) -> Result<Target, Error> {
        let url = self.resolve("url", ValueType::String)?;
        let headers = self.resolve("headers", ValueType::Dictionary)?;
        let url = match &url {
            Some(Value::String(url)) => url,
            _ => &self.url,
        };
        let headers = match &headers {
            Some(Value::Dictionary(headers)) => headers,
            _ => &self.headers,
        };
        let mut target = settings
            .with_overrides(url, headers)
            .map_err(|error| unusable("url` or `headers", &error.code))?;
        for name in headers.iter().map(|(name, _)| name) {
            let pointer = format!("/headers/{}", escape(name));
            if !matches!(self.placeholders.resolve(&pointer), Ok(None)) {
                target.mark_secret(&name.to_ascii_lowercase());
            }
        }
        Ok(target)
    }

    fn resolve(&self, attribute: &str, kind: ValueType) -> Result<Option<Value>, Error> {
        let pointer = format!("/{attribute}");
        let unknown =
            |why| Error::new(ErrorKind::Credentials, format!("`{attribute}` of the Start: {why}"));
        let Some(written) = self.placeholders.resolve(&pointer).map_err(unknown)? else {
            return Ok(None);
        };
        let value = Value::from_attribute(&written, kind);
        value.map(Some).map_err(|_| unusable(attribute, "wrong type"))
    }
}

fn unusable(attribute: &str, code: &str) -> Error {
    let message =
        format!("`{attribute}` of the Start: the value of `${{…}}` cannot be used: {code}");
    Error::new(ErrorKind::Credentials, message)
}

/// Hides headers and the query of a url, which may be secret.
impl fmt::Debug for Overrides {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Overrides")
    }
}
