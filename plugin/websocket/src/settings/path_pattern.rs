/// A path pattern: `/feed` matches that path only, `/rooms/*` every path that begins with `/rooms/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PathPattern {
    /// The path, or its prefix.
    text: String,
    is_prefix: bool,
}

impl PathPattern {
    /// Parses a pattern; `None` if it is invalid.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let visible = |byte: u8| byte.is_ascii_graphic() && !b"?#*".contains(&byte);
        let (path, is_prefix) = match text.strip_suffix("/*") {
            Some(_) => (&text[..text.len() - 1], true),
            None => (text, false),
        };
        let is_path = path.starts_with('/') && path.bytes().all(visible);
        is_path.then(|| Self { text: path.to_owned(), is_prefix })
    }

    /// Returns whether it matches the path of a request.
    pub(crate) fn fits(&self, path: &str) -> bool {
        if self.is_prefix { path.starts_with(&self.text) } else { path == self.text }
    }

    /// The precedence if several patterns match: an exact path before a prefix, a longer prefix before a shorter
    /// one.
    pub(crate) fn closeness(&self) -> (bool, usize) {
        (!self.is_prefix, self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_at_the_end_matches_the_rest() {
        let fits = |pattern, path| PathPattern::parse(pattern).unwrap().fits(path);
        assert!(fits("/a", "/a") && !fits("/a", "/a/") && !fits("/a", "/ab"));
        assert!(
            fits("/a/*", "/a/") && fits("/a/*", "/a/b/c") && !fits("/a/*", "/a") && fits("/*", "/")
        );
        for text in ["", "a", "/a b", "/a?b", "/a*", "/*/a", "*"] {
            assert_eq!(PathPattern::parse(text), None, "{text}");
        }
    }
}
