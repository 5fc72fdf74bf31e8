//! Draws a graph as text, Mermaid, DOT or SVG.
//!
//! Draws everything in the file, mistakes included, so that a broken graph can be inspected. The same graph always
//! produces the same bytes.
//!
//! | module | contents |
//! | --- | --- |
//! | `model` | the model that all formats draw: nodes with their sockets, wires, mistakes |
//! | `read` | builds the model from a logic and a toolbox |
//! | `colours` | one table: the colour of each type and kind of node |
//! | `label` | truncates and escapes texts |
//! | `text`, `mermaid`, `dot`, `svg` | the formats |
//! | `layout` | places boxes and wires automatically |

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

pub use colours::{kind_colour, node_colour, role_colour};
pub use model::{Drawing, End, Kind, Node, Port, Role, Wire};

/// How a graph is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// An outline for the terminal.
    #[default]
    Text,
    /// A Mermaid flowchart.
    Mermaid,
    /// Input for Graphviz.
    Dot,
    /// A picture in one file.
    Svg,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Text, Self::Mermaid, Self::Dot, Self::Svg];

    /// The name on the command line: `text`, `mermaid`, `dot`, `svg`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Mermaid => "mermaid",
            Self::Dot => "dot",
            Self::Svg => "svg",
        }
    }

    /// A description in one line.
    #[must_use]
    pub const fn doc(self) -> &'static str {
        match self {
            Self::Text => "An outline for the terminal: what each event triggers",
            Self::Mermaid => "A Mermaid flowchart, which GitHub and GitLab render in Markdown",
            Self::Dot => "Input for Graphviz",
            Self::Svg => "A self-contained picture for browsers and READMEs",
        }
    }

    /// The file extension of this format.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Mermaid => "mmd",
            Self::Dot => "dot",
            Self::Svg => "svg",
        }
    }

    /// The format of files with this extension.
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
