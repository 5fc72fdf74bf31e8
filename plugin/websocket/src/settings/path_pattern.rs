/// A path as users write it: `/feed` is that path alone, `/rooms/*` all that begin with `/rooms/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PathPattern {
    /// What a path is, or how it begins.
    text: String,
    is_prefix: bool,
}

impl PathPattern {
    /// Reads a pattern; nothing when it is none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let visible = |byte: u8| byte.is_ascii_graphic() && !b"?#*".contains(&byte);
        let (path, is_prefix) = match text.strip_suffix("/*") {
            Some(_) => (&text[..text.len() - 1], true),
            None => (text, false),
        };
        let is_path = path.starts_with('/') && path.bytes().all(visible);
        is_path.then(|| Self { text: path.to_owned(), is_prefix })
    }

    /// Whether it fits the path of a request.
    pub(crate) fn fits(&self, path: &str) -> bool {
        if self.is_prefix { path.starts_with(&self.text) } else { path == self.text }
    }

    /// The closer one counts when several fit: one path alone before all that begin so, the longer before the
    /// shorter.
    pub(crate) fn closeness(&self) -> (bool, usize) {
        (!self.is_prefix, self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_at_the_end_stands_for_the_rest() {
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
