//! JSON Pointers (RFC 6901).

/// Unescapes `~1` and `~0` in a part of a JSON Pointer.
#[must_use]
pub fn unescape(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

/// Adds a name or an index to a JSON Pointer.
#[must_use]
pub fn join(pointer: &str, part: impl std::fmt::Display) -> String {
    format!("{pointer}/{}", part.to_string().replace('~', "~0").replace('/', "~1"))
}
