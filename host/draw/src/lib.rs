//! A graph as text, mermaid, dot or SVG.
//!
//! Everything that is written is drawn, mistakes included, so that a broken graph can be looked at. The same
//! graph always gives the same bytes.
//!
//! | module | what is there |
//! | --- | --- |
//! | `model` | what every format draws: nodes with their sockets, wires, mistakes |
//! | `read` | makes the model from a logic and a toolbox |
//! | `colours` | one table: the colour of each type and kind of node |
//! | `label` | short, harmless texts |
//! | `text`, `mermaid`, `dot`, `svg` | the formats |
//! | `layout` | where boxes and wires go when nobody said so |

mod colours;
mod dot;
mod label;
mod layout;
mod mermaid;
mod model;
mod read;
mod svg;
#[cfg(test)]
mod tests;
mod text;

pub use colours::{kind_colour, role_colour};
pub use model::{Drawing, End, Kind, Node, Port, Role, Wire};

/// How a graph is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// An outline for the terminal.
    #[default]
    Text,
    /// A Mermaid flowchart.
    Mermaid,
    /// The input of Graphviz.
    Dot,
    /// A picture in one file.
    Svg,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Text, Self::Mermaid, Self::Dot, Self::Svg];

    /// The name that users write: `text`, `mermaid`, `dot`, `svg`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Mermaid => "mermaid",
            Self::Dot => "dot",
            Self::Svg => "svg",
        }
    }

    /// What it is for, in a line.
    #[must_use]
    pub const fn doc(self) -> &'static str {
        match self {
            Self::Text => "An outline for the terminal: what each event triggers",
            Self::Mermaid => "A Mermaid flowchart, which GitHub and GitLab render in Markdown",
            Self::Dot => "Input for Graphviz",
            Self::Svg => "A self-contained picture for browsers and READMEs",
        }
    }

    /// What the name of a file in this format ends with.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Mermaid => "mmd",
            Self::Dot => "dot",
            Self::Svg => "svg",
        }
    }

    /// The format that files with this ending have.
    #[must_use]
    pub fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.extension() == extension)
    }
}

impl Drawing {
    /// The drawing in a format.
    #[must_use]
    pub fn write(&self, format: Format) -> String {
        match format {
            Format::Text => text::write(self),
            Format::Mermaid => mermaid::write(self),
            Format::Dot => dot::write(self),
            Format::Svg => svg::write(self),
        }
    }
}
