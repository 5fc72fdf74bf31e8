//! Where in a JSON value a field is.

use pulsewire_plugin::Value;
use serde_json::Value as Json;
use serde_json_path::JsonPath;

/// Longer paths are refused, and deeper brackets: the time to parse them grows too fast.
const MAX_LENGTH: usize = 512;
const MAX_BRACKETS: usize = 8;
/// How often `..` may stand in a path: each multiplies what must be visited by the depth of the value.
const MAX_DESCENTS: usize = 2;

/// A parsed path.
#[derive(Debug)]
pub(super) enum Path {
    /// Leads to one value at most.
    Steps(Vec<Step>),
    /// May select several values: a query of RFC 9535 with wildcards, slices, filters or `..`.
    Query(JsonPath),
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Name(String),
    /// Counts from 0, or backwards from -1.
    Index(i64),
}

impl Path {
    /// Parses a path: RFC 9535 when it begins with `$`, otherwise the plain form `a.b[0]`.
    ///
    /// # Errors
    /// Why it is no path, and at which character.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if text.len() > MAX_LENGTH {
            return Err(format!("the path is longer than {MAX_LENGTH} bytes"));
        }
        let Some(after) = text.strip_prefix('$') else {
            let steps = plain_steps(text, text);
            return steps.map(Self::Steps).map_err(|(at, why)| place(text, at, why));
        };
        check_cost(text)?;
        let parsed = JsonPath::parse(text)
            .map_err(|error| place(text, error.position(), error.message()))?;
        Ok(match singular_steps(after) {
            Some(steps) => Self::Steps(steps),
            None => Self::Query(parsed),
        })
    }
}

impl Step {
    /// The part of `value` to which this step leads.
    pub(super) fn of<'a>(&self, value: &'a Value) -> Option<&'a Value> {
        match (self, value) {
            (Self::Name(name), Value::Dictionary(dictionary)) => dictionary.get(name),
            (Self::Index(at), Value::Array(array)) => {
                let at = usize::try_from(*at).ok().or_else(|| {
                    array.len().checked_sub(usize::try_from(at.unsigned_abs()).ok()?)
                })?;
                array.get(at)
            }
            _ => None,
        }
    }
}

/// Refuses a query whose cost could explode.
fn check_cost(text: &str) -> Result<(), String> {
    let (mut open, mut quote, mut before, mut descents) = (0_usize, None, ' ', 0);
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (Some(_), '\\') if before == '\\' => {
                before = ' ';
                continue;
            }
            (Some(end), _) if letter == end && before != '\\' => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(letter),
            (None, '(' | '[') => open += 1,
            (None, ')' | ']') => open = open.saturating_sub(1),
            (None, '.') if before == '.' => descents += 1,
            (None, '$') if at > 0 => {
                return Err(place(text, at, "a filter can look at `@` only, not at `$`"));
            }
            _ => {}
        }
        if open > MAX_BRACKETS {
            return Err(place(text, at, "too many brackets within each other"));
        }
        if descents > MAX_DESCENTS {
            return Err(place(text, at, "`..` can stand at most twice in a path"));
        }
        before = letter;
    }
    Ok(())
}

/// The steps of a query that leads to one value at most; none for any other, and for names with escapes.
fn singular_steps(mut rest: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    while !rest.is_empty() {
        let (step, after) = match rest.strip_prefix('.') {
            Some(name) => {
                let end = name.find(['.', '[', ' ', '\t', '\r', '\n']).unwrap_or(name.len());
                (Step::Name(name[..end].to_owned()), &name[end..])
            }
            None => singular_bracket(rest)?,
        };
        if matches!(&step, Step::Name(name) if name.is_empty() || name == "*") {
            return None;
        }
        steps.push(step);
        rest = after;
    }
    Some(steps)
}

fn singular_bracket(text: &str) -> Option<(Step, &str)> {
    let inner = text.strip_prefix('[')?;
    if let Some(quote) = inner.chars().next().filter(|first| ['\'', '"'].contains(first)) {
        let (name, after) = inner[1..].split_once(quote)?;
        return match after.strip_prefix(']') {
            Some(after) if !name.contains('\\') => Some((Step::Name(name.to_owned()), after)),
            _ => None,
        };
    }
    let (index, after) = inner.split_once(']')?;
    Some((Step::Index(index.parse().ok()?), after))
}

