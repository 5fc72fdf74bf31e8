use super::State;
use std::path::PathBuf;

/// Why a plugin cannot be used. Each message is one line and says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PluginError {
    /// No file stands for that name.
    #[error("there is no plugin \"{name}\"")]
    Unknown {
        /// What was asked for.
        name: String,
        /// The closest name there is.
        suggestion: Option<String>,
    },
    /// A file stands for that name, and it cannot be used.
    #[error("the plugin \"{name}\" cannot be used: {state}: {reason} ({})", path.display())]
    Unusable {
        /// What was asked for.
        name: String,
        /// What is the matter.
        state: State,
        /// Why, and what to do.
        reason: String,
        /// The file.
        path: PathBuf,
    },
    /// A folder full of libraries is no place to open everything.
    #[error("the file name does not match {pattern}: rename the file if it is a plugin")]
    Misnamed {
        /// What plugin files are called.
        pattern: String,
    },
    /// The file is something else.
    #[error("the file is not a shared library: move it out of the plugin folder")]
    NotALibrary,
    /// The system does not open it.
    #[error("the system cannot open this library: {0}")]
    CannotOpen(String),
    /// A library that exports no plugin.
    #[error("the library exports no plugin: the plugin's crate must call export_plugin!")]
    NoExport,
    /// The plugin's header is laid out in another way: the versions are those of the library that both sides are
    /// made with.
    #[error(
        "its header has layout {found}, expected {expected}: rebuild it with pulsewire-plugin {contract}"
    )]
    Header {
        /// The version here.
        expected: String,
        /// The plugin's.
        found: String,
        /// The contract here.
        contract: &'static str,
    },
    /// The plugin was made for a contract from before this one.
    #[error(
        "built for the older plugin contract {found}, expected {expected}: update the plugin, or rebuild it with pulsewire-plugin {expected}"
    )]
    Older {
        /// The contract here.
        expected: &'static str,
        /// The plugin's.
        found: String,
    },
    /// The plugin was made for a contract that comes after this one.
    #[error(
        "built for the newer plugin contract {found}, expected {expected}: update pulsewire, or use a build of the plugin for {expected}"
    )]
    Newer {
        /// The contract here.
        expected: &'static str,
        /// The plugin's.
        found: String,
    },
    /// The same contract by its version, another by its types.
    #[error(
        "claims plugin contract {contract}, but its types differ from this program's: rebuild it with this program's version of pulsewire-plugin"
    )]
    Layout {
        /// The contract here.
        contract: &'static str,
        /// Every difference, in as many lines as it takes.
        detail: String,
    },
    /// The plugin would not be made, or panicked.
    #[error("it {}: see its documentation, or report it to its author", refusal(.0))]
    Refused(String),
    /// What the plugin says of itself makes no sense.
    #[error("{0}: report this to its author")]
    Listing(String),
    /// A node type that is there already or belongs to somebody else.
    #[error("{0}: report this to its author, or remove the plugin")]
    Duplicate(String),
}

impl PluginError {
    /// The state of a plugin with this error.
    #[must_use]
    pub fn state(&self) -> State {
        match self {
            Self::Unusable { state, .. } => *state,
            Self::Unknown { .. } | Self::Misnamed { .. } | Self::NotALibrary | Self::NoExport => {
                State::NotAPlugin
            }
            Self::CannotOpen(_) | Self::Refused(_) | Self::Listing(_) => State::Failed,
            Self::Header { .. } | Self::Older { .. } | Self::Newer { .. } | Self::Layout { .. } => {
                State::Incompatible
            }
            Self::Duplicate(_) => State::DuplicateNodeType,
        }
    }

    /// What only somebody who looks for the fault wants to read.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        match self {
            Self::Layout { detail, .. } => Some(detail),
            _ => None,
        }
    }
}

/// The border says `panicked: text` of a panic; everything else is the plugin's own sentence.
fn refusal(answer: &str) -> String {
    match answer.strip_prefix("panicked: ") {
        Some(text) => format!("panicked while loading ({})", one_line(text)),
        None => format!("refused to load ({})", one_line(answer)),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
