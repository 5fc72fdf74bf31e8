use serde_json::Value as Json;
use std::fmt;
use std::sync::Arc;

/// Looks up what `${…}` stands for now: the environment and files may have changed since the project was loaded.
pub trait ResolvePlaceholders: Send + Sync {
    /// The value at a JSON Pointer as JSON text, with every `${…}` in it looked up anew; nothing when it holds none.
    ///
    /// # Errors
    /// Which `${…}` stands for nothing any more; what the others stand for is not in the message.
    fn resolve(&self, pointer: &str) -> Result<Option<String>, String>;
}

/// What users wrote with `${…}` in it, to be looked up again where a value may expire: a token in a file, say.
///
/// Only what stands in the project's files is ever looked up. A value that came by a wire or from the network is
/// data, whatever it holds; there is no way to hand a text in here.
#[derive(Clone, Default)]
pub struct Placeholders(Option<Arc<dyn ResolvePlaceholders>>);

impl Placeholders {
    /// Made by the host.
    #[must_use]
    pub fn new(source: Arc<dyn ResolvePlaceholders>) -> Self {
        Self(Some(source))
    }

    /// The value at this JSON Pointer (RFC 6901) as it is now; nothing when no `${…}` is in it, so that what was
    /// handed over before still holds. Files are read, so ask where a file may be read.
    ///
    /// # Errors
    /// Which `${…}` stands for nothing any more, without secrets.
    pub fn resolve(&self, pointer: &str) -> Result<Option<Json>, String> {
        let Some(source) = &self.0 else { return Ok(None) };
        let text = source.resolve(pointer)?;
        text.map(|text| serde_json::from_str(&text).map_err(|error| error.to_string())).transpose()
    }

    /// What looks it up, if anything is there to be looked up.
    pub(crate) fn source(&self) -> Option<&Arc<dyn ResolvePlaceholders>> {
        self.0.as_ref()
    }
}

/// What it would show may be secret.
impl fmt::Debug for Placeholders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Placeholders(${…})" } else { "Placeholders" })
    }
}
