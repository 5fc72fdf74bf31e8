use serde_json::Value as Json;
use std::fmt;
use std::sync::Arc;

/// Resolves `${…}` again: the environment and files may have changed since the project was loaded.
pub trait ResolvePlaceholders: Send + Sync {
    /// The value at a JSON Pointer as JSON text, with every `${…}` in it resolved again; none when it contains none.
    ///
    /// # Errors
    /// Which `${…}` can no longer be resolved. The message does not contain the values of the others.
    fn resolve(&self, pointer: &str) -> Result<Option<String>, String>;
}

/// The values that contain `${…}`, to be resolved again where they may expire, such as a token in a file.
///
/// Only text in the project's files is resolved. A value from a wire or the network is never resolved, whatever it
/// contains; there is no way to pass a text in.
#[derive(Clone, Default)]
pub struct Placeholders(Option<Arc<dyn ResolvePlaceholders>>);

impl Placeholders {
    /// Created by the host.
    #[must_use]
    pub fn new(source: Arc<dyn ResolvePlaceholders>) -> Self {
        Self(Some(source))
    }

    /// The current value at this JSON Pointer (RFC 6901); none when it contains no `${…}`, so that the value passed before
    /// is still valid. This may read files, so call it where blocking is allowed.
    ///
    /// # Errors
    /// Which `${…}` can no longer be resolved, without secrets.
    pub fn resolve(&self, pointer: &str) -> Result<Option<Json>, String> {
        let Some(source) = &self.0 else { return Ok(None) };
        let text = source.resolve(pointer)?;
        text.map(|text| serde_json::from_str(&text).map_err(|error| error.to_string())).transpose()
    }

    /// What resolves the placeholders, if there are any.
    pub(crate) fn source(&self) -> Option<&Arc<dyn ResolvePlaceholders>> {
        self.0.as_ref()
    }
}

/// The values may be secret.
impl fmt::Debug for Placeholders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Placeholders(${…})" } else { "Placeholders" })
    }
}