/// The steps of the plain form, or where it is wrong (in bytes) and why.
fn plain_steps<'a>(whole: &'a str, mut rest: &'a str) -> Result<Vec<Step>, (usize, &'static str)> {
    let mut steps = Vec::new();
    loop {
        let at = whole.len() - rest.len();
        if let Some(inner) = rest.strip_prefix('[') {
            let why = "a number in brackets is wanted, as in items[0]; other forms begin with `$`";
            let (index, after) = inner.split_once(']').ok_or((at, why))?;
            let digits = !index.is_empty() && index.bytes().all(|one| one.is_ascii_digit());
            let index = index.parse().ok().filter(|_| digits).ok_or((at, why))?;
            steps.push(Step::Index(index));
            rest = after;
        } else {
            let end = rest.find(['.', '[', ']']).unwrap_or(rest.len());
            if end == 0 {
                return Err((at, "a name is wanted"));
            }
            steps.push(Step::Name(rest[..end].to_owned()));
            rest = &rest[end..];
        }
        match rest.strip_prefix('.') {
            Some(after) if !after.starts_with('[') => rest = after,
            _ if rest.is_empty() => return Ok(steps),
            _ if rest.starts_with('[') => {}
            _ => return Err((whole.len() - rest.len(), "`.` and a name, or `[` is wanted")),
        }
    }
}

fn place(text: &str, at: usize, why: impl std::fmt::Display) -> String {
    let before = text.get(..at).unwrap_or(text);
    format!("the path {text:?} is wrong at character {}: {why}", before.chars().count() + 1)
}

/// What a query selects, each as a value of its own.
pub(super) fn select(query: &JsonPath, from: &Json) -> Value {
    let parts = query.query(from);
    // Every JSON value is one of ours.
    let value = |part: &Json| serde::Deserialize::deserialize(part).unwrap_or_default();
    Value::Array(parts.iter().map(|part| value(part)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn steps(text: &str) -> String {
        match Path::parse(text).unwrap() {
            Path::Steps(steps) => steps
                .iter()
                .map(|step| match step {
                    Step::Name(name) => format!("/{name}"),
                    Step::Index(index) => format!("#{index}"),
                })
                .collect(),
            Path::Query(_) => "query".to_owned(),
        }
    }

    #[test]
    fn a_path_to_one_value_is_a_list_of_steps() {
        for (text, wanted) in [
            ("a", "/a"),
            ("a.b[0].c", "/a/b#0/c"),
            ("[1][2]", "#1#2"),
            ("content-type.é x", "/content-type/é x"),
            ("$", ""),
            ("$.id", "/id"),
            ("$['a b'][\"c.d\"][-1]", "/a b/c.d#-1"),
            ("$.a[*]", "query"),
            ("$..id", "query"),
            ("$.*", "query"),
            ("$[?@.a > 1]", "query"),
            ("$[0:2]", "query"),
            ("$['a','b']", "query"),
            ("$['it\\'s']", "query"),
        ] {
            assert_eq!(steps(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_path_that_is_wrong_says_where() {
        for (text, at, why) in [
            ("", 1, "a name"),
            ("a..b", 3, "a name"),
            ("é.[0]", 2, "`.` and a name"),
            ("a[x]", 2, "a number"),
            ("a[+1]", 2, "a number"),
            ("a[0", 2, "a number"),
            ("a[0]b", 5, "`.` and a name"),
            ("a]", 2, "`.` and a name"),
            ("a.", 3, "a name"),
            ("$.a[", 4, ""),
            ("$.a b", 4, ""),
            ("$[?@.a == $.b]", 11, "a filter can look at"),
            ("$..a..b..c", 9, "`..` can stand"),
        ] {
            let found = Path::parse(text).unwrap_err();
            assert!(found.contains(&format!("at character {at}: {why}")), "{found}");
        }
        assert!(Path::parse(&format!("$[?{}", "(".repeat(9))).unwrap_err().contains("too many"));
        assert!(Path::parse(&"a".repeat(513)).unwrap_err().contains("longer than 512"));
    }

    #[test]
    fn quotes_hide_what_counts() {
        for text in ["$['$..[[[[[[[[[[[']", r#"$["\\"]"#, r"$['\'$']", r#"$[?@.a == "$"]"#] {
            assert!(Path::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn an_index_counts_from_either_end() {
        let array = pulsewire_plugin::parse_json("[1,2]").unwrap();
        let at = |index| Step::Index(index).of(&array).map(ToString::to_string);
        assert_eq!([at(0), at(-2)], [at(0), Some("1".into())]);
        assert_eq!([at(2), at(-3), at(i64::MIN)], [None, None, None]);
    }

    #[test]
    fn a_query_selects_all_it_matches() {
        let json = json!({ "a": [{ "x": 1 }, { "x": 2 }, {}] });
        let Path::Query(query) = Path::parse("$.a[?@.x > 1].x").unwrap() else { panic!() };
        assert_eq!(select(&query, &json).to_string(), "[2]");
    }
}
