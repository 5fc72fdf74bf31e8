use std::cmp::Reverse;

/// The most candidates that are listed if none is similar.
const LISTED: usize = 12;

/// The candidate that is most similar to `word`, if one is similar enough.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let (wanted, most) = (word.to_lowercase(), (word.chars().count() / 3).max(1));
    let near = |candidate: &'a str| {
        let lower = candidate.to_lowercase();
        let edits = strsim::damerau_levenshtein(&wanted, &lower);
        let alike = strsim::jaro_winkler(&wanted, &lower);
        (edits <= most || alike >= 0.92).then_some((Reverse(edits), candidate))
    };
    candidates.into_iter().filter_map(near).max_by_key(|(edits, _)| *edits).map(|(_, word)| word)
}

/// How many letters of two words differ, in any case; none when more than a third does.
pub(crate) fn near(word: &str, known: &str) -> Option<usize> {
    let edits = strsim::damerau_levenshtein(&word.to_lowercase(), &known.to_lowercase());
    (edits <= (known.chars().count() / 3).min(2)).then_some(edits)
}

/// A help line for an unknown word: the candidate that was probably meant, or all candidates if there are few.
pub fn suggest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
) -> Option<String> {
    if let Some(meant) = did_you_mean(word, candidates.clone()) {
        return Some(format!("did you mean `{meant}`?"));
    }
    let known: Vec<String> = candidates.into_iter().map(|known| format!("`{known}`")).collect();
    match known.len() {
        0 => None,
        1..=LISTED => Some(format!("available: {}", known.join(", "))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_suggested() {
        let words = ["port", "host", "name", "connections"];
        let cases = [
            ("prot", Some("port")),
            ("Port", Some("port")),
            ("connection", Some("connections")),
            ("connect", Some("connections")),
            ("hosts", Some("host")),
            ("url", None),
            ("", None),
        ];
        for (word, meant) in cases {
            assert_eq!(did_you_mean(word, words), meant, "{word}");
        }
        assert_eq!(suggest("url", ["a", "b"]).unwrap(), "available: `a`, `b`");
        assert_eq!(suggest("url", []), None);
    }
}
