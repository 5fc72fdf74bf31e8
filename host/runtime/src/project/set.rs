use crate::diagnostics::At;
use crate::diagnostics::{Diagnostic, Location, Override, join, suggest, unescape};
use serde_json::{Map, Value as Json};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// A value of `project.json` that the command line replaces: `PATH=VALUE`.
///
/// PATH leads from the root of `project.json` to a value; its parts are joined by dots:
/// `settings.websocket.connections.Echo.port`. An entry of a list is picked by its `name` or by its number, from 0. If
/// a name contains a dot, write PATH as a JSON Pointer (RFC 6901): `/settings/websocket/connections/eu.west/port`.
/// Missing fields are added; missing list entries are an error.
///
/// VALUE is JSON if it can be parsed as such (`9002`, `true`, `["a"]`), and otherwise a string (`ws://example.org`);
/// for a string that looks like a number write `'"9002"'`. It may contain `${env:NAME}`, as the file may. It does not
/// apply to logic files: use `${env:NAME:-default}` in an attribute there and set the variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    text: String,
    equals: usize,
}

impl FromStr for Set {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.find('=') {
            Some(0) | None => Err("write PATH=VALUE, such as limits.inbox=64".to_owned()),
            Some(equals) => Ok(Self { text: text.to_owned(), equals }),
        }
    }
}

impl Set {
    /// The pseudo-file that diagnostics about this option refer to.
    pub(super) fn file(&self) -> PathBuf {
        PathBuf::from(format!("--set {}", self.text))
    }

    /// The option as written on the command line.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Sets the value in the JSON of `file`.
    pub(super) fn apply(&self, json: &mut Json, file: &Path) -> Result<Override, Diagnostic> {
        let (mut here, mut pointer) = (json, String::new());
        let mut added = None;
        for (at, part) in self.parts() {
            let is_new = here.as_object().is_some_and(|object| !object.contains_key(&part));
            let next = self.step(here, &part, at, &pointer)?;
            pointer = join(&pointer, next.0);
            here = next.1;
            added = added.or_else(|| is_new.then(|| pointer.clone()));
        }
        let written = &self.text[self.equals + 1..];
        *here = serde_json::from_str(written).unwrap_or_else(|_| written.into());
        let (file, text) = (file.to_owned(), self.text.clone());
        let pointer = added.unwrap_or(pointer);
        Ok(Override { file, pointer, text, value_at: self.equals + 1 })
    }

    /// The parts of the path, each with the byte where it begins.
    fn parts(&self) -> Vec<(usize, String)> {
        let path = &self.text[..self.equals];
        let (separator, skip) = if path.starts_with('/') { ('/', 1) } else { ('.', 0) };
        let mut at = skip;
        let part = |part: &str| {
            let start = at;
            at += part.len() + 1;
            (start, if skip == 1 { unescape(part) } else { part.to_owned() })
        };
        path[skip..].split(separator).map(part).collect()
    }

    fn step<'j>(
        &self,
        here: &'j mut Json,
        part: &str,
        at: usize,
        pointer: &str,
    ) -> Result<(String, &'j mut Json), Diagnostic> {
        match here {
            Json::Object(object) => {
                let unset = Json::Object(Map::new());
                Ok((part.to_owned(), object.entry(part).or_insert(unset)))
            }
            Json::Array(list) => match pick(list, part) {
                Some(index) => Ok((index.to_string(), &mut list[index])),
                None => Err(self.no_entry(list, part, at, pointer)),
            },
            _ => {
                let message = format!(
                    "{} is neither an object nor a list, so it has no `{part}`",
                    subject(pointer)
                );
                Err(Diagnostic::error("bad_set", message, self.location(at)))
            }
        }
    }

    fn no_entry(&self, list: &[Json], part: &str, at: usize, pointer: &str) -> Diagnostic {
        let names: Vec<&str> = list.iter().filter_map(|entry| entry["name"].as_str()).collect();
        let message = format!("{} has no entry `{part}`", subject(pointer));
        let count = match list.len() {
            0 => "it is empty".to_owned(),
            count => format!("it has the entries 0 to {}", count - 1),
        };
        let help = suggest(part, names.iter().copied()).unwrap_or(count);
        Diagnostic::error("bad_set", message, self.location(at)).with_help(help)
    }

    fn location(&self, at: usize) -> Location {
        let column = self.text[..at].chars().count() + 1;
        Location { file: self.file(), at: At::Position { line: 1, column } }
    }
}

fn pick(list: &[Json], part: &str) -> Option<usize> {
    let named = list.iter().position(|entry| entry["name"] == part);
    named.or_else(|| part.parse().ok().filter(|index| *index < list.len()))
}

fn subject(pointer: &str) -> String {
    match pointer.rsplit_once('/') {
        Some((_, name)) => format!("`{}`", unescape(name)),
        None => "the project".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn apply(text: &str) -> Result<Json, String> {
        let mut json = json!({ "name": "x", "settings": { "websocket": { "connections": [
            { "name": "Echo", "port": 1 }, { "name": "eu.west", "port": 2 },
        ] } } });
        let set: Set = text.parse()?;
        let help = |one: Diagnostic| format!("{} ({})", one.message, one.help.unwrap_or_default());
        set.apply(&mut json, Path::new("project.json")).map_err(help)?;
        Ok(json)
    }

    #[test]
    fn a_path_leads_to_a_value() {
        let cases = [
            (
                "settings.websocket.connections.Echo.port=9002",
                "/settings/websocket/connections/0/port",
                json!(9002),
            ),
            (
                "settings.websocket.connections.1.port=9002",
                "/settings/websocket/connections/1/port",
                json!(9002),
            ),
            (
                "/settings/websocket/connections/eu.west/port=3",
                "/settings/websocket/connections/1/port",
                json!(3),
            ),
            ("name=a=b c", "/name", json!("a=b c")),
            ("name=\"5\"", "/name", json!("5")),
            ("plugins.websocket.enabled=false", "/plugins/websocket/enabled", json!(false)),
            ("logic=[\"a.json\"]", "/logic/0", json!("a.json")),
            ("name=", "/name", json!("")),
        ];
        for (text, pointer, value) in cases {
            assert_eq!(apply(text).unwrap().pointer(pointer), Some(&value), "{text}");
        }
    }

    #[test]
    fn a_wrong_path_is_reported() {
        let cases = [
            (
                "settings.websocket.connections.Ecko.port=1",
                "`connections` has no entry `Ecko` (did you mean `Echo`?)",
            ),
            (
                "settings.websocket.connections.2=1",
                "`connections` has no entry `2` (available: `Echo`, `eu.west`)",
            ),
            ("name.first=1", "`name` is neither an object nor a list, so it has no `first` ()"),
            ("name", "write PATH=VALUE, such as limits.inbox=64"),
            ("=1", "write PATH=VALUE, such as limits.inbox=64"),
        ];
        for (text, message) in cases {
            assert_eq!(apply(text).unwrap_err(), message, "{text}");
        }
    }
}
