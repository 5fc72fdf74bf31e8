use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;
use std::path::{Path, PathBuf};

/// Certificates or a key in PEM form (RFC 7468): the text itself, or the path of a file that contains it.
#[derive(Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct Pem(String);

impl Pem {
    /// The path of the file, unless this is the PEM text.
    pub(crate) fn file(&self, folder: &Path) -> Option<PathBuf> {
        (!self.is_text()).then(|| folder.join(&self.0))
    }

    /// The PEM text, unless it is in a file.
    pub(crate) fn text(&self) -> Option<&str> {
        self.is_text().then_some(&self.0)
    }

    fn is_text(&self) -> bool {
        self.0.contains("-----BEGIN ")
    }
}

/// Hides the text, which may be a key.
impl fmt::Debug for Pem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_text() { "***" } else { &self.0 })
    }
}

/// Hides the text: the schema prints defaults.
impl Serialize for Pem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{self:?}"))
    }
}
