use std::fmt;
use std::ops::Range;

/// A wire as users write it: `node.socket -> node.socket`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wire<'a> {
    /// The output at which it starts.
    pub from: Endpoint<'a>,
    /// The input at which it ends.
    pub to: Endpoint<'a>,
}

/// An endpoint of a wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint<'a> {
    /// The name of the node.
    pub node: &'a str,
    /// The id of its socket.
    pub socket: &'a str,
    /// The position of this endpoint in the wire's text, in bytes.
    pub at: usize,
}

/// Why a text is not a wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WireError {
    /// There is no ` -> `, or more than one.
    Arrow,
    /// This endpoint is not `node.socket`.
    Endpoint(Range<usize>),
}

impl<'a> Wire<'a> {
    /// Reads the text of a wire.
    ///
    /// # Errors
    /// When it is not `node.socket -> node.socket`.
    pub fn parse(text: &'a str) -> Result<Self, WireError> {
        let (from, to) = text.split_once("->").ok_or(WireError::Arrow)?;
        if to.contains("->") {
            return Err(WireError::Arrow);
        }
        Ok(Self { from: Endpoint::parse(from, 0)?, to: Endpoint::parse(to, from.len() + 2)? })
    }
}

impl<'a> Endpoint<'a> {
    fn parse(text: &'a str, offset: usize) -> Result<Self, WireError> {
        let at = offset + (text.len() - text.trim_start().len());
        let end = text.trim();
        let whole = || WireError::Endpoint(at..at + end.len());
        let (node, socket) = end.split_once('.').ok_or_else(whole)?;
        if node.is_empty() || socket.is_empty() || socket.contains('.') {
            return Err(whole());
        }
        Ok(Self { node, socket, at })
    }

    /// The position of the node's name in the wire's text, in bytes.
    #[must_use]
    pub fn node_range(&self) -> Range<usize> {
        self.at..self.at + self.node.len()
    }

    /// The position of the socket's id in the wire's text, in bytes.
    #[must_use]
    pub fn socket_range(&self) -> Range<usize> {
        let at = self.at + self.node.len() + 1;
        at..at + self.socket.len()
    }
}

impl fmt::Display for Wire<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (self.from, self.to);
        write!(f, "{}.{} -> {}.{}", from.node, from.socket, to.node, to.socket)
    }
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a wire is written \"node.socket -> node.socket\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wire_knows_the_positions_of_its_parts() {
        let text = " begin.pulse  ->start.go ";
        let wire = Wire::parse(text).unwrap();
        assert_eq!(wire.to_string(), "begin.pulse -> start.go");
        assert_eq!(&text[wire.from.node_range()], "begin");
        assert_eq!(&text[wire.to.socket_range()], "go");
    }

    #[test]
    fn other_text_is_rejected() {
        for text in ["", "a.b", "a.b - c.d", "a.b -> c.d -> e.f"] {
            assert_eq!(Wire::parse(text), Err(WireError::Arrow), "{text}");
        }
        assert_eq!(Wire::parse("a -> b.c"), Err(WireError::Endpoint(0..1)));
        assert_eq!(Wire::parse("a.b -> b.c.d"), Err(WireError::Endpoint(7..12)));
    }
}
